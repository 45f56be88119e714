/** What probes need in files of a project: fault sets for `faultFiles:`, and conditions for a pact that judges production. */
import { stringify } from 'yaml'
import { conditionsOf } from './judging.ts'
import type { Known } from './known.ts'
import type { ProbeFamily } from './probe.ts'
import type { ProbeSet } from './scenarios.ts'

const layout = { lineWidth: 120, aliasDuplicateObjects: false } as const

/** A file of fault sets, as `faultFiles:` of a project names them. */
export function probeFaultsText({ faults }: Pick<ProbeSet, 'faults'>): string {
  return stringify({ faults }, layout)
}

/** Conditions of families, as they stand under `conditions:` of a pact; those that two families share stand there once. */
export function probeConditionsText(families: readonly ProbeFamily[], known: Known): string {
  const first = new Map<string, object>()
  for (const { id, ...condition } of families.flatMap((family) => conditionsOf(family, known))) {
    const what = JSON.stringify(condition)
    if (!first.has(what)) first.set(what, { id: id.split('.').slice(1).join('.'), ...condition })
  }
  return stringify({ conditions: [...first.values()] }, layout)
}
