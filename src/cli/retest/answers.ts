/** Counts what probed conversations say of what changed; those under faults are left out. */
import { type Freshness, freshnessOf, isCounted, type Passage, type Probe } from '../../simulate/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import type { Answers } from './lines.ts'

export interface AnswerCounts {
  add(trial: TrialRecord): void
  answers(): readonly Answers[]
}

type Example = NonNullable<Answers['example']>

/** @param now all passages of the new knowledge */
export function answerCounts(probes: readonly Probe[], now: readonly Passage[]): AnswerCounts {
  const counted = new Map(
    probes.map((probe) => [
      probe.scenario.id,
      {
        probe,
        counts: { fresh: 0, stale: 0, missing: 0, unclear: 0 },
        examples: new Map<Freshness, Example>(),
      },
    ]),
  )
  return {
    add({ id, index, conversation }) {
      const found = counted.get(conversation.circumstances?.scenario ?? '')
      if (found === undefined || !isCounted(conversation)) return
      const said: Freshness = freshnessOf(found.probe, conversation, now)
      found.counts[said] += 1
      const known = found.examples.get(said)
      if (known === undefined || index < known.order) {
        found.examples.set(said, { id, order: index, said: answerIn(conversation, found.probe) })
      }
    },
    answers: () =>
      [...counted.values()].map(({ probe, counts, examples }) => {
        const example = examples.get('stale') ?? examples.get('missing')
        return { probe, counts, ...(example !== undefined && { example }) }
      }),
  }
}

/** Where the agent said what was; else its first answer, since the probe asks at once. */
function answerIn({ events }: TrialRecord['conversation'], { was }: Probe): string {
  const texts = events.flatMap((event) => (event.type === 'message' ? [event] : []))
  const asked = texts.findIndex(({ from }) => from === 'customer')
  const answers = texts.slice(asked + 1).flatMap(({ from, text }) => (from === 'agent' ? [text] : []))
  return answers.find((text) => was !== undefined && text.includes(was.said)) ?? answers[0] ?? ''
}
