/**
 * Which of the things that real customers bring costs how much: the same customers with and without each of them.
 *
 * Every scenario, persona and repeat is played under every combination of the factors, with the same seed, so that what differs
 * between two plays is the factors alone and every play tells of all of them. A factor's points are told three ways: alone on
 * top of nothing, left out of everything, and the mean over all orders, which adds up to the whole loss.
 */
import type { FaultSet } from '../../connect/index.ts'
import { stateOf, type Verdict } from '../../pact/index.ts'
import type { Persona, PlannedTrial } from '../../simulate/index.ts'
import { hash128, type MeanChange, meanChange, shapley } from '../../stats/index.ts'
import { personaWith } from './persona-with.ts'

/**
 * `behaviours`: how much they bear, volunteer and correct, and when they write. `channel`: another than the first. `faults`: backends
 * that misbehave. `noise`: typing errors and every other way of writing.
 */
export const factorNames = ['behaviours', 'channel', 'faults', 'noise'] as const
export type FactorName = (typeof factorNames)[number]

export interface AblationTerms {
  readonly factors: readonly FactorName[]
  /** Who brings scenarios as testers do. */
  readonly model: Persona
  /** Of a scenario, the first of which is the one without the factor. */
  readonly channelsOf: (trial: PlannedTrial) => readonly string[]
  readonly faults: readonly FaultSet[]
}

/** One factor's points: what is lost by it, from -1 to 1. */
interface FactorCost {
  readonly factor: FactorName
  /** The mean over all orders; these add up to `clean` minus `all`. */
  readonly points: MeanChange
  readonly alone: MeanChange
  readonly leftOut: MeanChange
}

export interface Ablation {
  /** Conversations without a violation, means over scenarios: without any factor, and with all. */
  readonly clean: number
  readonly all: number
  readonly costs: readonly FactorCost[]
  readonly scenarios: number
  /** Customers that were played under every combination and decided in each. */
  readonly customers: number
  /** Customers left out, since a conversation could not be decided. */
  readonly undecided: number
}

interface Customer {
  readonly scenario: string
  /** By combination: whether it went well; nothing where it could not be told. */
  readonly held: (boolean | undefined)[]
}

/** Lays the trials out and counts what comes of them. */
export class Ablating {
  private readonly terms: AblationTerms
  private readonly customers: Customer[] = []
  private readonly places = new Map<string, { readonly customer: Customer; readonly set: number }>()

  constructor(terms: AblationTerms) {
    this.terms = terms
  }

  /** @param undisturbed one trial for each customer, on its first channel */
  *trials(undisturbed: Iterable<PlannedTrial>): Iterable<PlannedTrial> {
    let index = 0
    for (const trial of undisturbed) {
      const customer: Customer = { scenario: trial.scenario.id, held: [] }
      const number = this.customers.push(customer) - 1
      for (let set = 0; set < 2 ** this.terms.factors.length; set += 1) {
        const id = hash128(JSON.stringify([trial.id, 'ablation', set])).slice(0, 20)
        this.places.set(id, { customer, set })
        yield { ...trial, ...this.under(trial, number, set), id, index }
        index += 1
      }
    }
  }

  add({ id, verdict }: { readonly id: string; readonly verdict: Verdict }): void {
    const place = this.places.get(id)
    const state = stateOf(verdict)
    if (place !== undefined && (state === 'clean' || state === 'violating'))
      place.customer.held[place.set] = state === 'clean'
  }

  /** Nothing where no customer was decided throughout. */
  summary(): Ablation | undefined {
    const { factors } = this.terms
    const [all, sets] = [2 ** factors.length - 1, 2 ** factors.length]
    const decided = this.customers.filter(({ held }) => held.filter((each) => each !== undefined).length === sets)
    const rates = ratesByScenario(decided, sets)
    if (rates.length === 0) return undefined
    const lost = (of: (rate: (set: number) => number) => number) =>
      meanChange(rates.map((own) => of((set) => own[set] ?? 0)))
    const mean = (set: number) => rates.reduce((sum, own) => sum + (own[set] ?? 0), 0) / rates.length
    return {
      clean: mean(0),
      all: mean(all),
      costs: factors.map((factor, at) => ({
        factor,
        points: lost((rate) => shapley(factors.length, (set) => -rate(set))[at] ?? 0),
        alone: lost((rate) => rate(0) - rate(1 << at)),
        leftOut: lost((rate) => rate(all & ~(1 << at)) - rate(all)),
      })),
      scenarios: rates.length,
      customers: decided.length,
      undecided: this.customers.length - decided.length,
    }
  }

  private under(
    trial: PlannedTrial,
    number: number,
    set: number,
  ): Pick<PlannedTrial, 'persona' | 'channel' | 'faults'> {
    const { factors, model, channelsOf, faults } = this.terms
    const isOn = (factor: FactorName) => factors.includes(factor) && (set & (1 << factors.indexOf(factor))) !== 0
    const [first = trial.channel, ...others] = channelsOf(trial)
    const channel = isOn('channel') ? (others[number % Math.max(1, others.length)] ?? first) : first
    const fault = isOn('faults') ? faults[number % Math.max(1, faults.length)] : undefined
    return {
      persona: personaWith(trial.persona, model, { behaviours: isOn('behaviours'), noise: isOn('noise') }),
      channel,
      faults: fault === undefined ? trial.faults : [...trial.faults, fault],
    }
  }
}

function ratesByScenario(customers: readonly Customer[], sets: number): readonly (readonly number[])[] {
  const scenarios = new Map<string, Customer[]>()
  for (const customer of customers)
    scenarios.set(customer.scenario, [...(scenarios.get(customer.scenario) ?? []), customer])
  return [...scenarios.values()].map((own) =>
    Array.from({ length: sets }, (_, set) => own.filter(({ held }) => held[set] === true).length / own.length),
  )
}
