/** A forecast in words, with where each of its numbers is from; and one beside what came of it. */
import type { Answered, Forecast, Foretold, TrackRecord } from '../../learn/index.ts'
import { inColumns } from '../columns.ts'
import type { Io } from '../io.ts'
import { count, interval, percent as percentOf } from '../reports/words.ts'

export async function tellForecast(forecast: Forecast, io: Io): Promise<void> {
  const { run, rates } = forecast
  const [first] = Object.values(rates)
  if (first === undefined) return io.out(`forecast from run ${run}; nothing was decided in it`)
  io.out(`forecast from run ${run}; ${trafficFrom[forecast.mix]}; ${beyondIt(first)}`)
  const isLabelled = Object.values(rates).some(({ labels }) => labels !== undefined)
  const rows = Object.entries(rates).map(([name, foretold]) => rowOf(name, foretold, forecast.mix, isLabelled))
  const head = [
    ...['', 'test', ...(isLabelled ? ['by people', 'labels'] : []), 'production', `${first.confidence * 100} %`],
    ...['untested', 'if all of that fails, or none'],
  ]
  for (const line of inColumns([head, ...rows], [1, 2, 3, 4, 5, 6, 7])) io.out(line)
  if (isLabelled)
    io.out(
      'With labels it is of what people would call held, as unsure as so few leave it; without, of what judges do.',
    )
  io.out(await untestedWords(forecast))
}

function rowOf(name: string, foretold: Foretold, mix: Forecast['mix'], isLabelled: boolean): readonly string[] {
  const { test, rate, low, high, best, worst, uncovered, labels, asJudged } = foretold
  const judged = asJudged?.test ?? test
  const byPeople = labels === undefined ? ['', ''] : [percent(test.successes / test.n), `${labels}`]
  const isKnown = mix !== 'assumed'
  return [
    ...[name, `${percent(judged.successes / judged.n)} of ${Math.round(judged.n)}`],
    ...(isLabelled ? byPeople : []),
    ...[percent(rate), `${percent(low)} to ${percent(high)}`, isKnown ? percent(uncovered) : 'not known'],
    isKnown && best > worst ? `${percent(worst)} to ${percent(best)}` : '',
  ]
}

const trafficFrom: Readonly<Record<Forecast['mix'], string>> = {
  counted: 'traffic as production has it',
  given: 'traffic as it was given',
  assumed: 'traffic assumed to be as the scenarios are',
}

function beyondIt({ offset, widened }: Foretold): string {
  const loss =
    offset.from === 'past'
      ? `what ${offset.releases} earlier ${offset.releases === 1 ? 'forecast' : 'forecasts'} taught`
      : 'no forecast was answered yet, so production is assumed to double the odds of a failure, give or take much'
  return `${loss}${widened > 1 ? `; intervals ${widened.toFixed(1)} times as wide, since earlier ones were too narrow` : ''}`
}

async function untestedWords({ mix, covering }: Forecast): Promise<string> {
  if (mix === 'assumed')
    return 'How many customers will come with what no scenario has is not known before there is production, and taken as none; --traffic says what some of them would come to.'
  if (mix === 'given') return 'Untested is what was given that no scenario has, taken as it is.'
  if (covering === undefined) return 'Untested is what of production is near no scenario.'
  const { untestedAtMost } = await import('../../learn/index.ts')
  const { beyond, unseen } = covering
  return `Of production's customers ${percentOf(beyond.rate)} (${interval(beyond)}) come with what no scenario has, ${percentOf(unseen.mass)} (at most ${percentOf(unseen.high)}) with what nobody had so far; the last column reckons with ${percentOf(untestedAtMost(covering))} of them.`
}

export async function tellAnswer(newest: Answered, record: TrackRecord | undefined, io: Io): Promise<void> {
  const { forecast, answer } = newest
  io.out(`forecast of ${forecast.madeAt.slice(0, 10)}, held against production since`)
  if (answer.otherVersions > 0)
    io.out(`Left out: ${count(answer.otherVersions, 'conversation')} of other versions than ${forecast.version}.`)
  if (record === undefined) return io.out('Nothing was decided there yet.')
  const { compared, hasHeld } = await import('../../learn/index.ts')
  const rows = Object.keys(forecast.rates).map((name) => {
    const found = compared(name, newest)
    if (found === undefined) return [name, ...foretoldWords(forecast.rates[name]), 'nothing decided']
    const { foretold, came, labels } = found
    const rate = came.successes / came.n
    const by = labels === undefined ? '' : `, ${labels} labels`
    return [
      ...[name, ...foretoldWords(foretold), `${percent(rate)} of ${Math.round(came.n)}${by}`],
      ...[(100 * Math.abs(rate - foretold.rate)).toFixed(1), hasHeld(found) ? 'held' : 'missed'],
      `${(record.widening.get(name) ?? 1).toFixed(1)} x`,
    ]
  })
  const head = ['', 'forecast', 'interval', 'came', 'off by', '', 'next as wide']
  for (const line of inColumns([head, ...rows], [1, 2, 3, 4, 6])) io.out(line)
  for (const line of recordLines(newest, record)) io.out(line)
}

const foretoldWords = (foretold: Foretold | undefined) =>
  foretold === undefined ? ['', ''] : [percent(foretold.rate), `${percent(foretold.low)} to ${percent(foretold.high)}`]

function recordLines({ forecast, answer }: Answered, { held, offBy }: TrackRecord): readonly string[] {
  const [first] = Object.values(forecast.rates)
  const foreseen = forecast.mix === 'assumed' ? 'not known beforehand' : `${percentOf(first?.uncovered ?? 0)} foreseen`
  return [
    `${held.successes} of ${held.n} intervals of ${held.clusters === 1 ? '1 forecast' : `${held.clusters} forecasts`} so far held what came, beyond what so few conversations may come to by chance: ${percentOf(held.rate)} (${interval(held)}), where ${percentOf(first?.confidence ?? 0.9)} are to. They were off by ${(100 * offBy).toFixed(1)} points on average.`,
    ...(answer.untested === undefined
      ? []
      : [`${percentOf(answer.untested)} of production came with what no scenario has; ${foreseen}.`]),
  ]
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
