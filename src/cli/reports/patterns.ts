/** Patterns on the terminal: how often each is real and played, where there is more of it, and where customers leave. */
import type { Hazard, Pattern, Patterns, PointsBy, Telling } from '../../learn/index.ts'
import { inColumns } from '../columns.ts'
import type { Embedded } from '../embedded.ts'
import { count, interval, listed, percent } from './words.ts'

/**
 * @param run the id of the run that patterns are played in; none where production is looked at alone
 * @param meant what said what means the same, where no words were counted
 */
export function patternLines(
  { shown, hazards }: Patterns,
  telling: Telling,
  run: string | undefined,
  meant?: Embedded,
): readonly string[] {
  const { real, of, played, silent } = telling
  const beside = run === undefined ? '' : ` beside ${count(played.length, 'conversation')} of run ${run}`
  const rows = shown.map(({ pattern }) => [
    pattern.says,
    rateWords(pattern.real),
    ...(run === undefined ? [] : [rateWords(pattern.played), pattern.suite ? suiteWords[pattern.suite] : '']),
    pattern.untold === 0 ? '' : `${pattern.untold} not told`,
  ])
  const head = ['customers who', 'real', ...(run === undefined ? [] : ['played', 'the suite plays it'])]
  return [
    `${count(real.length, 'conversation')} of production${beside}`,
    ...(meant === undefined
      ? []
      : [`What means the same is told by ${meant.by}; ${meant.asked} of ${meant.n} texts were asked for.`]),
    ...(of > real.length ? [`They are those of a sample of customers, taken from ${of}.`] : []),
    ...(silent > 0 ? [`In ${silent} more no customer said anything.`] : []),
    '',
    ...inColumns([head, ...rows]),
    ...shown.flatMap(({ pattern }) => where(pattern)),
    ...(['upshot', 'turn', 'done'] as const).flatMap((by) => leaving(by, hazards)),
  ]
}

const suiteWords: Readonly<Record<NonNullable<Pattern['suite']>, string>> = {
  never: 'never',
  'too rarely': 'too rarely',
  'about as often': 'no difference to be told',
  'too often': 'more often than it happens',
}

function rateWords(rate: Pattern['real']): string {
  return rate === undefined ? 'cannot be told' : `${percent(rate.rate)} (${interval(rate)}) of ${rate.n}`
}

const whereWords = { kind: 'among', channel: 'on' } as const

function where({ says, real, concentrates, examples }: Pattern): readonly string[] {
  if (real === undefined || real.successes === 0) return []
  return [
    '',
    `customers who ${says}: ${listed(examples, examples.length)}`,
    ...concentrates.map(
      ({ by, in: name, words, share, elsewhere }) =>
        `  more of them ${whereWords[by]} "${name}"${words ? ` (${words.join(', ')})` : ''}: ${rateWords(share)}, elsewhere ${percent(elsewhere)}`,
    ),
  ]
}

const pointWords: Readonly<Record<PointsBy, string>> = {
  upshot: 'left after the agent',
  turn: "left after the agent's turn",
  done: 'left when this had been done',
}

/** Points of each kind that are shown. */
const mostPoints = 5

function leaving(by: PointsBy, hazards: readonly Hazard[]): readonly string[] {
  const points = hazards.filter((each) => each.by === by && each.leave.successes > 0)
  if (points.length === 0) return []
  const rows = points
    .slice(0, mostPoints)
    .map(({ at, leave, elsewhere, standsOut }) => [
      at,
      `${leave.successes} of ${leave.n}`,
      `${percent(leave.rate)} (${interval(leave)})`,
      percent(elsewhere),
      standsOut ? 'more than elsewhere' : '',
    ])
  const more = points.length - rows.length
  return [
    '',
    ...inColumns([[pointWords[by], 'left', '', 'elsewhere', ''], ...rows], [1]),
    ...(more > 0 ? [`and ${more} more`] : []),
  ]
}
