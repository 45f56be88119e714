/**
 * The gate before a release: what the pact promises, what regression scenarios guard, and what was forecast, in one word.
 *
 * PROVEN when every promise reaches its target and every guard holds; REFUTED when one of them is shown not to, or a
 * critical promise was violated in any conversation; UNDECIDED else, with what is missing. The evidence is valid whenever
 * one looks, so a run may be looked at while it grows. Each "proven" is wrong with chance at most 5 %, and so is the whole,
 * since all have to be; each "refuted" likewise, by itself. Runs that are played again until one passes prove nothing.
 */
import { certifyCounts, type GateState } from '../../stats/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import { against, type Counts } from '../counts.ts'
import { type Forecast, type Foretold, wholeConversations } from '../forecast/forecast.ts'
import { isSelective } from '../promote/played.ts'
import { type Counted, countedIn } from './counted.ts'
import { type GuardPartsOptions, guardParts } from './guard-parts.ts'
import { apart, conversations, type GatePart, percent } from './part.ts'

export interface GateOutcome {
  readonly state: GateState
  /** Our own side failed so often that nothing can be said. Never set where something is refuted. */
  readonly unreliable: boolean
  readonly conversations: number
  readonly ownFailures: number
  /** What the run cannot be asked, then promises as the pact has them, guards, forecasts. */
  readonly parts: readonly GatePart[]
}

export interface GateOptions extends GuardPartsOptions {
  readonly trials: AsyncIterable<Pick<TrialRecord, 'index' | 'scenario' | 'conversation' | 'verdict'>>
  /** Of this run; absent where none was made. */
  readonly forecast?: Forecast
}

/** Share of conversations that may fail on our own side before a run says nothing. */
const ownFailuresAtMost = 0.1

export async function gateOf(options: GateOptions): Promise<GateOutcome> {
  const { run, trials, promises, scenarios, forecast } = options
  const counted = await countedIn(trials, scenarios)
  const parts = [
    ...runParts(options, counted),
    ...promises.map((promise) => targetPart(promise, counted)),
    ...(await guardParts(options, counted)),
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
  const asked = askedFor(run)
  return [
    ...(n < run.planned ? [part(`${n} of ${run.planned} conversations were kept: resume it`, run.planned - n)] : []),
    ...(run.pact.hash === pact.hash
      ? []
      : [part('it was judged under another pact: play it again under this one', null)]),
    ...(isSelective(run)
      ? [part('it chose what to play where trouble was likely: play all scenarios alike', null)]
      : []),
    ...(asked === '' ? [] : [part(`it played only what was asked for (${asked}): play all scenarios`, null)]),
    ...(ownFailures > n * ownFailuresAtMost
      ? [part(`${ownFailures} of ${conversations(n)} failed on our own side: mend that and play again`, null)]
      : []),
  ]
}

/** The scenarios that a run was told to play, as the command line has it; nothing where it played all there are. */
function askedFor({ settings }: GateOptions['run']): string {
  const { tags = [], scenarios = [] } = (settings ?? {}) as Readonly<Record<string, readonly string[] | undefined>>
  return [...tags.map((tag) => `--tag ${tag}`), ...scenarios.map((id) => `--scenario ${id}`)].join(' ')
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
