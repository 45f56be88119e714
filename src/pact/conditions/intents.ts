/** Whether two writes are meant to do one thing: arguments compared as values, however they are written. */
import { type Conversation, isObject, type Json, type ToolCall } from '../../conversation/index.ts'
import { type Moment, momentAt, sameValue, type Value, valuesOf } from '../values/index.ts'
import { failedForAgent, isSeen, pauseBetween } from './exchanges.ts'

/** A repeat is looked for among so many earlier calls. Bounds the work on a conversation of thousands of them. */
export const recentIntents = 50

/** At least so many of the arguments are alike in a second try that only changes, say, the time. */
const triedAgain = 0.5
/** Clocks on both sides of a connection are not exact. */
const toleranceMs = 50

/**
 * Whether a later call means the same thing as an earlier one: the same key, the same values, or a second try for the
 * same person after the agent got no good answer to the first.
 */
export function isSameIntent(first: ToolCall, second: ToolCall, conversation: Conversation): boolean {
  if (first.tool !== second.tool) return false
  const key = first.exchange?.idempotencyKey
  if (key !== undefined && key === second.exchange?.idempotencyKey) return true
  if (sameArguments(first, second, conversation)) return true
  return (
    isSeen(first) &&
    isSeen(second) &&
    failedForAgent(first) &&
    pauseBetween(first, second, conversation) >= -toleranceMs &&
    sameBeneficiary(first, second, conversation) &&
    shareAlike(first, second, conversation) >= triedAgain
  )
}

/** The identifier of the record that an answer speaks of; undefined when it names none. */
export function idOf(value: Json): string | undefined {
  if (!isObject(value)) return undefined
  const { id } = value
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

/** Whether all arguments are alike: `2026-03-05T14:00` and `March 5 at 2pm`, `$20` and `20.00`, `Ana Reis` and `ana reis`. */
export function sameArguments(a: Call, b: Call, conversation: Conversation): boolean {
  const [left, right] = [fieldsOf(a, conversation), fieldsOf(b, conversation)]
  return left.size === right.size && [...left].every(([name, leaf]) => alike(leaf, right.get(name)))
}

/** The share of arguments, 0..1, that are alike, of those that either has. */
function shareAlike(a: Call, b: Call, conversation: Conversation): number {
  const [left, right] = [fieldsOf(a, conversation), fieldsOf(b, conversation)]
  const names = new Set([...left.keys(), ...right.keys()])
  if (names.size === 0) return 1
  return [...names].filter((name) => alike(left.get(name), right.get(name))).length / names.size
}

/** The arguments that differ, in words: `start 2026-03-05T16:00 instead of 2026-03-05T14:00`. Empty when none does. */
export function differences(first: Call, second: Call, conversation: Conversation): string {
  const [left, right] = [fieldsOf(first, conversation), fieldsOf(second, conversation)]
  return [...new Set([...right.keys(), ...left.keys()])]
    .filter((name) => !alike(left.get(name), right.get(name)))
    .map((name) => `${name.slice(1)} ${right.get(name)?.raw ?? 'none'} instead of ${left.get(name)?.raw ?? 'none'}`)
    .join(', ')
}

/** Whether the arguments that say for whom it is are alike; true where only one of the calls says. */
function sameBeneficiary(a: Call, b: Call, conversation: Conversation): boolean {
  const [left, right] = [fieldsOf(a, conversation), fieldsOf(b, conversation)]
  return [...left].every(([name, leaf]) => !beneficiary.test(name) || alike(leaf, right.get(name) ?? leaf))
}

const beneficiary =
  /patient|customer|client|user|member|guest|person|passenger|contact|email|phone|(?:^|\.)(?:first|last|full)?_?name$/i

/** What only says that it is a new request, and nothing of what is asked. */
const ownToRequest = /^(?:idempotency[-_]?key|request[-_]?id|nonce|timestamp|trace[-_]?id|correlation[-_]?id)$/i

/** One argument, read for values once and only when its letters differ from another's. */
class Leaf {
  readonly raw: string | number | boolean
  readonly folded: string
  readonly moment: Moment
  #meaning: { readonly values: readonly Value[]; readonly besides: string } | undefined

  constructor(raw: string | number | boolean, moment: Moment) {
    this.raw = raw
    this.folded = typeof raw === 'string' ? folded(raw) : String(raw)
    this.moment = moment
  }

  /** Its values, and what it says besides them: two notes that name the same day are not the same note. */
  get meaning(): { readonly values: readonly Value[]; readonly besides: string } {
    if (this.#meaning !== undefined) return this.#meaning
    const values = valuesOf(this.raw, this.moment)
    const rest = values
      .toSorted((a, b) => b.start - a.start)
      .reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), String(this.raw))
    const besides = folded(rest)
      .replace(/\b(?:at|on|the|t|z)\b/g, '')
      .trim()
    this.#meaning = { values, besides }
    return this.#meaning
  }
}

type Call = Pick<ToolCall, 'at' | 'args'>
type Fields = ReadonlyMap<string, Leaf>
const known = new WeakMap<Moment, WeakMap<object, Fields>>()

/** Leaves by their path, read once for each conversation; what is not there and what is null are alike. */
function fieldsOf({ at, args }: Call, conversation: Conversation): Fields {
  const moment = momentAt(conversation, at)
  if (typeof args !== 'object' || args === null) return leavesIn(args, moment)
  const kept = known.get(moment) ?? new WeakMap<object, Fields>()
  known.set(moment, kept)
  const fields = kept.get(args) ?? leavesIn(args, moment)
  kept.set(args, fields)
  return fields
}

function leavesIn(value: Json, moment: Moment, path = ''): Map<string, Leaf> {
  if (value === null) return new Map()
  if (typeof value !== 'object') return new Map([[path, new Leaf(value, moment)]])
  return new Map(
    Object.entries(value).flatMap(([name, item]) =>
      ownToRequest.test(name) ? [] : [...leavesIn(item as Json, moment, `${path}.${name}`)],
    ),
  )
}

function alike(a: Leaf | undefined, b: Leaf | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  if (isSameText(a, b)) return true
  // As values, amounts have no sign; as arguments they do.
  if (typeof a.raw === 'number' && typeof b.raw === 'number') return false
  const [left, right] = [a.meaning, b.meaning]
  if (left.values.length === 0 || left.values.length !== right.values.length || left.besides !== right.besides) {
    return false
  }
  return left.values.every((value, index) => agree(value, right.values[index]))
}

/** The same words, which mean the same unless they name a day by the day on which they are said. */
function isSameText(a: Leaf, b: Leaf): boolean {
  if (a.raw !== b.raw && (a.folded === '' || a.folded !== b.folded)) return false
  return a.moment === b.moment || typeof a.raw !== 'string' || !relativeDay.test(a.raw)
}

const relativeDay = /\b(?:today|tonight|tomorrow|yesterday)\b/i

function agree(a: Value, b: Value | undefined): boolean {
  return b !== undefined && sameValue(a, b)
}

/** Case, accents, spaces and punctuation say nothing of a name. */
function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
