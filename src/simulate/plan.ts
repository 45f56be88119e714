/**
 * A plan: which trials a run consists of, known before anything runs.
 *
 * Trials are made while they are asked for, so a plan of a million trials costs no more memory than a
 * plan of one. A trial's id is derived from what it is, so a resumed run knows what is missing, and the
 * same trial under two versions of an agent has the same id: that is what comparisons are paired by.
 */
import type { FaultSet } from '../connect/index.ts'
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
  /** Decides every draw of this trial: a whole number below 2^48. The same on every channel, with and without faults, so that they pair. */
  readonly seed: number
  /** What the backends are put under; empty: they are as they are. */
  readonly faults: readonly FaultSet[]
  /** It is what the other trials of its scenario and repeat are compared with. */
  readonly control?: true
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
  /** Conditions of the backends beyond what scenarios name themselves. Default none. */
  readonly faults?: FaultChoice
  /** Who brings each scenario once more as testers do, on its first channel, undisturbed. Default nobody. */
  readonly control?: Persona
  /** Finds a fault set that a scenario names. */
  readonly faultSet?: (id: string) => FaultSet
}

/**
 * Which conditions each scenario, persona, channel and repeat is played under, besides undisturbed: `sweep` under each
 * set in turn, `rotate` under one of them, the next for the next.
 */
export interface FaultChoice {
  readonly how: 'sweep' | 'rotate'
  readonly sets: readonly FaultSet[]
}

/** Which trials a run consists of, known before anything runs. */
export interface Plan {
  /** How many trials there are. */
  readonly size: number
  readonly options: PlanOptions
  /** The trials in order; can be asked for as often as one likes. */
  trials(): Iterable<PlannedTrial>
}

/**
 * Lays out scenario x persona x channel x faults x repeats; repeats come last, so an early end has seen every scenario.
 * What is played under a fault follows its undisturbed twin.
 */
export function plan(options: PlanOptions): Plan {
  return {
    options,
    size: options.scenarios.reduce(
      (sum, scenario) =>
        sum +
        cells(scenario, options).reduce((n, cell) => n + worldsOf(cell, scenario, options), 0) *
          repeatsOf(scenario, options),
      0,
    ),
    *trials() {
      let index = 0
      let pair = 0
      for (const cell of inOrder(options)) {
        for (const faults of worlds(cell, options, pair)) {
          yield trialOf({
            ...cell,
            index,
            runSeed: options.seed,
            faults: [...always(cell.scenario, options), ...faults],
          })
          index += 1
        }
        if (!cell.control) pair += 1
      }
    },
  }
}

type Cell = Pick<PlannedTrial, 'scenario' | 'persona' | 'channel' | 'repeat' | 'control'>

function* inOrder(options: PlanOptions): Iterable<Cell> {
  const rounds = Math.max(0, ...options.scenarios.map((scenario) => repeatsOf(scenario, options)))
  for (let repeat = 0; repeat < rounds; repeat += 1) {
    for (const scenario of options.scenarios) {
      if (repeat >= repeatsOf(scenario, options)) continue
      for (const cell of cells(scenario, options)) yield { scenario, ...cell, repeat }
    }
  }
}

/** The sets that a scenario is about. */
export function always({ faults }: Scenario, { faultSet }: PlanOptions): readonly FaultSet[] {
  return faults.flatMap((id) => faultSet?.(id) ?? [])
}

/** The sets that are played besides; what a scenario is about it has already, and would have twice. */
function besides({ faults: own }: Scenario, { faults }: PlanOptions): readonly FaultSet[] {
  return (faults?.sets ?? []).filter(({ id }) => !own.includes(id))
}

/** How often a cell is played for each repeat. */
function worldsOf({ control }: Who, scenario: Scenario, options: PlanOptions): number {
  if (control) return 1
  const n = besides(scenario, options).length
  return options.faults?.how === 'rotate' ? 1 + Math.min(1, n) : 1 + n
}

/** The sets that a cell is played under, one after the other; the first is none. */
function worlds({ scenario, control }: Cell, options: PlanOptions, pair: number): readonly (readonly FaultSet[])[] {
  if (control) return [[]]
  const sets = besides(scenario, options)
  const at = pair % Math.max(1, sets.length)
  const chosen = options.faults?.how === 'rotate' ? sets.slice(at, at + 1) : sets
  return [[], ...chosen.map((set) => [set])]
}

/** The trial at a position of a plan, or nothing past its end. */
export function trialAt(of: Plan, index: number): PlannedTrial | undefined {
  for (const trial of of.trials()) if (trial.index === index) return trial
  return undefined
}

const repeatsOf = (scenario: Scenario, { repeats }: PlanOptions) => scenario.repeats ?? repeats

type Who = Pick<PlannedTrial, 'persona' | 'channel' | 'control'>

/** Who brings a scenario, and where: each persona on each channel, the control first. */
export function cells(scenario: Scenario, options: PlanOptions): readonly Who[] {
  const { control } = options
  const personas = scenario.personas.length > 0 ? scenario.personas.map(options.persona) : options.personas
  const channels = scenario.channels.length > 0 ? scenario.channels : options.channels
  const others = personas.filter(({ id }) => id !== control?.id)
  const [channel = 'chat'] = channels
  return [
    ...(control === undefined ? [] : [{ persona: control, channel, control: true as const }]),
    ...others.flatMap((persona) => channels.map((where) => ({ persona, channel: where }))),
  ]
}

type Placed = Cell & Pick<PlannedTrial, 'index' | 'faults'> & { readonly runSeed: number }

/** One conversation to be had, with an id and a seed that follow from what it is. */
export function trialOf({ index, scenario, persona, channel, repeat, runSeed, faults, control }: Placed): PlannedTrial {
  const what = [scenario.id, persona.id, channel, repeat, runSeed]
  const hash = hash128(JSON.stringify(what))
  // Without the channel: on another one the same customer comes, so that what differs is the channel.
  const draws = hash128(JSON.stringify([scenario.id, persona.id, repeat, runSeed]))
  const id = faults.length === 0 ? hash : hash128(JSON.stringify([...what, faults.map((set) => set.id)]))
  return {
    id: id.slice(0, 20),
    index,
    scenario,
    persona,
    channel,
    repeat,
    seed: Number.parseInt(draws.slice(20, 32), 16),
    faults,
    ...(control && { control }),
  }
}
