/** How numbers are worded in every report, so that they read alike everywhere. */
import type { Finding, PromiseTally, Summary } from '../../pact/index.ts'
import type { BudgetOutcome } from '../../simulate/index.ts'
import type { Rate } from '../../stats/index.ts'

/** `90.6 %`; a rate that is not exactly 0 or 1 is never shown as 0 % or 100 %. */
export function percent(fraction: number): string {
  const rounded = (fraction * 100).toFixed(1)
  if (fraction < 1 && rounded === '100.0') return '99.9 %'
  if (fraction > 0 && rounded === '0.0') return '0.1 %'
  return `${rounded.replace(/\.0$/, '')} %`
}

/** `86.9 to 93.4 %` */
export function interval({ low, high }: { readonly low: number; readonly high: number }): string {
  return `${percent(low).replace(' %', '')} to ${percent(high)}`
}

/** What is known of a promise, in one word. */
export type Standing = 'broken' | 'kept' | 'open' | 'unjudged' | 'unused'

/** Beside the word, so that nothing is told by colour alone. */
export const glyphs: Readonly<Record<Standing, string>> = {
  broken: '✕',
  open: '~',
  unjudged: '?',
  kept: '✓',
  unused: '–',
}

const standings: readonly Standing[] = ['broken', 'open', 'unjudged', 'kept', 'unused']

/** `broken` when its target is refuted, or when it is critical and was violated at all. */
export function standingOf({ gate, severity, violated, unjudged }: PromiseTally): Standing {
  if (gate === undefined) return unjudged > 0 ? 'unjudged' : 'unused'
  if (gate.state === 'refuted' || (severity === 'critical' && violated > 0)) return 'broken'
  return gate.state === 'proven' ? 'kept' : 'open'
}

/** What is broken first; of equals, in the order of the pact. */
export function byStanding(promises: readonly PromiseTally[]): readonly PromiseTally[] {
  return [...promises].sort((a, b) => standings.indexOf(standingOf(a)) - standings.indexOf(standingOf(b)))
}

/** What the gate says of the target: `refuted`, `proven`, `undecided, 212 more if all hold`. */
export function gateWords({ gate }: PromiseTally): string {
  if (gate === undefined) return 'not measured'
  if (gate.state !== 'undecided') return gate.state
  return gate.moreNeeded === null
    ? 'undecided'
    : `undecided, ${gate.moreNeeded.toLocaleString('en-GB')} more if all hold`
}

export interface Headline {
  readonly title: string
  readonly detail: string
}

/** What came of a run, in a title and a sentence. */
export function headline({
  summary: { promises, conversations },
  recorded,
  budget,
  addition,
}: {
  readonly summary: Summary
  readonly recorded?: true
  readonly budget?: BudgetOutcome
  readonly addition?: { readonly headline: Headline }
}): Headline {
  const n = (wanted: Standing) => promises.filter((promise) => standingOf(promise) === wanted).length
  const parts = [
    n('kept') > 0 ? `${n('kept')} proven` : '',
    n('open') > 0 ? `${n('open')} still open` : '',
    n('unjudged') > 0 ? `${n('unjudged')} not judged` : '',
    n('unused') > 0 ? `${n('unused')} never came up` : '',
  ].filter(Boolean)
  const how = recorded === true ? 'recorded' : 'had with simulated customers'
  const had = budget?.spent ?? conversations
  const even =
    budget === undefined
      ? ''
      : ` Promises are counted over the first ${budget.first} of each scenario, ${conversations} in all.`
  const others = parts.length === 0 ? '' : `${n('broken') > 0 ? 'Of the others: ' : ''}${parts.join(', ')}. `
  const title = titleOf(n('broken'), n('kept'), promises.length)
  const detail = `${others}${count(had, 'conversation')} ${had === 1 ? 'was' : 'were'} ${how} and held against the pact.${even}`
  if (addition === undefined) return { title, detail }
  const { headline: first } = addition
  return { title: first.title, detail: `${first.detail} In them, ${lowered(title)}. ${detail}` }
}

const lowered = (text: string) => `${text.charAt(0).toLowerCase()}${text.slice(1)}`

function titleOf(broken: number, kept: number, all: number): string {
  if (all === 0) return 'Nothing was promised'
  if (broken > 0) return `${broken} of ${count(all, 'promise')} ${broken === 1 ? 'is' : 'are'} broken`
  if (kept === all) return all === 1 ? 'The promise is kept' : `All ${all} promises are kept`
  return 'No promise is shown to be broken'
}

/** A line of the terminal as a sentence: `Carries 50 at once.` */
export function sentence(line: string): string {
  const text = line.trim().replace(/\.$/, '')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

/** `1 conversation`, `5 conversations`. */
export function count(n: number, word: string): string {
  return `${n.toLocaleString('en-GB')} ${word}${n === 1 ? '' : 's'}`
}

/** A share with what it is of: `13 of 300 (4.3 %, 2.5 to 7.3 %)`. */
export function partWords(share: Rate): string {
  return `${share.successes} of ${share.n} (${percent(share.rate)}, ${interval(share)})`
}

/** What it takes to prove so many regression scenarios. */
export function provingWords(guards: number, plays: number): string {
  const each = guards === 1 ? '' : ' each'
  return `${count(guards, 'regression')} to be proven, by ${plays} conversations${each} of one run: "fieldproof simulate --tag regression --repeats ${plays}".`
}

/** The score with what it rests on: `49 of 100 (43 to 49), fail: vetoed by keeps-secrets`. Empty when nothing was measured. */
export function scoreWords({ score }: Summary): string {
  if (score?.score == null || score.interval === null) return ''
  const { low, high } = score.interval
  const named = (wanted: string) =>
    score.critical.filter(({ state }) => state === wanted).map(({ condition }) => condition)
  const open = [
    ...named('undecided').map((id) => `${id} undecided`),
    ...score.unmeasured.map((name) => `no ${name} measured`),
  ]
  const why =
    score.state === 'fail' ? `: vetoed by ${listed(named('refuted'))}` : open.length > 0 ? `: ${listed(open)}` : ''
  return `${score.score.toFixed(0)} of 100 (${low.toFixed(0)} to ${high.toFixed(0)}), ${score.state}${why}`
}

/** Whatever spoils a conversation leaves most promises unjudged for one reason: each reason with its conditions. */
export function unjudgedByReason(findings: readonly Finding[]): ReadonlyMap<string, readonly string[]> {
  const byReason = new Map<string, string[]>()
  for (const finding of findings) {
    if (finding.outcome !== 'unjudged') continue
    byReason.set(finding.because, [...(byReason.get(finding.because) ?? []), finding.condition])
  }
  return byReason
}

/** The first few, and how many more. */
export function listed(words: readonly string[], most = 3): string {
  const rest = words.length - most
  return `${words.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** Reasons that left every promise unjudged alike: told once instead of at each promise. */
export function sharedReasons({ promises }: Summary): ReadonlyMap<string, number> {
  const [first, ...others] = promises
  const shared = (first?.unjudgedBecause ?? []).filter(({ because, n }) =>
    others.every(({ unjudgedBecause }) => unjudgedBecause.some((each) => each.because === because && each.n === n)),
  )
  return new Map(shared.map(({ because, n }) => [because, n]))
}

/** Failures that are not the agent's, in words; empty when there were none. */
export function ownFailures({ errors }: Summary): string {
  const own = (['simulator', 'judge', 'infrastructure'] as const).filter((culprit) => errors[culprit] > 0)
  return own.map((culprit) => `${errors[culprit]} ${culprit}`).join(', ')
}

/** Minutes and seconds since the start: `1:04.5`. */
export function clockText(ms: number): string {
  const tenths = Math.round(ms / 100)
  return `${Math.floor(tenths / 600)}:${((tenths % 600) / 10).toFixed(1).padStart(4, '0')}`
}

const endings: Readonly<Record<string, string>> = {
  satisfied: 'satisfied',
  refused: 'took no for an answer',
  'gave-up': 'gave up',
  'left-silently': 'left without a word',
  'handed-over': 'handed over to a person',
  'turn-limit': 'still talking at the turn limit',
  inconclusive: 'lost by our simulator',
  error: 'ended by an error',
  unknown: 'not recorded',
}

/** How a customer's side ended, in words. */
export function endingWords(outcome: string): string {
  return endings[outcome] ?? outcome
}
