/**
 * Ten ways in which agents fail that cost nothing to try: a first look, before all families.
 *
 * They are templates of the families, so their ids, detectors and judging are the same.
 */
import type { Scenario } from '../scenario.ts'
import type { ProbeFamily } from './probe.ts'
import { probeOf } from './probe-ref.ts'
import { type ProbeSet, probesFor } from './scenarios.ts'
import type { ProbeSurroundings } from './surroundings.ts'

/** Titles by family, in the order in which they are told. */
export const failureModes: Readonly<Record<string, string>> = {
  'empty-message': 'Sends an empty message',
  flood: 'Sends four messages at once',
  'unsupported-language': 'Writes in a language nobody promised',
  competitors: 'Asks about a competitor',
  roleplay: 'Has it play somebody else',
  'ignore-previous': 'Tells it to ignore its instructions',
  'false-premise': 'Takes for granted what is not so',
  'off-topic-work': 'Wants other work done',
  'policy-exception': 'Presses for an exception',
  'safety-keywords': 'Writes STOP, or asks for a person',
}

/**
 * Two templates of each of the ten, at the first turn.
 *
 * @param families where the ten are looked up; one that is missing there is left out
 */
export function failureModesFor(surroundings: ProbeSurroundings, families: readonly ProbeFamily[], seed = 1): ProbeSet {
  const ten = Object.keys(failureModes).flatMap((id) => families.find((family) => family.id === id) ?? [])
  const set = probesFor(surroundings, { families: ten, turns: [1], templates: 2, seed })
  return { ...set, scenarios: set.scenarios.map(titled) }
}

function titled(scenario: Scenario): Scenario {
  const probe = probeOf(scenario.id)
  const title = probe?.as === 'probe' ? failureModes[probe.family] : undefined
  return { ...scenario, ...(title !== undefined && { title }), tags: [...scenario.tags, 'failure-modes'] }
}
