/**
 * `fieldproof forecast`: what production will do, from a run; kept, and later held against what it did.
 *
 * Forecasts are lines of a file beside the runs, added to and never changed.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { momentOf } from '../../conversation/index.ts'
import type { Answer, Forecast, Foretold, Gathered } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Grading } from '../../store/index.ts'
import { inColumns } from '../columns.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { findRun } from '../find-run.ts'
import type { Io } from '../io.ts'
import { keepLine, linesKept } from '../kept-lines.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { dataFolder, dataOption, withProduction } from '../production.ts'
import { openProjectStore } from '../stores.ts'

export const forecast: Command = {
  name: 'forecast',
  summary: 'say before a launch what production will do, and afterwards how right that was',
  arguments: [
    { form: '[run]', description: 'id of a run, the beginning of one, a name it was blessed with, or latest' },
  ],
  options: [
    projectOption,
    storeOption,
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    {
      form: '--traffic <kind=share...>',
      description:
        'how customers will come: a scenario and its share, any other name for what no scenario has; as in production, or as scenarios are, when left out',
    },
    { form: '--score', description: 'hold the newest forecast against what production has done since' },
    { form: '--seed <n>', description: 'for the intervals; 1 when left out', read: wholeNumber('--seed', 0) },
    { form: '--json', description: 'as JSON' },
  ],
  examples: [
    'fieldproof forecast',
    'fieldproof forecast baseline --traffic booking=60 prices=30 anything-else=10',
    'fieldproof forecast --score',
  ],

  async run(given, io) {
    const { answerOf, foretell, gatherGap, guardingSentences, hasHeld } = await import('../../learn/index.ts')
    const { project, store } = await openProjectStore(given, io)
    const file = join(project.folder, '.fieldproof', 'forecasts.jsonl')
    try {
      const kept = keptIn(file)
      if (given.options.score === true) {
        const newest = kept.forecasts.at(-1)
        if (newest === undefined) throw nothingForetold()
        const run = await findRun(store, newest.run)
        const since = { sinceMs: momentOf(newest.madeAt) ?? 0 }
        const gathered = await production(given, io, since, (gradings) =>
          gatherGap({ run, trials: () => store.trials(run.id), gradings, project }),
        )
        const answer = answerOf(gathered, newest, io.now().toISOString())
        const isAnswered = Object.keys(answer.rates).length > 0
        if (isAnswered) keepLine(file, { answer })
        show(given, io, { forecast: newest, answer }, () => scored(newest, answer, hasHeld, io))
        return isAnswered ? exitCodes.ok : exitCodes.undecided
      }
      const run = await findRun(store, given.arguments[0])
      const gathered = await production(given, io, {}, (gradings) =>
        gatherGap({ run, trials: () => store.trials(run.id), gradings, project }),
      )
      const { id, version } = run.agent
      const made: Forecast = {
        madeAt: io.now().toISOString(),
        run: run.id,
        agent: id,
        ...(version !== undefined && { version }),
        ...foretell(gathered, {
          ...{ seed: Number(given.options.seed ?? 1), answered: kept.answered },
          ...(given.options.traffic !== undefined && { given: trafficIn(given.options.traffic as string[]) }),
        }),
      }
      keepLine(file, { forecast: made })
      show(given, io, made, () => {
        told(made, io)
        for (const sentence of guardingSentences(gathered)) io.out(sentence)
      })
      return exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

/** @throws Problem `cli/bad-option` */
function trafficIn(words: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    words.map((word) => {
      const [, kind, text] = /^(.+)=([\d.]+)%?$/.exec(word) ?? []
      const share = Number(text)
      if (kind !== undefined && Number.isFinite(share)) return [kind, share] as const
      throw new Problem({
        code: 'cli/bad-option',
        message: `--traffic takes kinds of customers with their shares, not "${word}".`,
        hint: 'For example: --traffic booking=60 prices=30 anything-else=10.',
      })
    }),
  )
}

/** With production as far as there is any; before a launch there is none. */
function production(
  given: Given,
  io: Io,
  filter: { readonly sinceMs?: number },
  use: (gradings: AsyncIterable<Grading>) => Promise<Gathered>,
): Promise<Gathered> {
  if (!existsSync(join(dataFolder(given, io), 'observed.db')) && given.options.score !== true) return use(none())
  const name = (given.options.name as string | undefined) ?? 'default'
  return withProduction(given, io, (observed) => use(observed.gradings(name, filter)))
}

async function* none(): AsyncIterable<Grading> {}

interface Kept {
  readonly forecasts: readonly Forecast[]
  readonly answered: readonly { readonly forecast: Forecast; readonly answer: Answer }[]
}

interface Line {
  readonly forecast?: Forecast
  readonly answer?: Answer
}

/** The newest answer to each forecast counts. */
function keptIn(file: string): Kept {
  const lines = linesKept<Line>(file)
  const forecasts = lines.flatMap(({ forecast: each }) => each ?? [])
  const answers = new Map(lines.flatMap(({ answer }) => (answer === undefined ? [] : [[answer.of, answer] as const])))
  const answered = forecasts.flatMap((each) => {
    const answer = answers.get(each.madeAt)
    return answer === undefined ? [] : [{ forecast: each, answer }]
  })
  return { forecasts, answered }
}

function nothingForetold(): Problem {
  return new Problem({
    code: 'cli/nothing-foretold',
    message: 'There is no forecast to hold production against.',
    hint: 'Make one with "fieldproof forecast" before production begins, and score it when there is some.',
  })
}

function show({ options }: Given, io: Io, value: unknown, tell: () => void): void {
  if (options.json === true) io.out(JSON.stringify(value, null, 2))
  else tell()
}

function told({ run, mix, rates }: Forecast, io: Io): void {
  const [first] = Object.values(rates)
  io.out(`forecast from run ${run}; ${first === undefined ? 'nothing was decided in it' : restsOn(first, mix)}`)
  const rows = Object.entries(rates).map(([name, { test, rate, low, high, best, worst, uncovered }]) => [
    name,
    `${percent(test.successes / test.n)} of ${test.n}`,
    percent(rate),
    `${percent(low)} to ${percent(high)}`,
    percent(uncovered),
    uncovered === 0 ? '' : `${percent(worst)} to ${percent(best)}`,
  ])
  if (rows.length === 0) return
  const head = [
    '',
    'test',
    'production',
    `${(first?.confidence ?? 0.9) * 100} %`,
    'untested',
    'if all of that fails, or none',
  ]
  for (const line of inColumns([head, ...rows], [1, 2, 3, 4, 5])) io.out(line)
}

const trafficFrom: Readonly<Record<Forecast['mix'], string>> = {
  counted: 'traffic as production has it',
  given: 'traffic as it was given',
  assumed: 'traffic assumed to be as the scenarios are',
}

function restsOn({ offset, widened }: Foretold, mix: Forecast['mix']): string {
  const loss =
    offset.from === 'past'
      ? `what ${offset.releases} earlier ${offset.releases === 1 ? 'forecast' : 'forecasts'} taught`
      : 'no forecast was answered yet, so production is assumed to double the odds of a failure, give or take much'
  return `${trafficFrom[mix]}; ${loss}${widened > 1 ? `; intervals ${widened.toFixed(1)} times as wide, since earlier ones were too narrow` : ''}`
}

function scored(
  { madeAt, rates }: Forecast,
  answer: Answer,
  hasHeld: (foretold: Foretold, came: { successes: number; n: number }) => boolean,
  io: Io,
): void {
  io.out(`forecast of ${madeAt.slice(0, 10)}, held against production since`)
  if (Object.keys(answer.rates).length === 0) {
    io.out('Nothing was decided there yet.')
    return
  }
  const rows = Object.entries(rates).map(([name, foretold]) => {
    const { rate, low, high } = foretold
    const came = answer.rates[name]
    const row = [name, percent(rate), `${percent(low)} to ${percent(high)}`]
    if (came === undefined) return [...row, 'nothing decided', '']
    return [...row, `${percent(came.successes / came.n)} of ${came.n}`, hasHeld(foretold, came) ? 'held' : 'missed']
  })
  for (const line of inColumns([['', 'forecast', 'interval', 'came', ''], ...rows], [1, 2, 3])) io.out(line)
  const hits = rows.filter((row) => row[4] === 'held').length
  const n = rows.filter((row) => row[4] !== '').length
  io.out(`${hits} of ${n} intervals held what came, beyond what so few conversations may come to by chance.`)
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
