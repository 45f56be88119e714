/**
 * What each fault costs: every trial under a fault against its undisturbed twin, the same customer with the same seed.
 *
 * Only pairs in which the fault struck are compared. Whether it strikes is settled by what came before it, which is
 * the same in both, so leaving the others out favours nobody; they are counted and said.
 */
import type { Conversation } from '../conversation/index.ts'
import type { Promised } from '../pact/index.ts'
import { taroneHolm } from '../stats/index.ts'
import type { TrialRecord } from '../store/index.ts'
import { type Compared, failed, outcomesOf, PairedLine, passed } from './paired.ts'

/** What one fault set costs. */
export interface FaultCost {
  readonly set: string
  /** What it does, in words. */
  readonly explain: string
  /** Trials that were played under it, and those of them in which it struck. */
  readonly trials: number
  readonly struck: number
  /** Trials in which it met calls and found nothing in them to change. */
  readonly idle: number
  /** Struck trials whose undisturbed twin is there too. */
  readonly pairs: number
  /** Conversations without a violation; absent when no pair was decided. */
  readonly overall?: Compared
  /** Promises that were violated under the fault and not in the twin, most broken first. */
  readonly breaks: readonly FaultBreak[]
}

/** A promise that a fault breaks. */
export interface FaultBreak extends Compared {
  readonly severity: Promised['severity']
  /** Worse beyond chance, also after correcting for all promises and fault sets that were looked at. */
  readonly surely: boolean
  /** A trial that shows it, and why it was violated there. */
  readonly example: { readonly order: number; readonly conversation: string; readonly because: string }
}

/** Gathers the trials of a run as they come. */
export interface FaultCosts {
  add(trial: FaultedTrial): void
  /** One per fault set, dearest first; empty when no trial was disturbed. */
  summary(): readonly FaultCost[]
}

export type FaultedTrial = Pick<
  TrialRecord,
  'index' | 'scenario' | 'persona' | 'channel' | 'repeat' | 'seed' | 'conversation' | 'verdict'
>

/** The fault sets that a conversation was put under in addition to what its scenario is about. */
export function disturbancesOf({ circumstances }: Pick<Conversation, 'circumstances'>): readonly string[] {
  return (circumstances?.faults ?? []).flatMap(({ id, always }) => (always === true ? [] : [id]))
}

interface Kept {
  readonly scenario: string
  readonly outcomes: Int8Array
}

interface Gathered {
  readonly explain: string
  trials: number
  idle: number
  readonly struck: Map<string, Kept & { readonly order: number; readonly conversation: string }>
  /** By promise: the earliest violation in the plan under this set, by pair. */
  readonly because: Map<string, string>
}

const chanceOfWrong = 0.05
/** A loss below this is nothing to speak of; it only settles the state of a line, which is not shown. */
const margin = 0.02

/** @param promises of the pact, in its order */
export function faultCosts(promises: readonly Pick<Promised, 'id' | 'severity'>[]): FaultCosts {
  const lines = () => [
    new PairedLine('overall', false),
    ...promises.map(({ id, severity }) => new PairedLine(id, severity === 'critical')),
  ]
  const shape = lines()
  const undisturbed = new Map<string, Kept>()
  const sets = new Map<string, Gathered>()

  return {
    add(trial) {
      const key = JSON.stringify([trial.scenario, trial.persona, trial.channel, trial.repeat, trial.seed])
      const outcomes = outcomesOf(trial.verdict, shape, passed)
      const [set, ...others] = disturbancesOf(trial.conversation)
      if (set === undefined) undisturbed.set(key, { scenario: trial.scenario, outcomes })
      if (set === undefined || others.length > 0) return
      const gathered = sets.get(set) ?? {
        explain: explainOf(trial, set),
        trials: 0,
        idle: 0,
        struck: new Map(),
        because: new Map(),
      }
      sets.set(set, gathered)
      gathered.trials += 1
      const hand = handOf(trial.conversation, set)
      if (hand === 'idle') gathered.idle += 1
      if (hand !== 'struck') return
      const { scenario, index: order, conversation } = trial
      gathered.struck.set(key, { scenario, outcomes, order, conversation: conversation.id })
      for (const finding of trial.verdict.findings) {
        if (finding.outcome === 'violated') gathered.because.set(`${key} ${finding.condition}`, finding.because)
      }
    },
    summary() {
      const all = [...sets].map(([set, gathered]) => costOf(set, gathered, { undisturbed, lines: lines(), promises }))
      return corrected(all).sort(
        (a, b) => (a.overall?.difference ?? 0) - (b.overall?.difference ?? 0) || (a.set < b.set ? -1 : 1),
      )
    },
  }
}

interface Context {
  readonly undisturbed: ReadonlyMap<string, Kept>
  readonly lines: readonly PairedLine[]
  readonly promises: readonly Pick<Promised, 'id' | 'severity'>[]
}

/** A cost, and every promise that it was looked for in. */
interface Costed {
  readonly cost: FaultCost
  readonly compared: readonly Compared[]
}

function costOf(set: string, gathered: Gathered, { undisturbed, lines, promises }: Context): Costed {
  const examples = new Map<string, FaultBreak['example']>()
  let pairs = 0
  const inOrder = [...gathered.struck].sort(([, a], [, b]) => a.order - b.order)
  for (const [key, { scenario, outcomes, order, conversation }] of inOrder) {
    const twin = undisturbed.get(key)
    if (twin === undefined) continue
    pairs += 1
    for (const [index, line] of lines.entries()) {
      const [before, now] = [twin.outcomes[index] ?? -1, outcomes[index] ?? -1]
      line.add(scenario, before, now)
      if (before !== passed || now !== failed || examples.has(line.id)) continue
      examples.set(line.id, { order, conversation, because: gathered.because.get(`${key} ${line.id}`) ?? '' })
    }
  }
  const [overall, ...each] = lines.map((line) => line.compared(margin))
  const compared = each.flatMap((one) => one ?? [])
  const severities = new Map(promises.map(({ id, severity }) => [id, severity]))
  const cost: FaultCost = {
    set,
    explain: gathered.explain,
    trials: gathered.trials,
    struck: gathered.struck.size,
    idle: gathered.idle,
    pairs,
    ...(overall !== undefined && { overall }),
    breaks: compared
      .flatMap((one) => {
        const example = examples.get(one.id)
        if (example === undefined) return []
        return [{ ...one, severity: severities.get(one.id) ?? 'major', surely: false, example }]
      })
      .sort((a, b) => b.broke - a.broke),
  }
  return { cost, compared }
}

/** What is surely broken, among everything that was looked at; a promise that no fault broke was looked at as well. */
function corrected(all: readonly Costed[]): FaultCost[] {
  const rejected = taroneHolm(
    all.flatMap(({ compared }) => compared.map(({ pWorse, leastP }) => ({ p: pWorse, least: leastP }))),
    chanceOfWrong,
  )
  let before = 0
  return all.map(({ cost, compared }) => {
    const surely = new Set(compared.filter((_, index) => rejected[before + index]).map(({ id }) => id))
    before += compared.length
    return { ...cost, breaks: cost.breaks.map((each) => ({ ...each, surely: surely.has(each.id) })) }
  })
}

function explainOf({ conversation }: FaultedTrial, set: string): string {
  return conversation.circumstances?.faults?.find(({ id }) => id === set)?.explain ?? set
}

function handOf({ events }: Conversation, set: string): 'struck' | 'idle' | undefined {
  const exchanges = events.flatMap((event) => (event.type === 'tool-result' && event.exchange ? [event.exchange] : []))
  if (exchanges.some(({ faults }) => faults?.some((fault) => fault.set === set) === true)) return 'struck'
  return exchanges.some(({ idleFaults }) => idleFaults?.includes(set) === true) ? 'idle' : undefined
}
