/** A forecast in words, with where each of its numbers is from. */
import type { Brought, Forecast, Foretold } from '../../learn/index.ts'
import { inColumns } from '../columns.ts'
import type { Io } from '../io.ts'
import { interval, listed, percent } from '../reports/words.ts'

type Promises = readonly { readonly id: string; readonly target: number }[]

export async function tellForecast(forecast: Forecast, promises: Promises, io: Io): Promise<void> {
  const { besideSoFar, hasHeld, untestedAtMost } = await import('../../learn/index.ts')
  const rows = Object.entries(forecast.rates)
  const [first] = rows
  if (first === undefined) return io.out(`forecast from run ${forecast.run}; nothing was decided in it`)
  io.out(`forecast from run ${forecast.run}; ${trafficFrom[forecast.mix]}; ${beyondIt(first[1], forecast)}`)
  for (const line of table(rows, columnsOf(forecast, promises, first[1]))) io.out(line)
  if (rows.some(([, { labels }]) => labels !== undefined))
    io.out(
      'With labels it is of what people would call held, as unsure as so few leave it; without, of what judges do.',
    )
  for (const line of broughtLines(forecast)) io.out(line)
  io.out(untestedWords(forecast, untestedAtMost))
  const outside = rows.flatMap(([name, foretold]) => {
    const soFar = besideSoFar(foretold)
    return soFar === undefined || hasHeld(soFar) ? [] : [name]
  })
  if (outside.length > 0) io.out(`What production did so far lies outside of the forecast for ${listed(outside)}.`)
  if (forecast.launched)
    io.out('Production has this version already: what it did so far says more of it than any forecast.')
}

interface Column {
  readonly head: string
  readonly of: (foretold: Foretold, name: string) => string
}

function columnsOf({ mix }: Forecast, promises: Promises, { confidence }: Foretold): readonly Column[] {
  const targets = new Map(promises.map(({ id, target }) => [id, target]))
  return [
    { head: 'test', of: ({ test, asJudged }) => ofN(asJudged?.test ?? test) },
    { head: 'by people', of: ({ test, labels }) => (labels === undefined ? '' : exactly(test.successes / test.n)) },
    { head: 'labels', of: ({ labels }) => (labels === undefined ? '' : `${labels}`) },
    { head: 'same traffic', of: ({ asTested }) => (mix === 'assumed' ? '' : exactly(asTested)) },
    { head: 'so far', of: ({ soFar, asJudged }) => ofN(soFar ?? asJudged?.soFar) },
    { head: `production (${confidence * 100} %)`, of: foretoldWords },
    { head: 'target', of: (foretold, name) => besideTarget(foretold, targets.get(name)) },
    { head: 'untested', of: ({ uncovered }) => (mix === 'assumed' ? 'not known' : exactly(uncovered)) },
    {
      head: 'if all of that fails, or none',
      of: ({ best, worst }) => (mix === 'assumed' || best <= worst ? '' : `${within({ low: worst, high: best })} %`),
    },
  ]
}

/** Columns without a word are left out. */
function table(rows: readonly (readonly [string, Foretold])[], columns: readonly Column[]): readonly string[] {
  const used = columns.filter(({ of }) => rows.some(([name, foretold]) => of(foretold, name) !== ''))
  const cells = rows.map(([name, foretold]) => [name, ...used.map(({ of }) => of(foretold, name))])
  return inColumns(
    [['', ...used.map(({ head }) => head)], ...cells],
    used.map((_, at) => at + 1),
  )
}

function besideTarget({ low, high }: Foretold, target: number | undefined): string {
  if (target === undefined) return ''
  return `${high < target ? 'below' : low >= target ? 'above' : 'around'} ${percent(target)}`
}

const trafficFrom: Readonly<Record<Forecast['mix'], string>> = {
  counted: 'traffic as production has it',
  given: 'traffic as it was given',
  assumed: 'traffic assumed to be as the scenarios are',
}

function beyondIt({ offset: { from, releases }, widened }: Foretold, { history = 0 }: Forecast): string {
  const taught = [
    ...(releases > history
      ? [releases - history === 1 ? '1 earlier forecast' : `${releases - history} earlier forecasts`]
      : []),
    ...(history > 0
      ? [`what production did of ${history === 1 ? 'a tested version' : `${history} tested versions`}`]
      : []),
  ]
  const loss =
    from === 'past'
      ? `how much tests flatter from ${taught.join(' and ')}`
      : 'no forecast was answered yet, so production is assumed to double the odds of a failure, give or take much'
  return `${loss}${widened > 1 ? `; intervals ${widened.toFixed(1)} times as wide, since earlier ones were too narrow` : ''}`
}

function untestedWords(
  { mix, covering }: Forecast,
  atMost: typeof import('../../learn/index.ts').untestedAtMost,
): string {
  if (mix === 'assumed')
    return 'How many customers will come with what no scenario has is not known before there is production, and taken as none; --traffic says what some of them would come to.'
  if (mix === 'given') return 'Untested is what was given that no scenario has, taken as it is.'
  if (covering === undefined) return 'Untested is what of production is near no scenario.'
  const { beyond, unseen } = covering
  return `Of production's customers ${percent(beyond.rate)} (${interval(beyond)}) come with what no scenario has, ${percent(unseen.mass)} (at most ${percent(unseen.high)}) with what nobody had so far; the last column reckons with ${percent(atMost(covering))} of them.`
}

const mostBrought = 6

/** What production has otherwise than the test, what makes the most of it first. */
function broughtLines({ brought = [] }: Forecast): readonly string[] {
  const weight = ({ production, test, points }: Brought) =>
    Math.abs(production - test) * Math.max(Math.abs(points.low), Math.abs(points.high))
  const all = brought.filter((each) => Math.abs(each.production - each.test) >= 0.005)
  if (all.length === 0) return []
  const rows = all
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, mostBrought)
    .map((each) => [
      ...[each.what, `${exactly(each.production)} ${sharesFrom[each.shares]}`, exactly(each.test)],
      ...[
        `${inPoints(each.points.mean)} (${inPoints(each.points.low)} to ${inPoints(each.points.high)})`,
        costFrom(each),
      ],
    ])
  const more = all.length - rows.length
  return [
    ...inColumns([['customers bring', 'production', 'test', 'points lost by it (90 %)', 'from'], ...rows], [1, 2, 3]),
    ...(more > 0 ? [`and ${more} more that weigh less`] : []),
  ]
}

const sharesFrom: Readonly<Record<Brought['shares'], string>> = {
  counted: 'counted',
  given: 'given',
  simulated: 'assumed, as simulated',
}

function costFrom({ seenInTest, ablated }: Brought): string {
  const from = [
    ...(seenInTest ? ['the test'] : []),
    ...(ablated === undefined ? [] : [`the ablation of ${ablated.slice(0, 10)}`]),
  ]
  return from.length === 0 ? 'nobody tried it: it may cost or win' : from.join(' and ')
}

const inPoints = (share: number) => (100 * share + 0).toFixed(1).replace(/^-(?=0\.0$)/, '')

/** `89.7 % (86.9 to 93.0)` */
export const foretoldWords = (foretold: Foretold) => `${exactly(foretold.rate)} (${within(foretold)})`

/** `86.9 to 93.0`: a digit behind the point everywhere, so that columns line up. */
const within = ({ low, high }: { readonly low: number; readonly high: number }) =>
  `${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)}`

export const exactly = (share: number) => `${(100 * share).toFixed(1)} %`

function ofN(count: Foretold['soFar']): string {
  return count === undefined ? '' : `${exactly(count.successes / count.n)} of ${Math.round(count.n)}`
}
