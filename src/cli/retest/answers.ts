/** Counts what probed conversations say of what changed; those under faults are left out. */
import { type Freshness, freshnessOf, isCounted, type Passage, type Probe } from '../../simulate/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import type { Answers } from './lines.ts'

export interface AnswerCounts {
  add(trial: TrialRecord): void
  answers(): readonly Answers[]
}

/** @param now all passages of the new knowledge */
export function answerCounts(probes: readonly Probe[], now: readonly Passage[]): AnswerCounts {
  const counted = new Map(
    probes.map((probe) => [probe.scenario.id, { probe, counts: { fresh: 0, stale: 0, missing: 0, unclear: 0 } }]),
  )
  return {
    add({ conversation }) {
      const found = counted.get(conversation.circumstances?.scenario ?? '')
      if (found === undefined || !isCounted(conversation)) return
      const said: Freshness = freshnessOf(found.probe, conversation, now)
      found.counts[said] += 1
    },
    answers: () => [...counted.values()],
  }
}
