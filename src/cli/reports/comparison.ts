/** A comparison of two runs on a terminal: what is worse first, then the decision. */
import type { Compared, RunComparison } from '../../simulate/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { count, interval, listed, percent } from './words.ts'

const order = ['refuted', 'undecided', 'proven'] as const
const flakyShown = 10

/** @param runs their ids */
export function comparisonReport(
  comparison: RunComparison,
  runs: { readonly old: string; readonly fresh: string },
  style: Style,
): readonly string[] {
  const { overall, conditions, hardBreaks, margin } = comparison
  const head = `${runs.fresh} against ${runs.old}: ${count(comparison.pairs, 'pair')} of trials`
  if (overall === undefined) {
    return [
      head,
      ...unpaired(comparison),
      '',
      `${style.yellow('undecided')}: there is no pair that was judged in both runs.`,
    ]
  }
  const lines = [overall, ...[...conditions].sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state))]
  const paint = { refuted: style.red, undecided: style.yellow, proven: style.green }
  const table = inColumns(lines.map(cellsOf))
  return [
    head,
    ...unpaired(comparison),
    '',
    ...table.map((line, index) => `  ${paint[lines[index]?.state ?? 'undecided'](line)}`),
    '',
    ...hardBreaks.map(
      ({ condition, scenario, before, now }) =>
        `  ${style.red('hard break')}: ${condition} held in ${before} of ${before} of ${scenario}, and is violated in ${now} of ${now} now` +
        (before === 1 ? ' (one trial each: more repeats would tell a break from a flaky scenario)' : ''),
    ),
    ...flakyLines(comparison),
    ...correctedLines(conditions),
    ...notComparedLines(comparison),
    `  ${paint[comparison.state](comparison.state)}: ${decision(comparison, overall, margin)}`,
  ]
}

function cellsOf({
  id,
  state,
  pairs,
  undecidedPairs,
  old,
  fresh,
  broke,
  mended,
  ...rest
}: Compared): readonly string[] {
  return [
    state,
    id,
    `${old.successes} -> ${fresh.successes} of ${pairs}`,
    `${points(rest.difference)} points (${points(rest.low)} to ${points(rest.high)})`,
    `${broke} broke, ${mended} mended`,
    `p ${pText(rest.pWorse)}${rest.method === 'sign-flip' ? `, ${count(rest.scenarios, 'scenario')}` : ''}`,
    undecidedPairs > 0 ? `${undecidedPairs} not decided` : '',
  ]
}

function points(fraction: number): string {
  const text = (fraction * 100).toFixed(1).replace(/\.0$/, '')
  return fraction > 0 ? `+${text}` : text === '-0' ? '0' : text
}

const pText = (p: number) => (p < 0.001 ? 'under 0.001' : p.toFixed(3))

function unpaired({ onlyOld, onlyNew }: RunComparison): readonly string[] {
  if (onlyOld + onlyNew === 0) return []
  return [`  not paired, and so not compared: ${count(onlyOld, 'trial')} of the old run, ${onlyNew} of the new one`]
}

function flakyLines({ flaky }: RunComparison): readonly string[] {
  if (flaky.length === 0) return []
  const named = flaky
    .slice(0, flakyShown)
    .map(({ scenario, successes, n, ...range }) => `    ${scenario}: ${successes} of ${n} passed (${interval(range)})`)
  const more = flaky.length > flakyShown ? [`    and ${flaky.length - flakyShown} more`] : []
  return ['  flaky in the old run already, so a single change there says little:', ...named, ...more]
}

function correctedLines(conditions: readonly Compared[]): readonly string[] {
  const ids = conditions.filter(({ corrected }) => corrected).map(({ id }) => id)
  if (ids.length === 0) return []
  return [`  ${listed(ids)}: worse when looked at alone, but among ${conditions.length} conditions that may be chance`]
}

function notComparedLines({ notCompared }: RunComparison): readonly string[] {
  return notCompared.length === 0 ? [] : [`  in no pair of trials: ${listed(notCompared, 5)}`]
}

function decision({ state, hardBreaks, conditions }: RunComparison, overall: Compared, margin: number): string {
  if (state === 'proven') return `the new run loses less than ${percent(margin)} of conversations without a violation.`
  if (state === 'refuted') {
    const worse = [overall, ...conditions].filter((each) => each.state === 'refuted').map(({ id }) => id)
    const why = [
      worse.length > 0 ? `worse beyond chance: ${listed(worse)}` : '',
      hardBreaks.length > 0 ? count(hardBreaks.length, 'hard break') : '',
    ]
    return `the new run is worse (${why.filter(Boolean).join('; ')}).`
  }
  const { moreNeeded, method } = overall
  const unit = method === 'mcnemar' ? 'pair' : 'scenario'
  const needed =
    moreNeeded === null
      ? 'no affordable number of trials would decide it, because the difference lies at the margin'
      : `${count(moreNeeded, `more ${unit}`)} would decide it if things go on as seen`
  return `a loss of ${percent(margin)} can be neither shown nor ruled out; ${needed}.`
}
