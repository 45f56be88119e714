/**
 * The gate before a release: what the pact promises, what regression scenarios guard, and what was forecast, in one word.
 *
 * PROVEN when every promise reaches its target and every guard holds; REFUTED when one of them is shown not to, or a
 * critical promise was violated in any conversation; UNDECIDED else, with what is missing. The evidence is valid whenever
 * one looks, so a run may be looked at while it grows. Each "proven" is wrong with chance at most 5 %, and so is the whole,
 * since all have to be; each "refuted" likewise, by itself. Runs that are played again until one passes prove nothing.
 */
import type { Pact, Promised } from '../../pact/index.ts'
import type { Scenario } from '../../simulate/index.ts'
import { certifyCounts, type GateState } from '../../stats/index.ts'
import type { StoredRun, TrialRecord } from '../../store/index.ts'
import { type Forecast, type Foretold, wholeConversations } from '../forecast/foretell.ts'
import { guardedBy } from '../promote/regression.ts'
import { type Counted, type Counts, countedIn } from './counted.ts'
import { against, conversations, type GatePart, percent } from './part.ts'

export interface GateOutcome {
  readonly state: GateState
  /** Our own side failed so often that nothing can be said. Never set where something is refuted. */
  readonly unreliable: boolean
  readonly conversations: number
  readonly ownFailures: number
  /** What the run cannot be asked, then promises as the pact has them, guards, forecasts. */
  readonly parts: readonly GatePart[]
}

export interface GateOptions {
  readonly run: StoredRun
  readonly trials: AsyncIterable<Pick<TrialRecord, 'index' | 'scenario' | 'conversation' | 'verdict'>>
  readonly pact: Pick<Pact, 'hash'>
  /** Conditions and rubrics. */
  readonly promises: readonly Pick<Promised, 'id' | 'severity' | 'target'>[]
  /** Of the project as it is now. */
  readonly scenarios: readonly Scenario[]
  /** Of this run; absent where none was made. */
  readonly forecast?: Forecast
}

/** Share of conversations that may fail on our own side before a run says nothing. */
const ownFailuresAtMost = 0.1
/** What a guard has to be shown to hold more often than: what is promoted broke about always. */
const guardTarget = 0.5

export async function gateOf(options: GateOptions): Promise<GateOutcome> {
  const { run, trials, promises, scenarios, forecast } = options
  const counted = await countedIn(trials, scenarios)
  const guards = scenarios.flatMap((each) => guardPart(each, promises, counted))
  const parts = [
    ...runParts(options, counted),
    ...promises.map((promise) => targetPart(promise, counted)),
    ...guards,
    ...(forecast?.run === run.id ? forecastParts(forecast, promises) : []),
  ]
  const asked = parts.filter(({ state }) => state !== 'shown')
  const isRefuted = asked.some(({ state }) => state === 'refuted')
  const isProven = asked.length > 0 && asked.every(({ state }) => state === 'proven')
  const { conversations: n, ownFailures } = counted
  return {
    state: isRefuted ? 'refuted' : isProven ? 'proven' : 'undecided',
    unreliable: !isRefuted && ownFailures > n * ownFailuresAtMost,
    conversations: n,
    ownFailures,
    parts,
  }
}

/** What keeps a run from proving anything; nothing where it can. */
function runParts({ run, pact }: GateOptions, { conversations: n, ownFailures }: Counted): readonly GatePart[] {
  const part = (why: string, missing: number | null): GatePart => ({
    ...{ kind: 'run', name: run.id, state: 'undecided', why, missing },
  })
  const { suite, budget, probes } = (run.settings ?? {}) as Readonly<Record<string, unknown>>
  const isChosen = suite === true || budget !== undefined || probes !== undefined
  return [
    ...(n < run.planned ? [part(`${n} of ${run.planned} conversations were kept: resume it`, run.planned - n)] : []),
    ...(run.pact.hash === pact.hash
      ? []
      : [part('it was judged under another pact: play it again under this one', null)]),
    ...(isChosen ? [part('it chose what to play where trouble was likely: play all scenarios alike', null)] : []),
    ...(ownFailures > n * ownFailuresAtMost
      ? [part(`${ownFailures} of ${conversations(n)} failed on our own side: mend that and play again`, null)]
      : []),
  ]
}

function targetPart(
  { id: name, severity, target }: GateOptions['promises'][number],
  { promises, violated, conversations: all }: Counted,
): GatePart {
  const counts = promises.get(name) ?? { held: 0, violated: 0, unjudged: 0 }
  const anywhere = violated.get(name)
  const told = { kind: 'target', name, counts } as const
  if (severity === 'critical' && anywhere !== undefined) {
    const why = `critical, and violated in ${anywhere.n} of ${conversations(all)}, first in trial ${anywhere.first}`
    return { ...told, state: 'refuted', why }
  }
  const { state, missing } = against(counts, target)
  const n = counts.held + counts.violated
  if (n + counts.unjudged === 0) {
    const why = `came up in none of ${conversations(all)}: add a scenario in which it does`
    return { ...told, state: 'undecided', why, missing }
  }
  // Then judging is what is missing: as many more conversations would only drown what nobody looked at.
  const isOnlyUnjudged = state === 'undecided' && counts.unjudged > 0 && isProvenBut(counts, target)
  const why = `${counts.held} of ${n} held, target ${percent(target)}${apart(counts)}${isOnlyUnjudged ? ': judge them' : ''}`
  if (state !== 'undecided') return { ...told, state, why }
  return { ...told, state, why, missing: isOnlyUnjudged ? null : missing }
}

function guardPart(scenario: Scenario, promises: GateOptions['promises'], { guards }: Counted): readonly GatePart[] {
  const guarded = guardedBy(scenario)
  if (guarded === undefined) return []
  const told = { kind: 'guard', name: scenario.id } as const
  const promise = promises.find(({ id }) => id === guarded)
  if (promise === undefined) {
    const why = `guards ${guarded}, which the pact does not promise: promise it again, or take the scenario out`
    return [{ ...told, state: 'undecided', why, missing: null }]
  }
  const counts = guards.get(scenario.id)
  if (counts === undefined) {
    const missing = certifyCounts(0, 0, { target: guardTarget }).moreNeeded
    return [{ ...told, state: 'undecided', why: `guards ${guarded}, and was not played`, missing }]
  }
  const { violated, held } = counts
  const { state, missing } = guardState(counts, promise)
  const back = violated === 0 ? 'stayed away' : `came back in ${violated}`
  const why = `what broke ${guarded} ${back} of ${conversations(held + violated)}${apart(counts)}`.replace(
    'stayed away of',
    'stayed away in all of',
  )
  return [{ ...told, counts, state, why, ...(state === 'undecided' && { missing }) }]
}

/** Where it came back at all, only the promise's own target can say that this is little enough. */
function guardState(counts: Counts, { severity, target }: GateOptions['promises'][number]): ReturnType<typeof against> {
  if (counts.violated === 0) return against(counts, guardTarget)
  if (severity === 'critical') return { state: 'refuted', missing: 0 }
  return against(counts, target)
}

function forecastParts({ rates }: Forecast, promises: GateOptions['promises']): readonly GatePart[] {
  return Object.entries(rates).map(([name, foretold]) => {
    const target = promises.find(({ id }) => id === name)?.target
    const isBelow = target !== undefined && foretold.high < target
    return { kind: 'forecast', name, state: isBelow ? 'refuted' : 'shown', why: foretoldWords(name, foretold, target) }
  })
}

function foretoldWords(name: string, { rate, low, high, confidence, n }: Foretold, target: number | undefined): string {
  const what = name === wholeConversations ? 'without a violation' : 'held'
  const held = `production ${what}: ${percent(rate)} (${percent(low)} to ${percent(high)}, ${percent(confidence)}), from ${conversations(n)}`
  if (target === undefined) return held
  return `${held}, ${high < target ? 'all of it below' : low >= target ? 'above' : 'around'} the target ${percent(target)}`
}

/** Whether nothing but what was not judged keeps it open; so it is where nothing was judged at all. */
function isProvenBut({ held, violated }: Counts, target: number): boolean {
  return held + violated === 0 || certifyCounts(held, violated, { target }).state === 'proven'
}

const apart = ({ unjudged }: Counts) => (unjudged === 0 ? '' : `, ${unjudged} unjudged`)
