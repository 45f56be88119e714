/** One level as it is counted: quality, reply times, whose time it was, and our own lag. Holds counts, never conversations. */
import { type Pact, type Summary, type Tally, tallyOf } from '../../pact/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import { type Compared, failed, outcomesOf, PairedLine, passed, undecided } from '../paired.ts'
import { PartSums, type Parts, partsOf } from './blame.ts'
import { Times } from './times.ts'
import type { Watch } from './watch.ts'

/** How each graded conversation came out on each line, by its position: a byte each. */
export type Outcomes = Map<number, Int8Array>

/** More pairs than this would cost memory and tell nothing more. */
const pairsAtMost = 10_000

export class CountedLevel {
  readonly outcomes: Outcomes = new Map()
  readonly replies = new Times()
  readonly late = new Times()
  readonly conversations = new Times()
  private readonly sums = new PartSums()
  private readonly tally: Tally
  private readonly lines: readonly PairedLine[]
  private readonly lowest: Outcomes | undefined
  private readonly boundMs: number
  private slow = 0

  /** @param lowest what came out at the lowest level, unless this is it; @param boundMs what counts as too slow */
  constructor(pact: Pact, lowest: Outcomes | undefined, boundMs = Number.POSITIVE_INFINITY) {
    this.tally = tallyOf(pact)
    this.lines = linesOf(pact)
    this.lowest = lowest
    this.boundMs = boundMs
  }

  add({ index, conversation, verdict }: TrialRecord, watch: Watch, tookMs: number): void {
    this.tally.add(conversation, verdict, index)
    this.conversations.add(tookMs)
    const outcomes = outcomesOf(verdict, this.lines)
    if (this.lowest === undefined) this.keep(index, outcomes)
    else this.pair(index, outcomes, this.lowest.get(index))
    const calls = watch.calls(conversation)
    for (const { endMs, ...message } of watch.messages()) {
      if (endMs === undefined) {
        this.replies.addEndless()
        this.slow += 1
        continue
      }
      const waitedMs = Math.max(0, endMs - message.dueMs)
      this.replies.add(waitedMs)
      if (waitedMs > this.boundMs) this.slow += 1
      this.sums.add(partsOf({ ...message, endMs }, calls))
    }
  }

  /** What a level sends, graded or not, tells of our own lag alike. */
  addLag(watch: Watch): void {
    for (const { sentMs, readyMs } of watch.messages()) this.late.add(Math.max(0, sentMs - readyMs))
  }

  get tooSlow(): number {
    return this.slow
  }

  summary(): Summary {
    return this.tally.summary()
  }

  parts(): Parts | undefined {
    return this.sums.mean()
  }

  /** Conversations without a violation first, then each promise that any pair decided. */
  compared(margin: number): readonly Compared[] {
    return this.lines.flatMap((line) => line.compared(margin) ?? [])
  }

  private keep(index: number, outcomes: Int8Array): void {
    if (this.outcomes.size < pairsAtMost) this.outcomes.set(index, outcomes)
  }

  /**
   * Each pair stands for itself: what is asked is whether this load costs these scenarios in this mix, and not others
   * like them.
   */
  private pair(index: number, now: Int8Array, before: Int8Array | undefined): void {
    if (before === undefined) return
    for (const [at, line] of this.lines.entries()) line.add(String(index), standing(before[at]), standing(now[at]))
  }
}

function standing(outcome: number | undefined): number {
  return outcome === passed || outcome === failed ? outcome : undecided
}

function linesOf({ conditions, rubrics }: Pact): readonly PairedLine[] {
  return [
    new PairedLine('overall', false),
    ...[...conditions, ...rubrics].map(({ id, severity }) => new PairedLine(id, severity === 'critical')),
  ]
}
