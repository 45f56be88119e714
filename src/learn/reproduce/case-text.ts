/** A reproduced case as the file that a project reads: its scenarios, its fault set, and what speaks for each fault. */
import { stringify } from 'yaml'
import { scenariosText } from '../../simulate/index.ts'
import type { InferredFault } from './inferred.ts'
import type { Reproduction } from './reproduction.ts'

/** @param seen where the conversation was seen, in words */
export function caseText({ id, condition, scenario, general, faults, gaps }: Reproduction, seen: string): string {
  const heading = [
    `Breaks "${condition}" as ${seen}.`,
    ...(general === undefined ? [] : [`${scenario.id} says it word for word, ${general.id} goes on freely.`]),
    "These are a customer's words: read them before they go into a repository.",
    ...gaps.map((gap) => `Not as it was: ${gap}.`),
  ]
  return scenariosText([scenario, ...(general ? [general] : [])], heading.join('\n')) + faultsText(id, faults)
}

function faultsText(id: string, faults: readonly InferredFault[]): string {
  if (faults.length === 0) return ''
  const rules = faults.flatMap(({ because, ...rule }) => [
    ...because.map((each) => `    # ${each.replace(/\s+/g, ' ')}`),
    `    - ${stringify(faultSettings(rule), { collectionStyle: 'flow', lineWidth: 0 }).trim()}`,
  ])
  return `faults:\n  ${id}:\n${rules.join('\n')}\n`
}

/** One rule as a project file has it. */
export function faultSettings({ match, does }: Pick<InferredFault, 'match' | 'does'>) {
  return { match, do: does }
}
