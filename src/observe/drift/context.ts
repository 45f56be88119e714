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

export function contextNext(row: ContextRow, seen: readonly Pick<InUse, 'what' | 'value'>[], atMs: number): ContextRow {
  let inUse = row.inUse
  for (const { what, value } of seen) {
    const known = inUse.find((each) => each.what === what && each.value === value)
    const now: InUse = {
      what,
      value,
      firstMs: Math.min(known?.firstMs ?? atMs, atMs),
      lastMs: Math.max(known?.lastMs ?? atMs, atMs),
      n: (known?.n ?? 0) + 1,
    }
    inUse = [...inUse.filter((each) => each !== known), now]
  }
  return { ...row, inUse: inUse.slice(-most) }
}

/** What came into use beside something else of its kind, nearest to a moment first, within a span around it. */
export function arrivalsAround(
  { inUse }: ContextRow,
  what: InUse['what'],
  aroundMs: number,
  withinMs: number,
): readonly InUse[] {
  const all = inUse.filter((each) => each.what === what)
  const first = Math.min(...all.map(({ firstMs }) => firstMs))
  return all
    .filter(({ firstMs }) => firstMs > first && Math.abs(firstMs - aroundMs) <= withinMs)
    .toSorted((a, b) => Math.abs(a.firstMs - aroundMs) - Math.abs(b.firstMs - aroundMs))
}
