/** What a case is made of, and in how many plays it broke its promise again, in lines for a person. */
import type { Again, Reproduction } from '../../learn/index.ts'
import { count, interval } from '../reports/words.ts'
import type { PlayableCase } from './folder.ts'
import { agentOf } from './played-by.ts'

export function caseLines({ faults, answers, gaps }: Reproduction, playable: PlayableCase): readonly string[] {
  const { script = [] } = playable.trial.scenario
  const messages = script.reduce((sum, step) => sum + ('say' in step ? [step.say].flat().length : 0), 0)
  const rules = playable.trial.faults.flatMap((set) => set.rules)
  return [
    `  customer: ${count(script.length, 'turn')}, ${count(messages, 'message')}`,
    ...[...answers].map(([backend, all]) => `  ${backend}: ${count(all.length, 'answer')} as then`),
    ...rules.flatMap((rule, index) => [
      `  ${rule.explain()}`,
      ...(faults[index]?.because ?? []).map((because) => `    ${because}`),
    ]),
    ...gaps.map((gap) => `  not as it was: ${gap}`),
    `  ${versionsLine(playable)}`,
  ]
}

function versionsLine({ project, conversation }: PlayableCase): string {
  const seen = conversation.agent
  const played = project.settings.agent
  const isSame = played.version !== undefined && played.version === seen.version
  if (isSame) return `seen and played with ${agentWords(played)}`
  return `seen with ${agentWords(seen)}, played with ${agentWords(played)}`
}

const agentWords = ({ id, version }: { readonly id: string; readonly version?: string | undefined }) =>
  version === undefined ? `${id} of no stated version` : `${id} ${version}`

/** @param wanted what was asked for, as it was named */
export function againLines(
  { violated, unjudged, because, answers }: Again,
  playable: PlayableCase,
  wanted: string,
): readonly string[] {
  const { rate, n, low, high } = violated ?? { rate: 0, n: 0, low: 0, high: 1 }
  const more = unjudged === 0 ? '' : `; ${unjudged} more could not be judged`
  return [
    `reproduced ${Math.round(rate * n)} of ${n} (${interval({ low, high })})${more}`,
    ...because.map((each) => `  not judged: ${each}`),
    ...answerLines(answers),
    ...(n > 0 && rate === 0 ? mayBeMended(playable, wanted) : []),
  ]
}

/** Differences beyond these tell nothing new. */
const shownDifferences = 3

function answerLines({ same, nearest, none, differs }: Again['answers']): readonly string[] {
  const all = same + nearest + none
  if (all === 0) return []
  const asked = differs.length === 0 ? '' : ` (asked otherwise: ${differs.slice(0, shownDifferences).join('; ')})`
  return [`  of ${count(all, 'call')}, ${same} got the answer as then, ${nearest} the nearest${asked}, ${none} none`]
}

/** Where another version was played than the one that broke it, that may be why it held. */
function mayBeMended({ project, conversation }: PlayableCase, wanted: string): readonly string[] {
  const { version: seen } = conversation.agent
  if (seen === undefined || project.settings.agent.version === seen) return []
  const check = `"fieldproof reproduce ${wanted} --same-version"`
  const isThere = agentOf(project, seen) !== undefined
  return [
    isThere
      ? `  it may be mended since version ${seen}: ${check} says whether it comes with that one`
      : `  it may be mended since version ${seen}: to see it with that one, name it under "agents:" in the project, then ${check}`,
  ]
}
