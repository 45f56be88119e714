/** Judged conversations of a run and of production, alike: all that the queue and calibration need of either. */
import { type Conversation, momentOf } from '../../conversation/index.ts'
import type { Pact, Verdict } from '../../pact/index.ts'
import { type Grading, type LabelSource, production, type StoredRun, type TrialRecord } from '../../store/index.ts'

export interface Judged {
  readonly source: LabelSource
  /** The conversation of production, or the trial of a run. */
  readonly id: string
  /** As people name it: the trial's number in its run, or the conversation. */
  readonly name: string
  /** When it ended or its run began: milliseconds since 1970. */
  readonly atMs: number
  readonly conversation: Conversation
  readonly verdict: Verdict
  /** Conversations that one finding of a rubric stands for; findings of code stand for one. */
  readonly rubricWeight: number
}

export async function* judgedInRun(run: StoredRun, trials: AsyncIterable<TrialRecord>): AsyncIterable<Judged> {
  const atMs = momentOf(run.startedAt) ?? 0
  for await (const { id, index, conversation, verdict } of trials)
    yield { source: run.id, id, name: `${index}`, atMs, conversation, verdict, rubricWeight: 1 }
}

export async function* judgedInProduction(gradings: AsyncIterable<Grading>): AsyncIterable<Judged> {
  for await (const { thread, closedMs, conversation, verdict, inclusion } of gradings) {
    yield {
      ...{ source: production, id: thread, name: thread, atMs: closedMs, conversation, verdict },
      rubricWeight: inclusion > 0 ? 1 / inclusion : 1,
    }
  }
}

/** How many conversations a finding stands for. */
export function weightIn(pact: Pick<Pact, 'rubrics'>): (judged: Judged, condition: string) => number {
  const rubrics = new Set(pact.rubrics.map(({ id }) => id))
  return ({ rubricWeight }, condition) => (rubrics.has(condition) ? rubricWeight : 1)
}
