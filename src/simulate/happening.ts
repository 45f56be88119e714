/**
 * Something that happens in the backends while a conversation goes on, and is nobody's doing in it: a record is
 * deleted, two are merged.
 *
 * The backends are read right before and right after it. What differs between the two readings is put into the
 * readings from before the conversation, as if it had always been so; what then differs at the end is the agent's.
 * Only the fields that changed are put there, so that what the agent did to the same record before still counts;
 * what it did to a record that is then deleted cannot be told any more.
 */
import { type Clock, type Prepare, readSettled, type Verifier } from '../connect/index.ts'
import { type Change, changesBetween, type Event, isObject, type Json } from '../conversation/index.ts'

type Records = Readonly<Record<string, Json>>

/** What a change did, by verifier. */
export interface HappenedChange {
  readonly change: string
  readonly did: Readonly<Record<string, readonly Change[]>>
}

interface Happening {
  readonly make: Prepare
  readonly verifiers: readonly Verifier[]
  readonly values: Records
  readonly signal: AbortSignal
  /** Real time, by which backends come to rest. */
  readonly wall: Clock
}

/**
 * Makes it happen.
 *
 * @throws whatever the request or a reading throws
 */
export async function happen(change: string, happening: Happening): Promise<HappenedChange> {
  const { make, verifiers, values, signal } = happening
  const before = await readAll(happening)
  await make(values, signal)
  const after = await readAll(happening)
  const did = verifiers.map(({ id }, index) => [id, changesBetween(before[index] ?? {}, after[index] ?? {})] as const)
  return { change, did: Object.fromEntries(did.filter(([, changes]) => changes.length > 0)) }
}

/** Settled, so that what the agent has only just done is not taken for the change's. */
function readAll({ verifiers, values, wall, signal }: Happening): Promise<readonly Records[]> {
  return Promise.all(verifiers.map((verifier) => readSettled(verifier, values, wall, signal)))
}

/** Puts what happened into the readings from before the conversation. */
export function forgetIn(events: Event[], { did }: HappenedChange): void {
  for (const [index, event] of events.entries()) {
    if (event.type !== 'state' || event.when !== 'before') continue
    const records = (did[event.verifier] ?? []).reduce<Records>(withChange, event.records)
    events[index] = { ...event, records }
  }
}

function withChange(records: Records, change: Change): Records {
  const { key } = change
  if (change.kind === 'added') return { ...records, [key]: change.after }
  if (change.kind === 'removed') return Object.fromEntries(Object.entries(records).filter(([each]) => each !== key))
  const known = records[key]
  if (known === undefined) return records
  const changed = change.fields.reduce<Json | undefined>(
    (record, { path, after }) => withField(record, path, after),
    known,
  )
  return changed === undefined ? records : { ...records, [key]: changed }
}

function withField(
  record: Json | undefined,
  [name, ...rest]: readonly string[],
  value: Json | undefined,
): Json | undefined {
  if (name === undefined) return value
  const fields = isObject(record) ? record : {}
  const field = withField(fields[name], rest, value)
  if (field !== undefined) return { ...fields, [name]: field }
  return Object.fromEntries(Object.entries(fields).filter(([each]) => each !== name))
}
