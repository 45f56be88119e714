/** What real habits cost, on a terminal: customers who write as testers do beside customers as they are. */
import { visible } from '../../conversation/index.ts'
import type { AgainstControl, Contrast, Mending } from '../../simulate/index.ts'
import type { Rate } from '../../stats/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { points } from './faults.ts'
import { count, percent } from './words.ts'

/** Habits that are listed; the rest are counted. */
const habitsShown = 12

/** The lines of the report; none where the run had no controls. */
export function controlLines(control: AgainstControl | undefined, style: Style): readonly string[] {
  if (control === undefined) return []
  const { controls, real, overall, personas, channels, habits, mendings } = control
  const tables = [
    ['persona', personas],
    ['channel', channels.length > 1 ? channels : []],
    ['habit', habits.slice(0, habitsShown)],
  ] as const
  const rows = tables.flatMap(([title, contrasts]) => contrasts.map((each, at) => rowOf(at === 0 ? title : '', each)))
  const more = habits.length - habitsShown
  return [
    '',
    style.bold('  What polite tests hide'),
    ...inColumns(
      [
        ['    as testers write', ...rateColumns(controls)],
        ['    as customers do', ...rateColumns(real)],
      ],
      [1],
    ),
    `    the gap: ${gapWords(overall)}`,
    ...inColumns(rows, [2]).map((line) => `      ${line}`),
    ...(more > 0 ? [style.dim(`      and ${count(more, 'more habit')}`)] : []),
    ...(mendings.length === 0 ? [] : ['    what would win most, each on top of the one before:']),
    ...mendings.map((each) => `      ${mendingWords(each)}`),
    style.dim('    counted in undisturbed conversations; a habit is compared where it occurred'),
  ]
}

function rateColumns({ rate, low, high, successes, n }: Rate): readonly string[] {
  return [`${percent(rate)} without a violation`, `(${percent(low)} to ${percent(high)}), ${successes} of ${n}`]
}

function rowOf(title: string, { name, compared }: Contrast): readonly string[] {
  if (compared === undefined) return [title, visible(name), '', 'no pair was judged on both sides']
  return [title, visible(name), points(compared.difference), rangeWords(compared)]
}

function rangeWords({ low, high, pairs, scenarios }: NonNullable<Contrast['compared']>): string {
  return `(${points(low)} to ${points(high)}), ${count(pairs, 'pair')} of ${count(scenarios, 'scenario')}`
}

/** `-18 points (-24 to -12), 268 pairs of 67 scenarios`. */
export function gapWords({ compared }: Contrast): string {
  return compared === undefined
    ? 'no pair was judged on both sides'
    : `${points(compared.difference)} points ${rangeWords(compared)}`
}

/** `keeping books-once: +6.2 points (+4.1 to +9.2), 21 of 335 conversations; violated in 30`. */
export function mendingWords({ conditions, wins, violated }: Mending): string {
  return `keeping ${conditions.join(' and ')}: ${points(wins.rate)} points (${points(wins.low)} to ${points(wins.high)}), ${wins.successes} of ${count(wins.n, 'conversation')}; violated in ${violated}`
}
