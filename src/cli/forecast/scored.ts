/** A forecast in words beside what came of it, and how forecasts have done so far. */
import type { Answered, TrackRecord } from '../../learn/index.ts'
import { inColumns } from '../columns.ts'
import type { Io } from '../io.ts'
import { count, interval, percent } from '../reports/words.ts'
import { exactly, foretoldWords } from './told.ts'

export async function tellAnswer(newest: Answered, record: TrackRecord | undefined, io: Io): Promise<void> {
  const { forecast, answer } = newest
  io.out(`forecast of ${forecast.madeAt.slice(0, 10)}, held against production since`)
  if (answer.otherVersions > 0)
    io.out(`Left out: ${count(answer.otherVersions, 'conversation')} of other versions than ${forecast.version}.`)
  if (record === undefined)
    return io.out('Production has decided nothing since then: ask again when conversations have come in.')
  const { compared, hasHeld } = await import('../../learn/index.ts')
  const rows = Object.entries(forecast.rates).map(([name, whole]) => {
    const found = compared(name, newest)
    if (found === undefined) return [name, foretoldWords(whole), 'nothing decided']
    const { foretold, came, labels } = found
    const rate = came.successes / came.n
    const by = labels === undefined ? '' : `, ${labels} labels`
    return [
      ...[name, foretoldWords(foretold), `${exactly(rate)} of ${Math.round(came.n)}${by}`],
      ...[(100 * Math.abs(rate - foretold.rate)).toFixed(1), hasHeld(found) ? 'held' : 'missed'],
      `${(record.widening[name] ?? 1).toFixed(1)} x`,
    ]
  })
  const head = ['', 'forecast', 'came', 'off by', '', 'next as wide']
  for (const line of inColumns([head, ...rows], [1, 2, 3, 5])) io.out(line)
  for (const line of recordLines(newest, record)) io.out(line)
}

function recordLines({ forecast, answer }: Answered, { held, offBy }: TrackRecord): readonly string[] {
  const [first] = Object.values(forecast.rates)
  const foreseen = forecast.mix === 'assumed' ? 'not known beforehand' : `${percent(first?.uncovered ?? 0)} foreseen`
  return [
    `${held.successes} of ${held.n} intervals of ${held.clusters === 1 ? '1 forecast' : `${held.clusters} forecasts`} so far held what came, beyond what so few conversations may come to by chance: ${percent(held.rate)} (${interval(held)}), where ${percent(first?.confidence ?? 0.9)} are to. They were off by ${(100 * offBy).toFixed(1)} points on average.`,
    ...(answer.untested === undefined
      ? []
      : [`${percent(answer.untested)} of production came with what no scenario has; ${foreseen}.`]),
  ]
}
