/** What an alarm says: a title, one sentence with the likely cause, and the evidence as data. */
import type { Conversation, Json } from '../../conversation/index.ts'
import type { WatchedPromise } from './budget.ts'
import { causesOf, likelyCause, type Suspects } from './causes.ts'
import { measureChange } from './measure-stream.ts'
import { measures } from './measures.ts'
import type { Memory } from './memory.ts'
import { sinceChange } from './promise-stream.ts'
import { type ContextRow, judgeName, type MeasureRow, type PromiseRow } from './rows.ts'
import { dayAndTime, lasting, percent, plain } from './say.ts'

export interface Told {
  /** In a few words. */
  readonly title: string
  /** In one sentence. */
  readonly because: string
  readonly evidence: Json
}

/** How strong the evidence was, and what it had to be. */
export interface Budget {
  readonly evidence: number
  /** Conversations between false alarms, at least. */
  readonly between: number
  readonly quietDays: number
}

/** Versions and models need this many conversations to count as what was in use. */
const established = 20

export function promiseAlarm(
  row: PromiseRow,
  promise: WatchedPromise | undefined,
  memory: Memory,
  budget: Budget,
): Told {
  const { condition, channel, version, target, examples } = row
  const change = sinceChange(row)
  const n = change?.n ?? row.n
  const violated = change?.violated ?? row.violated
  const changedMs = change?.mark.atMs ?? row.firstMs
  const causes = causesOf({
    ...around(memory, channel),
    place: change?.mark.place ?? 0,
    ...(promise?.isRead === true && { read: condition }),
  })
  const when =
    change?.fromStart === true
      ? `from its first conversation on ${dayAndTime(row.firstMs)}`
      : `since about ${dayAndTime(changedMs)}`
  const where = `${channel}${version === '' ? '' : `, version ${version}`}`
  return {
    title: `${condition} is broken more often than promised on ${where}`,
    because: `${violated} of ${n} conversations violated it ${when}, where ${percent(1 - target)} may; ${likelyCause(causes)}.`,
    evidence: {
      kind: 'promise',
      condition,
      channel,
      version,
      target,
      n,
      violated,
      fromStart: change?.fromStart ?? false,
      changedMs,
      examples,
      causes: causes.map((each) => ({ ...each })),
      ...budgetOf(budget),
    },
  }
}

export function measureAlarm(row: MeasureRow, memory: Memory, budget: Budget): Told {
  const { channel } = row
  const measure = measures.find(({ id }) => id === row.measure)
  const change = measureChange(row)
  const changedMs = change?.mark.atMs ?? row.lastMs
  const causes = causesOf({
    ...around(memory, channel),
    place: change?.mark.place ?? 0,
    own: row.measure,
  })
  const { isShare, shown = (mean: number) => mean } = measure ?? {}
  const number = (mean: number) => (isShare === true ? percent : plain)(shown(mean))
  const words = measure?.words ?? row.measure
  return {
    title: `${row.measure} went ${change?.direction ?? 'elsewhere'} on ${channel}`,
    because: `${words}: ${number(change?.since ?? Number.NaN)} in ${change?.n ?? 0} conversations since about ${dayAndTime(changedMs)}, ${number(row.mean)} before; ${ownCause(measure?.family, causes)}.`,
    evidence: {
      kind: measure?.family ?? 'behaviour',
      measure: row.measure,
      channel,
      direction: change?.direction ?? null,
      before: shown(row.mean),
      since: change === undefined ? null : shown(change.since),
      n: change?.n ?? 0,
      changedMs,
      causes: causes.map((each) => ({ ...each })),
      ...budgetOf(budget),
    },
  }
}

/** Another model answers, and nobody said so by a new version. Nothing where that is not so. */
export function modelAlarm(before: ContextRow, { agent, channel }: Conversation): Told | undefined {
  const { model, version } = agent
  const models = before.inUse.filter(({ what, n }) => what === 'model' && n >= established)
  const isNew = model !== undefined && !before.inUse.some(({ what, value }) => what === 'model' && value === model)
  const isDeclared =
    version !== undefined &&
    !before.inUse.some(({ what, value, n }) => what === 'version' && value === version && n >= established)
  const last = models.toSorted((a, b) => b.lastMs - a.lastMs)[0]
  if (!isNew || isDeclared || last === undefined) return undefined
  return {
    title: `another model answers on ${channel}`,
    because: `replies on ${channel} now name ${model} as their model, where ${last.value} answered ${last.n} conversations, and the agent's version is the same.`,
    evidence: { kind: 'model', channel, before: last.value, now: model, version: version ?? null },
  }
}

function around(memory: Memory, channel: string): Pick<Suspects, 'context' | 'measures' | 'asked' | 'judge'> {
  const rows = [...memory.all()]
  const context = rows.find((row) => row.kind === 'context' && row.channel === channel)
  const judge = memory.get(judgeName)
  return {
    context: context?.kind === 'context' ? context : { kind: 'context', channel, n: 0, inUse: [] },
    asked: rows.flatMap((row) => (row.kind === 'asked' ? [row] : [])),
    ...(judge?.kind === 'judge' && { judge }),
    measures: rows.flatMap((row) => (row.kind === 'measure' && row.channel === channel ? [row] : [])),
  }
}

/** What customers or backends do by themselves needs nobody else. */
function ownCause(family: string | undefined, causes: Parameters<typeof likelyCause>[0]): string {
  if (family === 'input') return 'that is the customers'
  if (family === 'telemetry') return 'look at what the agent records, and at what "fieldproof status" counts as skipped'
  if (family === 'backend' && !causes.some(({ finding }) => finding === 'speaks-for')) return 'that is the backend'
  return likelyCause(causes)
}

function budgetOf({ evidence, between, quietDays }: Budget) {
  const words = `at most one false alarm in ${lasting(quietDays * 86_400_000)} on average, over everything that is watched`
  return { strength: evidence, threshold: between, budget: words }
}
