/** What a case is made of, and in how many plays it broke its promise again, in lines for a person. */
import type { Again, Reproduction } from '../../learn/index.ts'
import { count, interval } from '../reports/words.ts'
import type { PlayableCase } from './folder.ts'

export function caseLines({ faults, answers, gaps }: Reproduction, { trial, project, conversation }: PlayableCase) {
  const { script = [] } = trial.scenario
  const messages = script.reduce((sum, step) => sum + ('say' in step ? [step.say].flat().length : 0), 0)
  const rules = trial.faults.flatMap((set) => set.rules)
  const now = project.settings.agent.version
  const isOther = now !== undefined && now !== conversation.agent.version
  return [
    `  customer: ${count(script.length, 'turn')}, ${count(messages, 'message')}`,
    ...[...answers].map(([backend, all]) => `  ${backend}: ${count(all.length, 'answer')} as then`),
    ...rules.flatMap((rule, index) => [
      `  ${rule.explain()}`,
      ...(faults[index]?.because ?? []).map((because) => `    ${because}`),
    ]),
    ...gaps.map((gap) => `  not as it was: ${gap}`),
    ...(isOther ? [`  played with version ${now} of the agent`] : []),
  ]
}

export function againLines({ violated, unjudged, because }: Again): readonly string[] {
  const { rate, n, low, high } = violated ?? { rate: 0, n: 0, low: 0, high: 1 }
  const more = unjudged === 0 ? '' : `; ${unjudged} more could not be judged`
  return [
    `reproduced ${Math.round(rate * n)} of ${n} (${interval({ low, high })})${more}`,
    ...because.map((each) => `  not judged: ${each}`),
  ]
}
