/**
 * `fieldproof forecast`: what production will do, from a run; kept, and later held against what it did.
 *
 * Forecasts are lines of a file beside the runs, added to and never changed.
 */
import { momentOf } from '../../conversation/index.ts'
import type { Answered, BroughtOptions, Forecast, Gathered } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Grading, StoredRun } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { findProject } from '../find-project.ts'
import { wholeRun } from '../find-run.ts'
import { forecastsFile, forecastsKept, type KeptForecasts } from '../forecast/kept.ts'
import { tellAnswer } from '../forecast/scored.ts'
import { tellForecast } from '../forecast/told.ts'
import type { Io } from '../io.ts'
import { keepLine } from '../kept-lines.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { dataOption, noProduction } from '../production.ts'
import { type Sources, withSources } from '../sources.ts'

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
    const covering = shares === undefined ? await coveringIn(sources, given) : undefined
    const history = await historyIn(sources, gathered, answered, { at: io.now().toISOString(), seed: seedIn(given) })
    const whose = whoseRun(runOf(sources).run)
    const made: Forecast = {
      ...{ madeAt: io.now().toISOString(), ...whose },
      ...(history.some(({ forecast }) => forecast.run === whose.run) && { launched: true }),
      ...foretell(gathered, {
        ...{ seed: seedIn(given), answered, history, brought: await broughtIn(sources, brings) },
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
    if (given.options.json === true)
      io.out(
        JSON.stringify(
          { forecast, answer, record: record && { ...record, widening: Object.fromEntries(record.widening) } },
          null,
          2,
        ),
      )
    else await tellAnswer({ forecast, answer }, record, io)
    return isAnswered ? exitCodes.ok : exitCodes.undecided
  })
}

/** @throws Problem `cli/bad-option` */
function trafficIn({ options }: Given): ReadonlyMap<string, number> | undefined {
  if (options.traffic === undefined) return undefined
  const shares = sharesIn(options.traffic as string[], (what) => badShares('--traffic', what, trafficExample))
  if ([...shares.values()].some((share) => share > 0)) return shares
  throw badShares('--traffic', 'at least one kind that comes', trafficExample)
}

const trafficExample = '--traffic booking=60 prices=30 anything-else=10'

/** @throws Problem `cli/bad-option` */
async function bringsIn({ options }: Given): Promise<BroughtOptions['given']> {
  if (options.brings === undefined) return undefined
  const { factorNames } = await import('../../learn/index.ts')
  const bad = (what: string) => badShares('--brings', what, '--brings noise=40 faults=5')
  return new Map(
    [...sharesIn(options.brings as string[], bad)].map(([name, share]) => {
      const factor = factorNames.find((each) => each === name)
      if (factor !== undefined && share <= 100) return [factor, share / 100] as const
      throw bad(`${factorNames.join(', ')} with how many of 100 customers bring it, not "${name}=${share}"`)
    }),
  )
}

function sharesIn(words: readonly string[], bad: (what: string) => Problem): ReadonlyMap<string, number> {
  return new Map(
    words.map((word) => {
      const [, name, text] = /^(.+)=([\d.]+)%?$/.exec(word) ?? []
      const share = Number(text)
      if (name !== undefined && Number.isFinite(share)) return [name, share] as const
      throw bad(`names with their shares, not "${word}"`)
    }),
  )
}

const badShares = (option: string, what: string, example: string) =>
  new Problem({ code: 'cli/bad-option', message: `${option} takes ${what}.`, hint: `For example: ${example}.` })

async function broughtIn({ project }: Sources, given: BroughtOptions['given']): Promise<BroughtOptions> {
  const { newestAblation } = await import('../ablations.ts')
  const ablation = newestAblation(project)
  return { ...(ablation && { ablation }), ...(given && { given }) }
}

/** A run, and production as far as there is any; before a launch there is none. */
const of = (run: string | undefined, given: Given): Given => ({
  ...given,
  options: { ...given.options, run: run ?? wholeRun },
})

async function gatheredFrom(sources: Sources, sinceMs: number, run = runOf(sources).run): Promise<Gathered> {
  const { gatherGap } = await import('../../learn/index.ts')
  const { project, people } = sources
  return gatherGap({
    ...{ run, trials: () => runOf(sources).store.trials(run.id), project, people },
    gradings: gradingsSince(sources, sinceMs),
  })
}

/** Runs among which those of other versions in production are looked for. */
const runsLooked = 100
/** Conversations below which a run says nothing of how much tests flatter. */
const leastKept = 20

/** Releases in production that were tested and not forecast: this version's, and those whose run is still here. */
async function historyIn(
  sources: Sources,
  gathered: Gathered,
  answered: readonly Answered[],
  terms: { readonly at: string; readonly seed: number },
): Promise<readonly Answered[]> {
  const { historyOf } = await import('../../learn/index.ts')
  const { run, store } = runOf(sources)
  const known = new Set(answered.map(({ forecast }) => forecast.version))
  const production = gathered.conversations.filter(({ side }) => side === 'production')
  const own = run.agent.version
  const versions = new Set(production.map(({ version }) => (own === undefined ? undefined : (version ?? own))))
  const runs = versions.size === 0 ? [] : await store.runs(runsLooked)
  const found: Answered[] = []
  for (const version of [...versions].filter((each) => !known.has(each))) {
    const isOwn = version === own
    const of = isOwn ? run : largestOf(runs, run.agent.id, version)
    const both = isOwn || of === undefined ? gathered : await gatheredFrom(sources, 0, of)
    const history = of && historyOf(both, whoseRun(of), terms)
    if (history !== undefined) found.push(history)
  }
  return found
}

async function coveringIn(sources: Sources, given: Given) {
  if (sources.production === undefined) return undefined
  const { coveringOf } = await import('../../learn/index.ts')
  const { run, store } = runOf(sources)
  return coveringOf(store.trials(run.id), gradingsSince(sources, 0), sources.project, seedIn(given))
}

/** Large enough for what is near its customers to be told, if any run is. */
function largestOf(runs: readonly StoredRun[], id: string, version: string | undefined): StoredRun | undefined {
  return runs
    .filter(({ agent, kept }) => agent.id === id && agent.version === version && kept >= leastKept)
    .toSorted((a, b) => b.kept - a.kept)[0]
}

function whoseRun({ id, agent }: StoredRun): Pick<Forecast, 'run' | 'agent' | 'version'> {
  return { run: id, agent: agent.id, ...(agent.version !== undefined && { version: agent.version }) }
}

function runOf({ run }: Sources): NonNullable<Sources['run']> {
  if (run === undefined) throw new TypeError('sources were opened without a run')
  return run
}

async function* gradingsSince({ production }: Sources, sinceMs: number): AsyncIterable<Grading> {
  if (production !== undefined) yield* production.observed.gradings(production.project, { sinceMs })
}

const seedIn = ({ options }: Given) => Number(options.seed ?? 1)

function nothingForetold(): Problem {
  return new Problem({
    code: 'cli/nothing-foretold',
    message: 'There is no forecast to hold production against.',
    hint: 'Make one with "fieldproof forecast" before production begins, and score it when there is some.',
  })
}
