/**
 * Surrogates: a conversation of which what is personal was removed, with something of its kind in the place of each mark: an agent
 * that is told a mark for a phone number does other things than one that is told a number.
 *
 * Equal marks get equal values, in words, arguments and answers alike. What is known of the customer goes first; the rest is made
 * up, of what nobody can have. What has no kind that could be made up, such as a secret, stays a mark.
 */
import type { Conversation, Event } from '../../conversation/index.ts'

/** As the marks of removed values are written: `[phone:…]`. */
const marks = /\[([a-z]{2,8}):([a-p]{16})(?::[a-p]+)?\]/g

const names = ['Robin', 'Kim', 'Sasha', 'Toni', 'Alex', 'Jo']
const madeUp: Readonly<Record<string, (nth: number) => string>> = {
  phone: (nth) => `+1555010${String(100 + nth).padStart(4, '0')}`,
  email: (nth) => `customer-${nth + 1}@example.com`,
  name: (nth) => `${names[nth % names.length]} Example`,
  address: (nth) => `${nth + 1} Example Street`,
  card: (nth) => ['4242 4242 4242 4242', '5555 5555 5555 4444', '3782 822463 10005'][nth % 3] ?? '',
  iban: () => 'DE89 3704 0044 0532 0130 00',
  ssn: (nth) => `000-00-${1000 + nth}`,
}

export interface Surrogated {
  readonly conversation: Conversation
  /** What is not as it was, in sentences. */
  readonly gaps: readonly string[]
}

/** @param known what is known of the customer, by name: the first mark of a kind that is called so gets it */
export function withSurrogates(conversation: Conversation, known: Readonly<Record<string, string>>): Surrogated {
  const values = new Map<string, string>()
  const counts = new Map<string, number>()
  const invented = new Map<string, number>()
  const surrogate = (whole: string, kind: string, hash: string): string => {
    const name = `${kind}:${hash}`
    const before = values.get(name)
    if (before !== undefined) return before
    const nth = counts.get(kind) ?? 0
    counts.set(kind, nth + 1)
    const given = nth === 0 ? known[kind] : undefined
    const value = given ?? madeUp[kind]?.(nth) ?? whole
    if (given === undefined) invented.set(kind, (invented.get(kind) ?? 0) + 1)
    values.set(name, value)
    return value
  }
  const written = (whole: string, kind: string, hash: string) =>
    JSON.stringify(surrogate(whole, kind, hash)).slice(1, -1)
  const events = JSON.parse(JSON.stringify(conversation.events).replace(marks, written)) as readonly Event[]
  if (values.size === 0) return { conversation, gaps: [] }
  return { conversation: { ...conversation, events }, gaps: [...invented].map(([kind, n]) => gapOf(kind, n, known)) }
}

function gapOf(kind: string, n: number, known: Readonly<Record<string, string>>): string {
  const what = n === 1 ? `a removed ${kind}` : `${n} removed values of the kind ${kind}`
  if (madeUp[kind] === undefined) return `${what} stays the mark that stands in its place`
  const advice = known[kind] === undefined ? `; say what it is to be with --fact ${kind}=…` : ''
  return `${what} ${n === 1 ? 'is' : 'are'} made up${advice}`
}
