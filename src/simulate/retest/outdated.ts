/** Scenarios that expect what the new knowledge does not say any more: they have to be mended, not the agent. */
import type { Scenario } from '../scenario.ts'
import { aboutOf } from './about.ts'
import type { KnowledgeChange, KnowledgeDifference } from './changes.ts'
import { sameSaid } from './selection.ts'

export interface Outdated {
  readonly scenario: Scenario
  readonly expected: string
  readonly change: KnowledgeChange
}

export function outdatedIn(
  { changes, after }: KnowledgeDifference,
  scenarios: readonly Scenario[],
): readonly Outdated[] {
  const known = after.flatMap(({ facts, names }) => [...facts.map(({ said }) => said), ...names])
  return scenarios.flatMap((scenario) => {
    const { expected: told, recorded } = aboutOf(scenario)
    return [...new Set([...told, ...recorded])].flatMap((expected) => {
      if (known.some((said) => sameSaid(said, expected))) return []
      const change = changes.find((each) => oldValues(each).some((said) => sameSaid(said, expected)))
      return change === undefined ? [] : [{ scenario, expected, change }]
    })
  })
}

function oldValues({ before, what }: KnowledgeChange): readonly string[] {
  if (before === undefined || what === 'reworded') return []
  return before.fact === undefined ? before.passage.facts.map(({ said }) => said) : [before.said]
}
