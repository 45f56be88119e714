/**
 * What the habits of real customers cost: every trial against its control, the same scenario brought by a customer who
 * writes as testers do, politely, in one piece, without an error, on the project's first channel.
 *
 * A suite of controls alone is the suite most teams have. The difference to the other trials is what it hides, and it
 * is said by persona, by channel and by habit. What a habit costs is read off the trials in which it really occurred,
 * against their controls: it is what came with the habit, not proof that the habit alone did it.
 */
import type { Conversation } from '../conversation/index.ts'
import { stateOf } from '../pact/index.ts'
import { type Rate, rate } from '../stats/index.ts'
import type { TrialRecord } from '../store/index.ts'
import { type Compared, failed, PairedLine, passed, undecided } from './paired.ts'

/** One way to part the trials: all of them, those of a persona, those with typing errors. */
export interface Contrast {
  readonly name: string
  /** Trials against their controls; absent when no pair was decided on both sides. */
  readonly compared: Compared | undefined
}

/** Promises that break together, and what keeping them would win. */
export interface Mending {
  readonly conditions: readonly string[]
  /** Conversations that would be without a violation if they were kept, on top of those before them in the list. */
  readonly wins: Rate
  /** Conversations in which any of them is violated. */
  readonly violated: number
}

export interface AgainstControl {
  /** Conversations without a violation among the controls, and among all other undisturbed trials. */
  readonly controls: Rate
  readonly real: Rate
  readonly overall: Contrast
  readonly personas: readonly Contrast[]
  readonly channels: readonly Contrast[]
  readonly habits: readonly Contrast[]
  /** What wins most for each promise that has to be kept, best first, each on top of those before it. */
  readonly mendings: readonly Mending[]
}

export type ControlledTrial = Pick<
  TrialRecord,
  'scenario' | 'persona' | 'channel' | 'repeat' | 'conversation' | 'verdict'
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

/** Promises that are listed at most. */
const mendingsShown = 3

export function againstControl(): ControlCounts {
  const controls = new Map<string, number>()
  const real: Real[] = []
  const contrasts = new Map<string, number>()
  const violated = new Map<string, number>()
  const placeOf = (kind: string, name: string) => {
    const key = JSON.stringify([kind, name])
    const place = contrasts.get(key) ?? contrasts.size
    contrasts.set(key, place)
    return place
  }

  return {
    add(trial) {
      const control = JSON.stringify([trial.scenario, trial.repeat])
      const outcome = outcomeOf(trial)
      if (isControl(trial.conversation)) return void controls.set(control, outcome)
      const { scenario, persona, channel, conversation, verdict } = trial
      const named = [['persona', persona] as const, ['channel', channel] as const]
      const habits = habitsIn(conversation).map((habit) => ['habit', habit] as const)
      real.push({
        control,
        scenario,
        outcome,
        contrasts: [...named, ...habits].map(([kind, name]) => placeOf(kind, name)),
      })
      if (outcome !== failed) return
      const broken = verdict.findings.flatMap((each) => (each.outcome === 'violated' ? [each.condition] : []))
      const key = JSON.stringify(broken.sort())
      violated.set(key, (violated.get(key) ?? 0) + 1)
    },
    summary() {
      const [of, among] = [rateOf([...controls.values()]), rateOf(real.map(({ outcome }) => outcome))]
      if (of === undefined || among === undefined) return undefined
      const keys = [...contrasts.keys()].map((key) => JSON.parse(key) as [string, string])
      const lines = keys.map(([, name]) => new PairedLine(name, false))
      const overall = new PairedLine('overall', false)
      // Sums of fractions depend on their order, and trials arrive in any.
      const inOrder = real.toSorted((one, other) => (one.control < other.control ? -1 : 1))
      for (const { control, scenario, outcome, contrasts: places } of inOrder) {
        const before = controls.get(control) ?? undecided
        overall.add(scenario, before, outcome)
        for (const place of places) lines[place]?.add(scenario, before, outcome)
      }
      const by = (kind: string) =>
        lines.flatMap((line, at) => (keys[at]?.[0] === kind ? [contrast(line)] : [])).sort(byCost)
      return {
        controls: of,
        real: among,
        overall: contrast(overall),
        personas: by('persona'),
        channels: by('channel'),
        habits: by('habit'),
        mendings: mendingsOf(violated, among.n),
      }
    },
  }
}

/** A loss below this is nothing to speak of; it settles only the state of a line, which is not shown. */
const margin = 0.02

const contrast = (line: PairedLine): Contrast => ({ name: line.id, compared: line.compared(margin) })

const byCost = (one: Contrast, other: Contrast) =>
  (one.compared?.difference ?? 0) - (other.compared?.difference ?? 0) || (one.name < other.name ? -1 : 1)

function outcomeOf({ verdict }: ControlledTrial): number {
  const state = stateOf(verdict)
  return state === 'clean' ? passed : state === 'violating' ? failed : undecided
}

function rateOf(outcomes: readonly number[]): Rate | undefined {
  const decided = outcomes.filter((outcome) => outcome !== undecided)
  return decided.length === 0 ? undefined : rate(decided.filter((outcome) => outcome === passed).length, decided.length)
}

/** What the customer did in a conversation that a control does not do. */
function habitsIn({ events, circumstances }: Conversation): readonly string[] {
  const edited = (circumstances?.edits ?? []) as readonly { readonly edits: readonly { readonly kind: string }[] }[]
  const kinds = edited.flatMap(({ edits }) => edits.map(({ kind }) => kind))
  const customers = events.flatMap((event) => (event.type === 'message' ? [event.from] : []))
  const bursts = customers.some((from, at) => from === 'customer' && customers[at + 1] === 'customer')
  return [...new Set([...kinds, ...(bursts ? ['several messages in a row'] : [])])]
}

/** Of the promises that break together, those that win most for each; then those that win most on top of them. */
function mendingsOf(violated: ReadonlyMap<string, number>, n: number): readonly Mending[] {
  const sets = [...violated].map(([key, times]) => ({ key, broken: JSON.parse(key) as readonly string[], times }))
  const kept = new Set<string>()
  const countOf = (fits: (broken: readonly string[]) => boolean) =>
    sets.reduce((sum, { broken, times }) => sum + (fits(broken) ? times : 0), 0)
  const mendings: Mending[] = []
  let won = 0
  while (mendings.length < mendingsShown) {
    const [best] = sets
      .map(({ key, broken }) => {
        const fresh = broken.filter((id) => !kept.has(id))
        const wins = countOf((others) => others.every((id) => kept.has(id) || fresh.includes(id))) - won
        return { key, fresh, wins, each: wins / fresh.length }
      })
      .filter(({ fresh }) => fresh.length > 0)
      .sort((one, other) => other.each - one.each || other.wins - one.wins || (one.key < other.key ? -1 : 1))
    if (best === undefined) return mendings
    for (const id of best.fresh) kept.add(id)
    won += best.wins
    const among = countOf((broken) => broken.some((id) => best.fresh.includes(id)))
    mendings.push({ conditions: best.fresh, wins: rate(best.wins, n), violated: among })
  }
  return mendings
}
