/**
 * What the habits of real customers cost: every trial against its control, the same scenario brought by a customer who
 * writes as testers do, politely, in one piece, without an error, on the project's first channel.
 *
 * A suite of controls alone is the suite most teams have. The difference to the other trials is what it hides, and it
 * is said by persona, by channel and by habit. What a habit costs is read off the trials in which it really occurred,
 * against their controls: it is what came with the habit, not proof that the habit alone did it. Many lines are looked
 * at, so which of them are surely worse is corrected for all of them.
 */
import type { Conversation } from '../conversation/index.ts'
import { stateOf } from '../pact/index.ts'
import { type ClusterCount, type ClusteredRate, clusteredRate, taroneHolm } from '../stats/index.ts'
import type { TrialRecord } from '../store/index.ts'
import { type Fix, Ways } from './cheapest-fixes.ts'
import { habitsIn } from './habits.ts'
import { type Compared, failed, PairedLine, passed, undecided } from './paired.ts'

/** One way to part the trials: all of them, those of a persona, those with typing errors. */
export interface Contrast {
  readonly name: string
  /** Trials against their controls; absent when no pair was decided on both sides. */
  readonly compared: Compared | undefined
  /** Pairs without a violation on either side, clustered by scenario; absent as `compared` is. */
  readonly controls?: ClusteredRate
  readonly real?: ClusteredRate
  /** Worse than its controls even after correcting for every persona, channel and habit that was looked at. */
  readonly surely: boolean
}

export interface AgainstControl {
  /** Conversations without a violation among the controls, and among all other undisturbed trials, clustered by scenario. */
  readonly controls: ClusteredRate
  readonly real: ClusteredRate
  readonly overall: Contrast
  readonly personas: readonly Contrast[]
  readonly channels: readonly Contrast[]
  readonly habits: readonly Contrast[]
  /** Ways of going wrong by what mending them would win, most first. */
  readonly fixes: readonly Fix[]
}

export type ControlledTrial = Pick<
  TrialRecord,
  'scenario' | 'persona' | 'channel' | 'repeat' | 'index' | 'id' | 'conversation' | 'verdict'
>

/** Gathers undisturbed trials as they come: a few bytes for each. */
export interface ControlCounts {
  add(trial: ControlledTrial): void
  /** Nothing where there was no control, or nothing else. */
  summary(): AgainstControl | undefined
}

export const isControl = ({ circumstances }: Pick<Conversation, 'circumstances'>): boolean =>
  circumstances?.control === true

interface Real {
  readonly control: string
  readonly scenario: string
  readonly outcome: number
  /** Places in the list of contrasts. */
  readonly contrasts: readonly number[]
}

/** Fixes that are listed at most. */
const fixesShown = 3

export function againstControl(): ControlCounts {
  const controls = new Map<string, { readonly scenario: string; readonly outcome: number }>()
  const real: Real[] = []
  const contrasts = new Map<string, number>()
  const ways = new Ways()
  const placeOf = (kind: string, name: string) => {
    const key = JSON.stringify([kind, name])
    const place = contrasts.get(key) ?? contrasts.size
    contrasts.set(key, place)
    return place
  }

  return {
    add({ scenario, persona, channel, repeat, index, id, conversation, verdict }) {
      const control = JSON.stringify([scenario, repeat])
      const outcome = outcomeOf(verdict)
      const { findings } = verdict
      if (isControl(conversation)) {
        controls.set(control, { scenario, outcome })
        if (outcome !== undecided) ways.addControl({ findings })
        return
      }
      const named = [['persona', persona] as const, ['channel', channel] as const]
      const habits = habitsIn(conversation).map((habit) => ['habit', habit] as const)
      const places = [...named, ...habits].map(([kind, name]) => placeOf(kind, name))
      real.push({ control, scenario, outcome, contrasts: places })
      if (outcome !== undecided) ways.add({ scenario, order: index, conversation: id, findings })
    },
    summary() {
      const [of, among] = [rateOf([...controls.values()]), rateOf(real)]
      if (of === undefined || among === undefined) return undefined
      const keys = [...contrasts.keys()].map((key) => JSON.parse(key) as [string, string])
      const lines = keys.map(([, name]) => new ContrastLine(name))
      const overall = new ContrastLine('overall')
      // Sums of fractions depend on their order, and trials arrive in any.
      const inOrder = real.toSorted((one, other) => (one.control < other.control ? -1 : 1))
      for (const { control, scenario, outcome, contrasts: places } of inOrder) {
        const before = controls.get(control)?.outcome ?? undecided
        overall.add(scenario, before, outcome)
        for (const place of places) lines[place]?.add(scenario, before, outcome)
      }
      const surely = surelyWorse(lines.map((line) => line.contrast()))
      const by = (kind: string) => surely.filter((_, at) => keys[at]?.[0] === kind).sort(byCost)
      return {
        controls: of,
        real: among,
        overall: surelyWorse([overall.contrast()])[0] ?? overall.contrast(),
        personas: by('persona'),
        channels: by('channel'),
        habits: by('habit'),
        fixes: ways.best(fixesShown),
      }
    },
  }
}

/** A loss below this is nothing to speak of; it settles only the state of a line, which is not shown. */
const margin = 0.02

/** The pairs of a contrast, and how many of them were without a violation on each side, by scenario. */
class ContrastLine {
  private readonly line: PairedLine
  private readonly sides = {
    controls: new Map<string, { successes: number; n: number }>(),
    real: new Map<string, { successes: number; n: number }>(),
  }

  constructor(name: string) {
    this.line = new PairedLine(name, false)
  }

  add(scenario: string, control: number, real: number): void {
    this.line.add(scenario, control, real)
    if (control === undecided || real === undecided) return
    counted(this.sides.controls, scenario, control)
    counted(this.sides.real, scenario, real)
  }

  contrast(): Contrast {
    const compared = this.line.compared(margin)
    const name = this.line.id
    if (compared === undefined) return { name, compared, surely: false }
    const [controls, real] = [this.sides.controls, this.sides.real].map((side) => [...side.values()])
    return { name, compared, controls: clustered(controls ?? []), real: clustered(real ?? []), surely: false }
  }
}

function counted(side: Map<string, { successes: number; n: number }>, scenario: string, outcome: number): void {
  const count = side.get(scenario) ?? { successes: 0, n: 0 }
  side.set(scenario, count)
  count.n += 1
  if (outcome === passed) count.successes += 1
}

const chanceOfWrong = 0.05

function surelyWorse(contrasts: readonly Contrast[]): Contrast[] {
  const tests = contrasts.map(({ compared }) => ({ p: compared?.pWorse ?? 1, least: compared?.leastP ?? 1 }))
  const rejected = taroneHolm(tests, chanceOfWrong)
  return contrasts.map((each, at) => ({ ...each, surely: rejected[at] === true }))
}

/** What is sure first; then by the loss, since few pairs bring large ones by chance. */
const byCost = (one: Contrast, other: Contrast) =>
  Number(other.surely) - Number(one.surely) ||
  (one.compared?.difference ?? 0) - (other.compared?.difference ?? 0) ||
  (one.name < other.name ? -1 : 1)

function outcomeOf(verdict: TrialRecord['verdict']): number {
  const state = stateOf(verdict)
  return state === 'clean' ? passed : state === 'violating' ? failed : undecided
}

function rateOf(trials: readonly { readonly scenario: string; readonly outcome: number }[]): ClusteredRate | undefined {
  const scenarios = new Map<string, { successes: number; n: number }>()
  for (const { scenario, outcome } of trials) if (outcome !== undecided) counted(scenarios, scenario, outcome)
  return scenarios.size === 0 ? undefined : clustered([...scenarios.values()])
}

/** In an order of their own: sums of fractions depend on it. */
function clustered(counts: readonly ClusterCount[]): ClusteredRate {
  return clusteredRate(counts.toSorted((one, other) => one.n - other.n || one.successes - other.successes))
}
