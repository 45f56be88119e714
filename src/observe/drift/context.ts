/** What was in use on a channel and when: what an alarm is held against to say what came with the change. */
import type { Conversation } from '../../conversation/index.ts'
import type { Finding } from '../../pact/index.ts'
import type { ContextRow, InUse } from './rows.ts'

/** Things remembered of each kind. */
const most = 30

/** What a conversation says was in use. */
export function inUseIn(
  { agent, circumstances }: Conversation,
  findings: readonly Finding[],
): readonly Pick<InUse, 'what' | 'value'>[] {
  const jurors = new Set(findings.flatMap(({ jurors = [] }) => jurors.map(({ juror }) => juror)))
  return [
    ...(agent.version === undefined ? [] : [{ what: 'version' as const, value: agent.version }]),
    ...(agent.model === undefined ? [] : [{ what: 'model' as const, value: agent.model }]),
    ...(circumstances?.kbVersion === undefined ? [] : [{ what: 'knowledge' as const, value: circumstances.kbVersion }]),
    ...[...jurors].map((value) => ({ what: 'juror' as const, value })),
  ]
}

/** @param place of the conversation among all of the project */
export function contextNext(
  row: ContextRow,
  seen: readonly Pick<InUse, 'what' | 'value'>[],
  atMs: number,
  place: number,
): ContextRow {
  let inUse = row.inUse
  for (const { what, value } of seen) {
    const known = inUse.find((each) => each.what === what && each.value === value)
    const now: InUse = {
      what,
      value,
      firstMs: Math.min(known?.firstMs ?? atMs, atMs),
      lastMs: Math.max(known?.lastMs ?? atMs, atMs),
      n: (known?.n ?? 0) + 1,
      place: known?.place ?? row.n,
    }
    inUse = [...inUse.filter((each) => each !== known), now]
  }
  return { ...row, n: row.n + 1, inUse: inUse.slice(-most), lastOf: place }
}

/**
 * What came into use beside something else of its kind, the nearest to a change first, within some conversations of it.
 *
 * Counted in conversations and not in hours: through a quiet night nothing changes and nothing is told.
 */
export function arrivalsAround(
  { inUse }: ContextRow,
  what: InUse['what'],
  place: number,
  within: number,
): readonly InUse[] {
  const all = inUse.filter((each) => each.what === what)
  const first = Math.min(...all.map((each) => each.place))
  const off = (each: InUse) => Math.abs(each.place - place)
  return all.filter((each) => each.place > first && off(each) <= within).toSorted((a, b) => off(a) - off(b))
}
