/**
 * A plan: which trials a run consists of, known before anything runs.
 *
 * Trials are made while they are asked for, so a plan of a million trials costs no more memory than a
 * plan of one. A trial's id is derived from what it is, so a resumed run knows what is missing, and the
 * same trial under two versions of an agent has the same id: that is what comparisons are paired by.
 */
import { hash128 } from '../stats/index.ts'
import type { Persona } from './persona.ts'
import type { Scenario } from './scenario.ts'

/** One conversation to be had. */
export interface PlannedTrial {
  readonly id: string
  /** Position in the plan, from 0. */
  readonly index: number
  readonly scenario: Scenario
  readonly persona: Persona
  readonly channel: string
  /** Which repeat of the same scenario, persona and channel this is, from 0. */
  readonly repeat: number
  /** Decides every draw of this trial: a whole number below 2^48. */
  readonly seed: number
}

/** What a plan is laid out from: scenarios, personas, channels, repeats, seed. */
export interface PlanOptions {
  readonly scenarios: readonly Scenario[]
  /** Personas for scenarios that name none, at least one. */
  readonly personas: readonly Persona[]
  /** Channels for scenarios that name none, at least one. */
  readonly channels: readonly string[]
  /** Repeats for scenarios that do not say, at least 1. */
  readonly repeats: number
  readonly seed: number
  /** Finds a persona that a scenario names. */
  readonly persona: (id: string) => Persona
}

/** Which trials a run consists of, known before anything runs. */
export interface Plan {
  /** How many trials there are. */
  readonly size: number
  readonly options: PlanOptions
  /** The trials in order; can be asked for as often as one likes. */
  trials(): Iterable<PlannedTrial>
}

/** Lays out scenario x persona x channel x repeats; repeats come last, so an early end has seen every scenario. */
export function plan(options: PlanOptions): Plan {
  return {
    options,
    size: options.scenarios.reduce(
      (sum, scenario) => sum + cells(scenario, options).length * repeatsOf(scenario, options),
      0,
    ),
    *trials() {
      const rounds = Math.max(0, ...options.scenarios.map((scenario) => repeatsOf(scenario, options)))
      let index = 0
      for (let repeat = 0; repeat < rounds; repeat += 1) {
        for (const scenario of options.scenarios) {
          if (repeat >= repeatsOf(scenario, options)) continue
          for (const { persona, channel } of cells(scenario, options)) {
            yield trialOf({ index, scenario, persona, channel, repeat, runSeed: options.seed })
            index += 1
          }
        }
      }
    },
  }
}

/** The trial at a position of a plan, or nothing past its end. */
export function trialAt(of: Plan, index: number): PlannedTrial | undefined {
  for (const trial of of.trials()) if (trial.index === index) return trial
  return undefined
}

const repeatsOf = (scenario: Scenario, { repeats }: PlanOptions) => scenario.repeats ?? repeats

function cells(scenario: Scenario, options: PlanOptions): readonly { persona: Persona; channel: string }[] {
  const personas = scenario.personas.length > 0 ? scenario.personas.map(options.persona) : options.personas
  const channels = scenario.channels.length > 0 ? scenario.channels : options.channels
  return personas.flatMap((persona) => channels.map((channel) => ({ persona, channel })))
}

interface Cell {
  readonly index: number
  readonly scenario: Scenario
  readonly persona: Persona
  readonly channel: string
  readonly repeat: number
  readonly runSeed: number
}

function trialOf({ index, scenario, persona, channel, repeat, runSeed }: Cell): PlannedTrial {
  const hash = hash128(JSON.stringify([scenario.id, persona.id, channel, repeat, runSeed]))
  return {
    id: hash.slice(0, 20),
    index,
    scenario,
    persona,
    channel,
    repeat,
    seed: Number.parseInt(hash.slice(20, 32), 16),
  }
}
