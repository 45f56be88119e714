/**
 * What was expected of the backend against what verifiers found, whatever route led there.
 *
 * An expected change without readings of its verifier cannot be judged: that is a gap in coverage and is said so,
 * never taken for a pass.
 */
import {
  type Change,
  type Conversation,
  changesBetween,
  type Expected,
  type ExpectedChange,
  isObject,
  type Json,
  readingsOf,
} from '../../conversation/index.ts'
import type { Outcome } from '../condition.ts'
import { alike, type Fields, hasFields } from './alike.ts'
import { leftOfOwnAccord, stillOpen } from './left.ts'

export interface Strictness {
  /** Whether a record that was expected to change may change only in the fields that are named. */
  readonly onlyNamedFields: boolean
}

/** Whether the expected changes, and no others, are found between the readings. */
export function judgeChanges(conversation: Conversation, expected: Expected, strict: Strictness): Outcome {
  const wanted = expected.changes
  if (wanted === undefined) return { outcome: 'not-applicable' }

  const readings = readingsOf(conversation)
  const unread = [...new Set(wanted.map(({ verifier }) => verifier))].filter(
    (verifier) => !isRead(readings.get(verifier)),
  )
  if (unread.length > 0) return notRead(unread)
  if (readings.size === 0) return notRead(['any verifier'])

  const found: Departures[] = []
  for (const [verifier, { before, after, at }] of readings) {
    if (before === undefined || after === undefined) return notRead([verifier])
    const mine = wanted.filter((change) => change.verifier === verifier)
    found.push({ at, ...matched(changesBetween(before, after), mine, strict) })
  }
  return verdictOn(found, expected, leftOfOwnAccord(conversation))
}

/** Where the readings of one verifier depart from what was expected. */
interface Departures {
  /** The event of the later reading. */
  readonly at: number
  readonly missing: readonly ExpectedChange[]
  readonly extra: readonly string[]
}

/** @param gone whether the customer left before the agent could do what is missing */
function verdictOn(found: readonly Departures[], { otherwise }: Expected, gone: boolean): Outcome {
  const outcomes = found.flatMap(({ at, missing, extra }) => [
    ...(gone ? [] : missing).map((change) => ({ because: `${wantedText(change)}, and it is not`, at })),
    ...(otherwise === 'ignored' ? [] : extra).map((text) => ({
      because: `nothing else should have changed, but ${text}`,
      at,
    })),
  ])
  if (outcomes.length === 0) return found.some(({ missing }) => missing.length > 0) ? stillOpen : { outcome: 'held' }
  return {
    outcome: 'violated',
    because: outcomes.map(({ because }) => because).join('; '),
    at: [...new Set(outcomes.map(({ at }) => at))].sort((a, b) => a - b),
  }
}

/** Whether these verifiers found nothing changed at all. */
export function judgeUnchanged(conversation: Conversation, verifiers: readonly string[]): Outcome {
  const readings = readingsOf(conversation)
  const unread = verifiers.filter((verifier) => !isRead(readings.get(verifier)))
  const touched = verifiers.flatMap((verifier) => {
    const { before, after, at = 0 } = readings.get(verifier) ?? {}
    if (before === undefined || after === undefined) return []
    return changesBetween(before, after).map((change) => ({ because: changeText(change), at: [at] }))
  })
  if (touched.length > 0) {
    const because = `nothing should have changed, but ${touched.map((each) => each.because).join('; ')}`
    return { outcome: 'violated', because, at: [...new Set(touched.flatMap(({ at }) => at))] }
  }
  return unread.length > 0 ? notRead(unread) : { outcome: 'held' }
}

function isRead(readings: { before?: unknown; after?: unknown } | undefined): boolean {
  return readings?.before !== undefined && readings.after !== undefined
}

function notRead(verifiers: readonly string[]): Outcome {
  const because = `no reading of ${verifiers.join(', ')} before and after: coverage gap, connect that verifier`
  return { outcome: 'unjudged', because }
}

/** Pairs found changes with expected ones, each at most once; what is left over on either side is reported. */
function matched(
  changes: readonly Change[],
  wanted: readonly ExpectedChange[],
  { onlyNamedFields }: Strictness,
): { missing: readonly ExpectedChange[]; extra: readonly string[] } {
  const left = [...changes]
  const missing: ExpectedChange[] = []
  const extra: string[] = []
  for (const want of wanted) {
    const index = left.findIndex((change) => fits(change, want))
    const [change] = index === -1 ? [] : left.splice(index, 1)
    if (change === undefined) missing.push(want)
    else if (onlyNamedFields) extra.push(...unnamed(change, want))
  }
  return { missing, extra: [...extra, ...left.map(changeText)] }
}

function fits(change: Change, want: ExpectedChange): boolean {
  if ('added' in want) return change.kind === 'added' && describes(change.key, change.after, want.added)
  if ('removed' in want) return change.kind === 'removed' && describes(change.key, change.before, want.removed)
  if (change.kind !== 'changed' || !describes(change.key, change.before, want.changed)) return false
  return isObject(change.after) && hasFields(change.after, want.to)
}

/** Whether a record has these fields; `key` also means the record's key where the record has no such field. */
function describes(key: string, record: Json, fields: Fields): boolean {
  return isObject(record) ? hasFields({ key, ...record }, fields) : alike({ key }, fields)
}

function unnamed(change: Change, want: ExpectedChange): readonly string[] {
  if (change.kind !== 'changed' || !('to' in want)) return []
  const other = change.fields.filter(({ path }) => !isNamed(path, want.to))
  return other.map(
    ({ path, before, after }) => `${change.key} ${path.join('.')} went from ${short(before)} to ${short(after)}`,
  )
}

function isNamed(path: readonly string[], to: Fields): boolean {
  let here: Json | undefined = to
  for (const step of path) {
    if (!isObject(here)) return true
    if (!Object.hasOwn(here, step)) return false
    here = here[step]
  }
  return true
}

function changeText(change: Change): string {
  if (change.kind !== 'changed') return `${change.key} was ${change.kind}`
  const fields = change.fields.map(
    ({ path, before, after }) => `${path.join('.')} from ${short(before)} to ${short(after)}`,
  )
  return `${change.key} changed ${fields.slice(0, 3).join(', ')}${fields.length > 3 ? ` and ${fields.length - 3} more` : ''}`
}

function wantedText(want: ExpectedChange): string {
  if ('added' in want) return `a record of ${want.verifier} with ${short(want.added)} should have been added`
  if ('removed' in want) return `a record of ${want.verifier} with ${short(want.removed)} should have been removed`
  return `the record of ${want.verifier} with ${short(want.changed)} should have become ${short(want.to)}`
}

function short(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 120 ? `${text.slice(0, 117)}...` : text
}
