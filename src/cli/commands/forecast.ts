/**
 * `fieldproof forecast`: what production will do, from a run; kept, and later held against what it did.
 *
 * Forecasts are lines of a file beside the runs, added to and never changed.
 */
import { momentOf } from '../../conversation/index.ts'
import type { Forecast, Gathered } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { findProject } from '../find-project.ts'
import { wholeRun } from '../find-run.ts'
import { forecastsFile, forecastsKept, type KeptForecasts } from '../forecast/kept.ts'
import { broughtIn, coveringIn, gatheredFrom, historyIn, runOf, whoseRun } from '../forecast/known.ts'
import { tellAnswer } from '../forecast/scored.ts'
import { bringsIn, trafficIn } from '../forecast/shares.ts'
import { tellForecast } from '../forecast/told.ts'
import type { Io } from '../io.ts'
import { keepLine } from '../kept-lines.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { dataOption, noProduction } from '../production.ts'
import { withSources } from '../sources.ts'

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
    {
      form: '--brings <factor=share...>',
      description:
        'how many of 100 customers bring noise, faults, another channel or behaviours; as production has it, else as the test or an ablation has it, when left out',
    },
    { form: '--score', description: 'hold the newest forecast against what production has done since' },
    { form: '--seed <n>', description: 'for the intervals; 1 when left out', read: wholeNumber('--seed', 0) },
    { form: '--json', description: 'as JSON' },
  ],
  examples: [
    'fieldproof forecast',
    'fieldproof forecast baseline --traffic booking=60 prices=30 anything-else=10',
    'fieldproof forecast --brings noise=40 faults=5',
    'fieldproof forecast --score',
  ],

  async run(given, io) {
    const kept = forecastsKept(await findProject({ ...given, arguments: [] }, io))
    return given.options.score === true ? score(kept, given, io) : make(kept, given, io)
  },
}

async function make({ answered }: KeptForecasts, given: Given, io: Io): Promise<ExitCode> {
  const { foretell, guardingSentences } = await import('../../learn/index.ts')
  const [shares, brings] = [trafficIn(given), await bringsIn(given)]
  return withSources(of(given.arguments[0], given), io, async (sources) => {
    const gathered = await gatheredFrom(sources, 0)
    const covering = shares === undefined ? await coveringIn(sources, seedIn(given)) : undefined
    const history = await historyIn(sources, gathered, answered, { at: io.now().toISOString(), seed: seedIn(given) })
    const whose = whoseRun(runOf(sources).run)
    const made: Forecast = {
      ...{ madeAt: io.now().toISOString(), ...whose },
      ...(isLaunched(gathered, whose) && { launched: true }),
      ...foretell(gathered, {
        ...{ seed: seedIn(given), answered, history, brought: broughtIn(sources, brings) },
        ...(shares && { given: shares }),
        ...(covering && { covering }),
      }),
    }
    keepLine(forecastsFile(sources.project), { forecast: made })
    if (given.options.json === true) io.out(JSON.stringify(made, null, 2))
    else {
      const { conditions, rubrics } = sources.project.pact
      await tellForecast(made, [...conditions, ...rubrics], io)
      for (const sentence of guardingSentences(gathered)) io.out(sentence)
    }
    return exitCodes.ok
  })
}

async function score({ forecasts, answered }: KeptForecasts, given: Given, io: Io): Promise<ExitCode> {
  const { answerOf, trackRecord } = await import('../../learn/index.ts')
  const forecast = forecasts.at(-1)
  if (forecast === undefined) throw nothingForetold()
  return withSources(of(forecast.run, given), io, async (sources) => {
    if (sources.production === undefined) throw noProduction(given, io)
    const gathered = await gatheredFrom(sources, momentOf(forecast.madeAt) ?? 0)
    const answer = answerOf(gathered, forecast, { answeredAt: io.now().toISOString(), seed: seedIn(given) })
    const isAnswered = Object.keys(answer.rates).length > 0
    if (isAnswered) keepLine(forecastsFile(sources.project), { answer })
    const others = answered.filter((each) => each.forecast !== forecast)
    const record = isAnswered ? trackRecord([...others, { forecast, answer }]) : undefined
    if (given.options.json === true) io.out(JSON.stringify({ forecast, answer, record }, null, 2))
    else await tellAnswer({ forecast, answer }, record, io)
    return isAnswered ? exitCodes.ok : exitCodes.undecided
  })
}

/** A run, and production as far as there is any; before a launch there is none. */
const of = (run: string | undefined, given: Given): Given => ({
  ...given,
  options: { ...given.options, run: run ?? wholeRun },
})

/** Whether production names this version. */
const isLaunched = ({ conversations }: Gathered, { version: wanted }: Pick<Forecast, 'version'>) =>
  wanted !== undefined && conversations.some(({ side, version }) => side === 'production' && version === wanted)

const seedIn = ({ options }: Given) => Number(options.seed ?? 1)

function nothingForetold(): Problem {
  return new Problem({
    code: 'cli/nothing-foretold',
    message: 'There is no forecast to hold production against.',
    hint: 'Make one with "fieldproof forecast" before production begins, and score it when there is some.',
  })
}
