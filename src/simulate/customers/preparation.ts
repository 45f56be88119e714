/**
 * What can be made once for a scenario, which is played many times.
 */
import type { ToolTerms } from '../../pact/index.ts'
import { type Guard, guardOf } from '../perturbations/index.ts'
import type { Goal, Scenario } from '../scenario.ts'
import { surfaces } from './fact-words.ts'
import { ontologyFor } from './mind.ts'
import { type Ontology, slotsOfSchema } from './ontology.ts'
import { words } from './text.ts'

/** What depends on the scenario and the tools alone, and is the same for every customer of theirs. */
interface Preparation {
  readonly tools: readonly ToolTerms[]
  readonly ontology: Ontology
  readonly whole: readonly string[]
  readonly protectedWords: ReadonlySet<string>
  /** Finds values in a message, for perturbations. */
  readonly guard: Guard
}

const PREPARED = new WeakMap<Scenario, Preparation>()

/** Made once for a scenario, which is played many times. */
export function preparationFor(scenario: Scenario, tools: readonly ToolTerms[]): Preparation {
  const kept = PREPARED.get(scenario)
  if (kept !== undefined && kept.tools === tools) return kept
  const slots = tools.flatMap(({ parameters }) => slotsOfSchema(parameters))
  const values = valuesOf(scenario)
  const protectedWords = new Set(values.flatMap(words))
  const whole = [...values, ...wishesOf(scenario.goal)]
  const guard = guardOf(values.map((value) => ({ type: 'free', value })))
  const made = { tools, whole, protectedWords, guard, ontology: ontologyFor(scenario.facts, slots) }
  PREPARED.set(scenario, made)
  return made
}

/** Wishes and questions as the scenario words them: a customer writes each in one piece. */
function wishesOf({ want, say = [], wants = [], followedBy = [] }: Goal): string[] {
  return [want, ...say, ...wants.map(({ ask }) => ask), ...followedBy.flatMap(wishesOf)].filter((text) => text !== '')
}

/** Every text by which the scenario names a value: never misspelt, never cut in two. */
function valuesOf({ facts, events, goal }: Scenario): string[] {
  const told = facts.flatMap((fact) => [
    ...[fact.value, fact.wrongFirst].flatMap((value) => (value === undefined ? [] : surfaces(fact, value))),
    ...(fact.options ?? []),
  ])
  const corrected = events.flatMap((event) => ('correct' in event.do ? [event.do.correct.to] : []))
  const fallbacks = (goal.alternatives ?? []).flatMap((alternative) => Object.values(alternative))
  return [...told, ...corrected, ...fallbacks].filter((text) => text !== '')
}
