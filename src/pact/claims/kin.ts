/**
 * Which actions are the same deed under other names: "booked" and `create_appointment`, "changed" and `update_order`.
 *
 * Coarse on purpose. A claim is called false only when nothing of its kind was done, so a family that is too wide
 * costs a missed alarm, and one that is too narrow a false one.
 */
import type { Claim } from './claim.ts'
import { type Lexicon, nameWords, type ToolWords } from './verbs.ts'

const families: readonly (readonly string[])[] = [
  'book reserve schedule rebook arrange secure hold set allocate reschedule rent buy purchase order'.split(' '),
  'change modify update edit adjust correct replace switch swap move reschedule upgrade downgrade extend amend exchange set mark assign schedule'.split(
    ' ',
  ),
  'cancel delete remove terminate withdraw void close'.split(' '),
  'order purchase buy pay'.split(' '),
  'pay charge debit deposit wire transfer'.split(' '),
  'refund reimburse credit return redeem'.split(' '),
  'send email text notify forward mail message deliver share'.split(' '),
  'escalate transfer forward connect assign handoff handover'.split(' '),
  'unsubscribe deactivate disable'.split(' '),
  'subscribe enroll enrol register activate enable'.split(' '),
  'create open file raise log submit add record save lodge issue'.split(' '),
  'exchange replace swap'.split(' '),
  'renew extend reactivate reinstate restore resume'.split(' '),
  'play start resume stream launch'.split(' '),
]

const familyOf = new Map<string, Set<number>>()
for (const [index, family] of families.entries()) {
  for (const action of family) familyOf.set(action, (familyOf.get(action) ?? new Set()).add(index))
}

/** Whether two actions may be the same deed. Symmetric, and true of an action and itself. */
export function akin(a: string, b: string): boolean {
  if (a === b) return true
  const other = familyOf.get(b)
  return [...(familyOf.get(a) ?? [])].some((family) => other?.has(family) === true)
}

/** Verbs that say of what was done only with a noun: a refund is issued, a request submitted. */
const neutral =
  /^(?:confirm|process|complete|submit|request|issue|place|initiate|accept|approve|create|make|add|open|start|do|new|post|finish|set|file|execute|perform|apply|generate|insert|put)$/

/** All actions that a claim may mean: its verb, and what its nouns stand for where the verb says little. */
export function actionsOf({ action, objects }: Pick<Claim, 'action' | 'objects'>, lexicon: Lexicon): string[] {
  const all = withNouns(action, objects, lexicon)
  return action === 'send' && objects.some((word) => money.test(word)) ? [...all, 'transfer'] : all
}

/** "Your payment has been sent" speaks of a transfer. */
const money = /^(?:payment|money|fund|deposit|amount)s?$/

/** All actions that a tool may stand for, by its name: `create_appointment` is a `create` and a `book`. */
function actionsOfTool({ name, writes = false }: ToolWords, lexicon: Lexicon): string[] {
  const words = nameWords(name)
  const at = words.findIndex((word) => lexicon.verbs.has(word))
  const verb = lexicon.verbs.get(words[at] ?? '')
  // `get_ride` that changes something gets the customer a ride.
  if (verb === undefined || (writes && verb.verb.sort === 'reading')) return withNouns('make', words, lexicon)
  return withNouns(verb.verb.base, words.slice(at + 1), lexicon)
}

function withNouns(action: string, words: readonly string[], lexicon: Lexicon): string[] {
  if (!neutral.test(action)) return [action]
  const nouns = words.flatMap((word) => lexicon.nouns.get(word) ?? [])
  return [...new Set([action, ...nouns])]
}

/** Whether a tool is named after just what is claimed: `issue_refund` for "refunded", `verify_identity` for "verified". */
export function doesExactly(claim: Pick<Claim, 'action' | 'objects'>, tool: ToolWords, lexicon: Lexicon): boolean {
  const done = actionsOfTool(tool, lexicon).filter((action) => !neutral.test(action))
  return actionsOf(claim, lexicon).some((said) => done.includes(said))
}

/** Whether a claim may speak of what a tool does. */
export function speaksOf(claim: Pick<Claim, 'action' | 'objects'>, tool: ToolWords, lexicon: Lexicon): boolean {
  const done = actionsOfTool(tool, lexicon)
  return actionsOf(claim, lexicon).some((said) => done.some((action) => akin(said, action)))
}
