/** Whose account an expectation is about, and the same expectation about another one. */
import type { Expected, ExpectedChange, Json } from '../../conversation/index.ts'
import type { JsonRecord } from './edge.ts'
import type { Fields } from './fields.ts'

/** Whether something new belongs to this account, or something that belongs to it is changed or removed. */
export function isTouched(expect: Expected, account: Json | undefined, fields: Fields, things: readonly JsonRecord[]) {
  return (expect.changes ?? []).some(
    (change) => addsTo(change, account) || isOfTheirs(change, account, fields.things, things),
  )
}

/** Whether the change is one of something that belonged to the account before. */
export function isOfTheirs(
  change: ExpectedChange,
  account: Json | undefined,
  theirs: Fields['things'],
  things: readonly JsonRecord[],
): boolean {
  if (theirs === undefined || 'added' in change) return false
  const named = 'changed' in change ? change.changed : change.removed
  return things.some((thing) => thing[theirs.person] === account && thing[theirs.id] === named[theirs.id])
}

function addsTo(change: ExpectedChange, account: Json | undefined): boolean {
  return 'added' in change && Object.values(change.added).includes(account ?? null)
}

/** The expectation once the account has another id. */
export function withIdIn(expect: Expected, from: Json, to: Json): Expected {
  const renamed = (record: JsonRecord) =>
    Object.fromEntries(Object.entries(record).map(([field, value]) => [field, value === from ? to : value]))
  return withChanges(expect, renamed)
}

/** The expectation where something new may be on any account. */
export function withoutIdIn(expect: Expected, id: Json): Expected {
  const without = (record: JsonRecord) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== id))
  return withChanges(expect, (record, part) => (part === 'added' ? without(record) : record))
}

function withChanges(
  expect: Expected,
  edit: (record: JsonRecord, part: 'added' | 'removed' | 'changed' | 'to') => JsonRecord,
): Expected {
  if (expect.changes === undefined) return expect
  const changes = expect.changes.map((change): ExpectedChange => {
    const { verifier } = change
    if ('added' in change) return { verifier, added: edit(change.added, 'added') }
    if ('removed' in change) return { verifier, removed: edit(change.removed, 'removed') }
    return { verifier, changed: edit(change.changed, 'changed'), to: edit(change.to, 'to') }
  })
  return { ...expect, changes }
}
