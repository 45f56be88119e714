/** The spans that tell the conversation: questions to models, and runs of the agent where those tell nothing. */
import type { Observation } from '../observation.ts'
import { type Family, inOrder } from './family.ts'
import { answerOf, isFinal } from './said.ts'
import { speaking } from './speaking.ts'

/** @param ordered all spans, in order @param models the leaves among them */
export function speakersIn(
  ordered: readonly Observation[],
  models: readonly Observation[],
  family: Family,
): readonly Observation[] {
  return withRuns(speaking(ordered, models, family), ordered, family)
}

/**
 * Runs of the agent that say what no span within them says: those without any, and those whose last answer is missing.
 * Everything else in a run repeats its children.
 */
function withRuns(
  speakers: readonly Observation[],
  ordered: readonly Observation[],
  family: Family,
): readonly Observation[] {
  const runs = ordered.filter((each) => each.kind === 'agent' && family.runOf(each) === each && answerOf(each) !== '')
  const missing = runs.flatMap((run) => {
    const within = ordered.filter((each) => each.kind === 'model' && family.runOf(each) === run)
    const own = speakers.filter((each) => family.runOf(each) === run)
    if (within.length > 0 && own.length === 0) return []
    if (own.some(isFinal)) return []
    return [own.length === 0 ? run : { ...run, startMs: Math.max(run.startMs, ...own.map(({ startMs }) => startMs)) }]
  })
  return missing.length === 0 ? speakers : inOrder([...speakers, ...missing])
}
