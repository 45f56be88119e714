/** What real habits cost, on a terminal: customers who write as testers do beside customers as they are, then what to mend first. */
import { visible } from '../../conversation/index.ts'
import type { AgainstControl, Contrast, Fix } from '../../simulate/index.ts'
import type { Rate } from '../../stats/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { clipped } from './escape.ts'
import { points } from './faults.ts'
import { count, interval, listed, percent } from './words.ts'

/** Habits that are listed; the rest are counted. */
const habitsShown = 12
const textShown = 240

/** The lines of the report; none where the run had no controls. */
export function controlLines(control: AgainstControl | undefined, style: Style): readonly string[] {
  if (control === undefined) return []
  const { personas, channels, habits } = control
  const tables = [
    ['persona', personas],
    ['channel', channels],
    ['habit', habits.slice(0, habitsShown)],
  ] as const
  const rows = tables.flatMap(([title, contrasts]) => contrasts.map((each, at) => rowOf(at === 0 ? title : '', each)))
  const surely = tables.flatMap(([, contrasts]) => contrasts.map((each) => each.surely))
  const more = habits.length - habitsShown
  const [head = '', ...lines] = inColumns([heads, ...rows], [4, 6])
  return [
    '',
    style.bold('  What polite tests hide'),
    ...gapLines(control).map((line) => `    ${line}`),
    '',
    style.dim(`    ${head}`),
    ...lines.map((line, at) => `    ${surely[at] === true ? style.red(line) : line}`),
    ...(more > 0 ? [style.dim(`    and ${count(more, 'more habit')}`)] : []),
    style.dim(
      '    conversations without a violation beside polite ones of the same scenario, with 95 % intervals; a habit',
    ),
    style.dim(
      '    where it occurred, with whatever came with it; "sure" is so after correcting for all of these lines',
    ),
    ...fixLines(control, style),
  ]
}

const heads = ['', '', 'polite', 'as they are', 'points', '', 'pairs', '']

function gapLines({ controls, real, overall }: AgainstControl): readonly string[] {
  const { compared } = overall
  const among = ({ successes, n }: Rate) => `${successes} of ${count(n, 'conversation')} without a violation`
  return inColumns([
    ['as testers write', shareWords(controls), among(controls)],
    ['as customers do', shareWords(real), among(real)],
    compared === undefined
      ? ['the gap', 'no pair was judged on both sides', '']
      : ['the gap', `${points(compared.difference)} points ${rangeWords(compared)}`, sureWords(overall)],
  ])
}

/** The gap in one sentence. */
export function gapSentence({ controls, real, overall: { compared } }: AgainstControl): string {
  const rates = `${shareWords(controls)} of ${controls.n} polite conversations are without a violation, and ${shareWords(real)} of ${real.n} with customers as they are`
  if (compared === undefined) return `${rates}; no pair was judged on both sides`
  return `${rates}: ${points(compared.difference)} points ${rangeWords(compared)}`
}

export const shareWords = (rate: Rate) => `${percent(rate.rate)} (${interval(rate)})`

function rowOf(title: string, { name, compared, controls, real, surely }: Contrast): readonly string[] {
  if (compared === undefined || controls === undefined || real === undefined) {
    return [title, visible(name), 'no pair was judged on both sides', '', '', '', '', '']
  }
  return [
    title,
    visible(name),
    shareWords(controls),
    shareWords(real),
    points(compared.difference),
    rangeWords(compared),
    String(compared.pairs),
    sureWords({ compared, surely }),
  ]
}

/** Whether a difference is more than chance: `sure`, `may be chance`. */
export function sureWords({ compared, surely }: Pick<Contrast, 'compared' | 'surely'>): string {
  if (surely) return 'sure'
  return compared === undefined || compared.difference >= 0 ? '' : 'may be chance'
}

export const rangeWords = ({ low, high }: { readonly low: number; readonly high: number }) =>
  `(${points(low)} to ${points(high)})`

function fixLines(control: AgainstControl, style: Style): readonly string[] {
  const { fixes } = control
  if (fixes.length === 0) return []
  const indented = (fix: Fix) =>
    [
      visible(clipped(wrongWords(fix), textShown)).replace(/\s+/g, ' '),
      `breaks ${fix.conditions.join(', ')}`,
      `in ${listed(fix.scenarios)}, such as trial ${fix.example.order}; ${politeWords(fix)}`,
    ].map((line) => style.dim(`       ${line}`))
  return [
    '',
    `    ${style.bold(fixesTitle(control))}`,
    ...fixes.flatMap((fix, at) => [`    ${at + 1}. ${fixWords(fix, control)}`, ...indented(fix)]),
    style.dim(`    ${fixesHint}`),
  ]
}

export function fixesTitle({ fixes }: AgainstControl): string {
  const numbers = ['', 'The cheapest fix', 'The two cheapest fixes', 'The three cheapest fixes']
  return `${numbers[fixes.length] ?? `The ${fixes.length} cheapest fixes`}, by points`
}

/** `+3.2 points, to 86 %: mend this, and 17 of 535 conversations have no violation any more (1.4 to 7.3 %)`. */
export function fixWords({ wins }: Fix, { real }: AgainstControl): string {
  const then = percent((real.successes + wins.successes) / real.n)
  return `${points(wins.rate)} points ${rangeWords(wins)}, to ${then}: ${wins.successes} of ${count(wins.n, 'conversation')} go wrong in this way and no other`
}

export const wrongWords = ({ wrong }: Fix) => wrong.join('; ')

/** `not in one of 67 polite conversations`: whether tests by hand would have found it. */
export function politeWords({ controls: { wrong, n } }: Fix): string {
  return wrong === 0 ? `in none of the ${n} polite conversations` : `also in ${wrong} of the ${n} polite conversations`
}

export const fixesHint =
  'what goes wrong in one way counts as one thing to mend. These were picked because they win most, so expect a little less'
