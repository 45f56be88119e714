/** A reproduced case as the file that a project reads: its scenarios, its fault set, and what speaks for each fault. */
import { stringify } from 'yaml'
import { scenariosText } from '../../simulate/index.ts'
import type { Reproduction } from './reproduction.ts'

/** @param seen where the conversation was seen, in words */
export function caseText({ id, condition, scenario, general, faults, gaps }: Reproduction, seen: string): string {
  const heading = [
    `Breaks "${condition}" as ${seen}.`,
    ...(general === undefined ? [] : [`${scenario.id} says it word for word, ${general.id} goes on freely.`]),
    "These are a customer's words: read them before they go into a repository.",
    ...gaps.map((gap) => `Not as it was: ${gap}.`),
  ]
  const scenarios = [scenario, ...(general === undefined ? [] : [general])]
  const rules = faults.map(({ match, does, because }) => ({ match, do: does, because }))
  return scenariosText(scenarios, heading.join('\n')) + faultsText(id, rules)
}

/** One rule as a project file has it. */
interface WrittenRule {
  readonly match: object
  readonly do: object
  /** What speaks for it, as comments. */
  readonly because?: readonly string[]
}

/** A fault set below the scenarios that it is of; nothing where there are no rules. */
export function faultsText(id: string, rules: readonly WrittenRule[]): string {
  if (rules.length === 0) return ''
  const lines = rules.flatMap(({ because = [], ...rule }) => [
    ...because.map((each) => `    # ${each.replace(/\s+/g, ' ')}`),
    `    - ${stringify(rule, { collectionStyle: 'flow', lineWidth: 0 }).trim()}`,
  ])
  return `faults:\n  ${id}:\n${lines.join('\n')}\n`
}
