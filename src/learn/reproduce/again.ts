/**
 * Whether a case breaks its promise again: played so many times, each on a seed of its own, and judged by the same
 * condition. Plays in which it could not be decided are counted apart.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { Verdict } from '../../pact/index.ts'
import type { PlannedTrial } from '../../simulate/index.ts'
import { type Rate, rate } from '../../stats/index.ts'
import { noAnswers, type RecordedAnswers, withAnswers, withoutUnrecorded } from './unrecorded.ts'

export interface Again {
  /** Absent where no play was decided. */
  readonly violated?: Rate
  readonly runs: number
  readonly unjudged: number
  /** What kept plays from being decided, each once. */
  readonly because: readonly string[]
  /** What the recordings had for the calls of all plays. */
  readonly answers: RecordedAnswers
}

export interface AgainOptions {
  readonly trial: PlannedTrial
  readonly condition: string
  readonly runs: number
  /** Plays at the same time, at most. */
  readonly concurrency: number
  readonly play: (trial: PlannedTrial) => Promise<Conversation>
  readonly judge: (conversation: Conversation) => Verdict | Promise<Verdict>
}

export async function playedAgain({ trial, condition, runs, concurrency, play, judge }: AgainOptions): Promise<Again> {
  let violated = 0
  let held = 0
  const because = new Set<string>()
  let answers = noAnswers
  let next = 0
  const worker = async () => {
    while (next < runs) {
      const nth = next
      next += 1
      const conversation = await play({ ...trial, id: `${trial.id}-${nth}`, seed: trial.seed + nth, repeat: nth })
      answers = withAnswers(answers, conversation)
      const { findings } = withoutUnrecorded(await judge(conversation), conversation)
      const finding = findings.find((each) => each.condition === condition)
      if (finding?.outcome === 'violated') {
        violated += 1
      } else if (finding === undefined || finding.outcome === 'unjudged') {
        because.add(finding?.because ?? 'the pact has no such promise')
      } else held += 1
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, runs) }, worker))
  const n = violated + held
  return {
    ...(n > 0 && { violated: rate(violated, n) }),
    ...{ runs, unjudged: runs - n, because: [...because], answers },
  }
}
