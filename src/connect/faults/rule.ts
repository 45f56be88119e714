/**
 * A rule: a fault, and when it strikes. A fault set is a named list of rules: one condition of the world.
 *
 * Rules of a set stand one inside the other, the first outermost.
 */
import { z } from 'zod'
import { Problem } from '../../problem.ts'
import type { Fault, FaultFamily } from './fault.ts'
import { faultKinds } from './index.ts'
import { type Match, matchOf, matchSettings } from './match.ts'

const doSettings = z.union(faultKinds.map(({ kind, options }) => z.strictObject({ [kind]: options })))
const ruleSettings = z.strictObject({ match: matchSettings, do: doSettings })

/** Settings of one fault set: one rule, or several. */
export const faultSetSettings = z.union([ruleSettings.transform((rule) => [rule]), z.array(ruleSettings).min(1)])

export interface FaultRule {
  readonly match: Match
  readonly fault: Fault
  readonly kind: string
  readonly family: FaultFamily
  readonly writesOnly: boolean
  explain(): string
}

/** A named condition of the backends. */
export interface FaultSet {
  readonly id: string
  readonly rules: readonly FaultRule[]
  explain(): string
}

/** @throws Problem when options cannot work */
export function faultSetOf(id: string, settings: z.output<typeof faultSetSettings>): FaultSet {
  const rules = settings.map((rule) => ruleOf(id, rule))
  return { id, rules, explain: () => rules.map((rule) => rule.explain()).join('; ') }
}

function ruleOf(id: string, { match: when, do: what }: z.output<typeof ruleSettings>): FaultRule {
  const [[kind = '', options] = []] = Object.entries(what)
  const found = faultKinds.find((each) => each.kind === kind)
  if (found === undefined) {
    throw new Problem({
      code: 'faults/unknown-kind',
      message: `The fault set "${id}" names a fault "${kind}", which there is not.`,
      hint: `Faults: ${faultKinds.map((each) => each.kind).join(', ')}.`,
    })
  }
  const match = matchOf(when)
  const fault = found.create(options as never)
  return {
    match,
    fault,
    kind,
    family: found.family,
    writesOnly: found.writesOnly ?? false,
    explain: () => `at ${match.explain()} the backend ${fault.explain()}`,
  }
}
