/** Whether two writes are meant to do one thing: arguments compared as values, however they are written. */
import type { Conversation, Json, ToolCall } from '../../conversation/index.ts'
import { type Moment, sameValue, type Value, valuesOf } from '../values/index.ts'
import { isRecord } from './alike.ts'
import { failedForAgent, isSeen, pauseBetween } from './exchanges.ts'

/** What dates and times in a conversation are read by: its day, and the business's zone. */
export function momentOf({ startedAt, timeZone }: Pick<Conversation, 'startedAt' | 'timeZone'>): Moment {
  return { reference: startedAt, ...(timeZone !== undefined && { timeZone }) }
}

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
  const moment = momentOf(conversation)
  if (sameArguments(first.args, second.args, moment)) return true
  return (
    isSeen(first) &&
    isSeen(second) &&
    failedForAgent(first) &&
    pauseBetween(first, second, conversation) >= -toleranceMs &&
    sameBeneficiary(first.args, second.args, moment) &&
    shareAlike(first.args, second.args, moment) >= triedAgain
  )
}

/** The identifier of the record that an answer speaks of; undefined when it names none. */
export function idOf(value: Json): string | undefined {
  if (!isRecord(value)) return undefined
  const { id } = value
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined
}

/** Whether all arguments are alike: `2026-03-05T14:00` and `March 5 at 2pm`, `$20` and `20.00`, `Ana Reis` and `ana reis`. */
export function sameArguments(a: Json, b: Json, moment: Moment): boolean {
  const [left, right] = [fieldsOf(a), fieldsOf(b)]
  const names = new Set([...left.keys(), ...right.keys()])
  return [...names].every((name) => alike(left.get(name) ?? null, right.get(name) ?? null, moment))
}

/** The share of arguments, 0..1, that are alike, of those that either has. */
function shareAlike(a: Json, b: Json, moment: Moment): number {
  const [left, right] = [fieldsOf(a), fieldsOf(b)]
  const names = [...new Set([...left.keys(), ...right.keys()])]
  if (names.length === 0) return 1
  return names.filter((name) => alike(left.get(name) ?? null, right.get(name) ?? null, moment)).length / names.length
}

/** The arguments that differ, in words: `start 2026-03-05T16:00 instead of 2026-03-05T14:00`. Empty when none does. */
export function differences(first: Json, second: Json, moment: Moment): string {
  const [left, right] = [fieldsOf(first), fieldsOf(second)]
  return [...new Set([...right.keys(), ...left.keys()])]
    .filter((name) => !alike(left.get(name) ?? null, right.get(name) ?? null, moment))
    .map((name) => `${name.slice(1)} ${right.get(name) ?? 'none'} instead of ${left.get(name) ?? 'none'}`)
    .join(', ')
}

/** Whether the arguments that say for whom it is are alike; true where neither says. */
function sameBeneficiary(a: Json, b: Json, moment: Moment): boolean {
  const [left, right] = [fieldsOf(a), fieldsOf(b)]
  return [...left].every(([name, value]) => !beneficiary.test(name) || alike(value, right.get(name) ?? value, moment))
}

const beneficiary =
  /patient|customer|client|user|member|guest|person|passenger|contact|email|phone|(?:^|\.)(?:first|last|full)?_?name$/i

/** What only says that it is a new request, and nothing of what is asked. */
const ownToRequest = /^(?:idempotency[-_]?key|request[-_]?id|nonce|timestamp|trace[-_]?id|correlation[-_]?id)$/i

/** Leaves by their path; what is not there and what is null are alike. */
function fieldsOf(value: Json, path = ''): Map<string, Json> {
  if (value === null) return new Map()
  if (typeof value !== 'object') return new Map([[path, value]])
  return new Map(
    Object.entries(value).flatMap(([name, item]) =>
      ownToRequest.test(name) ? [] : [...fieldsOf(item as Json, `${path}.${name}`)],
    ),
  )
}

function alike(a: Json, b: Json, moment: Moment): boolean {
  if (a === b || folded(a) === folded(b)) return true
  const [left, right] = [valuesOf(a, moment), valuesOf(b, moment)]
  if (left.length === 0 || left.length !== right.length || besides(a, left) !== besides(b, right)) return false
  return left.every((value, index) => agree(value, right[index]))
}

function agree(a: Value, b: Value | undefined): boolean {
  return b !== undefined && sameValue(a, b)
}

/** What a text says besides its values: two notes that name the same day are not the same note. */
function besides(text: Json, values: readonly Value[]): string {
  if (typeof text !== 'string') return ''
  const rest = values
    .toSorted((a, b) => b.start - a.start)
    .reduce((left, { start, end }) => left.slice(0, start) + left.slice(end), text)
  return String(folded(rest))
    .replace(/\b(?:at|on|the|t|z)\b/g, '')
    .trim()
}

/** Case, accents, spaces and punctuation say nothing of a name. */
function folded(value: Json): string {
  return typeof value === 'string'
    ? value
        .normalize('NFKD')
        .replace(/\p{M}/gu, '')
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim()
    : JSON.stringify(value)
}
