/** Parity across channels, on a terminal: the same scenarios on each channel, as differences in points. */
import { visible } from '../../conversation/index.ts'
import type { ChannelDifference, ChannelLine, ChannelParity } from '../../simulate/index.ts'
import type { Rate } from '../../stats/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { points } from './faults.ts'
import { count, interval, percent } from './words.ts'

/** Promises shown of each channel: what is sure, and the largest differences. */
const promisesShown = 5

/** The lines of the report; none where everything was on one channel. */
export function parityLines(parity: ChannelParity | undefined, style: Style): readonly string[] {
  if (parity === undefined) return []
  const { base, channels } = parity
  const rows = channels.flatMap((line) => rowsOf(line))
  const [head = '', ...lines] = inColumns(
    [['channel', '', visible(base), 'here', 'points', '', ''], ...rows.map(({ cells }) => cells)],
    [4],
  )
  return [
    '',
    style.bold('  Parity across channels'),
    style.dim(`    ${head}`),
    ...lines.map((line, at) => `    ${rows[at]?.surely === 'worse' ? style.red(line) : line}`),
    style.dim(`    ${parityHint(parity)}`),
  ]
}

export function parityHint({ base, channels }: ChannelParity): string {
  const alone = channels.reduce((sum, each) => sum + each.alone, 0)
  const left = alone === 0 ? '' : `; ${count(alone, 'conversation')} without a twin on ${visible(base)} left out`
  return `the same scenario, persona and draws on ${visible(base)} and on the other channel, with 95 % intervals; "sure" after correcting for all of these lines${left}`
}

/** The promises of a channel that are shown: those that surely differ, and those that differ most. */
export function shownPromises({ conditions }: ChannelLine): readonly ChannelDifference[] {
  const weight = ({ surely, difference }: ChannelDifference) => (surely === undefined ? 0 : 1) + Math.abs(difference)
  const shown = new Set(conditions.toSorted((one, other) => weight(other) - weight(one)).slice(0, promisesShown))
  return conditions.filter((each) => shown.has(each))
}

interface Row {
  readonly cells: readonly string[]
  readonly surely?: ChannelDifference['surely']
}

function rowsOf(line: ChannelLine): readonly Row[] {
  const { channel, overall } = line
  if (overall === undefined)
    return [{ cells: [visible(channel), 'no pair was judged on both channels', '', '', '', '', ''] }]
  return [
    rowOf(visible(channel), 'without a violation', overall),
    ...shownPromises(line).map((each) => rowOf('', each.id, each)),
  ]
}

function rowOf(channel: string, what: string, difference: ChannelDifference): Row {
  const { base, here, surely, pairs, scenarios } = difference
  const cells = [
    channel,
    what,
    percent(base.rate),
    percent(here.rate),
    points(difference.difference),
    `(${points(difference.low)} to ${points(difference.high)})`,
    `${count(pairs, 'pair')} of ${count(scenarios, 'scenario')}${surely === undefined ? '' : `, surely ${surely}`}`,
  ]
  return surely === undefined ? { cells } : { cells, surely }
}

/** `-3 points (-6 to -1), 201 pairs of 67 scenarios`. */
export function differenceWords({ difference, low, high, pairs, scenarios }: ChannelDifference): string {
  return `${points(difference)} points (${points(low)} to ${points(high)}), ${count(pairs, 'pair')} of ${count(scenarios, 'scenario')}`
}

export const sharesWords = ({ base, here }: { readonly base: Rate; readonly here: Rate }) =>
  `${percent(base.rate)} (${interval(base)}) to ${percent(here.rate)} (${interval(here)})`
