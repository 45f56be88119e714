/**
 * Anchors: conversations that the jury reads again and again, to hear when it is the jury that has changed.
 *
 * Which conversations they are depends on what the jury found, so that both outcomes are among them; so the first time
 * each is read again is its baseline, and from then on an unchanged jury flips either way alike, however unsteady it is.
 * Kept are their names. One that went on, or is forgotten, is one no more, and others take its place.
 */
import type { Clock } from '../../connect/index.ts'
import type { Conversation } from '../../conversation/index.ts'
import { type Jury, judgeWithJury, type Pact } from '../../pact/index.ts'
import type { Observed, ObservedWriting } from '../../store/index.ts'
import type { Read } from '../grading/reading-room.ts'
import { flipsIn, outcomesIn } from './flips.ts'
import { settleJury } from './jury-alarm.ts'
import { openRounds, roundLevel } from './rounds.ts'
import { type Anchor, type JudgeRow, judgeName, type Outcomes } from './rows.ts'

export interface AnchorOptions {
  readonly observed: Observed
  readonly pact: Pact
  /** They have to be asked each time: an answer that is remembered shows no change. */
  readonly juries: Readonly<Record<string, Jury>>
  /** Between rounds, in milliseconds. Default a week. */
  readonly everyMs?: number
  /** Days between false alarms on average. Default 90. */
  readonly quietDays?: number
  readonly clock: Clock
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly failed?: (thrown: unknown) => void
}

const weekMs = 7 * 86_400_000
/** With fewer no round is worth its price. */
const leastAnchors = 20

/** Takes what a jury has read as an anchor while there is room, at most half of them with the same outcome. */
export async function keepAnchor(
  writing: ObservedWriting,
  { grading, reading }: Read,
  pact: Pact,
  size: number,
): Promise<void> {
  const { project, thread, revision, verdict } = grading
  const outcomes = Object.values(outcomesIn(verdict.findings, pact))
  if (outcomes.length === 0 || size === 0) return
  const stored = await writing.detectors.one(project, judgeName)
  const known = stored && (JSON.parse(stored.state) as JudgeRow)
  // Other questions are answered otherwise: what was read of another pact is no measure.
  const row: JudgeRow = known?.pact === pact.hash ? known : { kind: 'judge', pact: pact.hash, anchors: [] }
  const isBad = outcomes.includes('violated')
  const anchors = row.anchors.filter((each) => each.thread !== thread)
  if (anchors.filter((each) => each.isBad === isBad).length >= size / 2) return
  await put(writing, project, { ...row, anchors: [...anchors, { thread, revision, isBad }] }, reading.doneMs ?? 0)
}

/** Reads them again in rounds until it is closed. */
export function openAnchors(options: AnchorOptions): { close(): Promise<void> } {
  const { observed, clock, now, everyMs = weekMs, failed } = options
  return openRounds({
    async lastMs() {
      const rows = (await observed.detectors.named(judgeName)).map(({ state }) => JSON.parse(state) as JudgeRow)
      const read = rows.flatMap(({ last }) => last?.atMs ?? [])
      return read.length === 0 ? undefined : Math.max(...read)
    },
    async round(signal) {
      for (const { project } of await observed.detectors.named(judgeName)) await anchorRound(project, options, signal)
    },
    ...{ everyMs, clock, now, ...(failed && { failed }) },
  })
}

/** One round over the anchors of a project, at once. @returns what it found, or nothing where there are too few */
export async function anchorRound(
  project: string,
  options: AnchorOptions,
  signal: AbortSignal,
): Promise<JudgeRow['last']> {
  const { observed, pact, now, everyMs = weekMs, quietDays } = options
  const row = await rowOf(observed, project)
  if (row === undefined || row.pact !== pact.hash || row.anchors.length < leastAnchors) return undefined
  const read = new Map<string, Outcomes>()
  for (const anchor of row.anchors) {
    const grading = await observed.grading(project, anchor.thread)
    if (grading?.revision === anchor.revision) {
      read.set(anchor.thread, await readAgain(grading.conversation, options, signal))
    }
  }
  const standing = row.standing === undefined ? undefined : await observed.alarms.get(row.standing)
  const isAcknowledged = standing?.acknowledgedMs !== undefined
  const last = { atMs: now(), level: roundLevel(everyMs, quietDays), rubrics: flipsIn(row.anchors, read) }
  await observed.together(async (writing) => {
    const stored = await writing.detectors.one(project, judgeName)
    const current = stored === undefined ? row : (JSON.parse(stored.state) as JudgeRow)
    const anchors = current.anchors.flatMap((each) => rebased(each, row, read, isAcknowledged))
    const alarm = await settleJury(writing, project, row, last, { isAcknowledged, everyMs })
    const { standing: _, ...rest } = current
    await put(writing, project, { ...rest, anchors, last, ...(alarm && { standing: alarm }) }, last.atMs)
  })
  return last
}

async function readAgain(
  conversation: Conversation,
  { pact, juries }: AnchorOptions,
  signal: AbortSignal,
): Promise<Outcomes> {
  const { findings } = await judgeWithJury(pact, conversation, juries, { signal })
  return outcomesIn(findings, pact)
}

/** With its baseline, if it was read; nothing where its conversation is not what it was. */
function rebased(
  anchor: Anchor,
  before: JudgeRow,
  read: ReadonlyMap<string, Outcomes>,
  isAnew: boolean,
): readonly Anchor[] {
  const wasThere = before.anchors.some(({ thread }) => thread === anchor.thread)
  const now = read.get(anchor.thread)
  if (now === undefined) return wasThere ? [] : [anchor]
  return [{ ...anchor, baseline: isAnew || anchor.baseline === undefined ? now : anchor.baseline }]
}

async function rowOf(observed: Observed, project: string): Promise<JudgeRow | undefined> {
  const stored = (await observed.detectors.named(judgeName)).find((each) => each.project === project)
  return stored && (JSON.parse(stored.state) as JudgeRow)
}

async function put(writing: ObservedWriting, project: string, row: JudgeRow, atMs: number): Promise<void> {
  await writing.detectors.put(project, [{ stream: judgeName, state: JSON.stringify(row), atMs }])
}
