/**
 * Where violations and labels are looked for: a run of this project, and production where a server keeps some here. Labels
 * of production lie beside it, those of runs beside the runs.
 */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Judged, judgedInProduction, judgedInRun, type People, peopleIn } from '../learn/index.ts'
import { Problem } from '../problem.ts'
import type { Project } from '../simulate/index.ts'
import { type Label, type Labels, type Observed, openLabels, type Store, type StoredRun } from '../store/index.ts'
import type { Given, OptionForm } from './command.ts'
import { findRun } from './find-run.ts'
import type { Io } from './io.ts'
import { projectOption, storeOption, wholeNumber } from './options.ts'
import { dataFolder, dataOption, noProduction, withProduction } from './production.ts'
import { openProjectStore } from './stores.ts'

export const sourceOptions: readonly OptionForm[] = [
  projectOption,
  storeOption,
  { form: '--run <run>', description: 'a run by its id, name or beginning; the newest when left out; "none" for none' },
  dataOption,
  { form: '--name <project>', description: 'the project on the server; default when left out' },
  { form: '--days <n>', description: 'only so many days of production, up to now', read: wholeNumber('--days', 1) },
]

export interface Sources {
  readonly project: Project
  readonly run?: { readonly store: Store; readonly run: StoredRun; readonly labels: Labels }
  readonly production?: {
    readonly observed: Observed
    readonly labels: Labels
    /** The project on the server. */
    readonly project: string
    readonly sinceMs: number
    readonly untilMs: number
  }
  readonly people: People
}

/** The project that labels of runs are kept under: a store of runs knows one alone. */
export const ownProject = 'default'
const dayMs = 86_400_000

/** Opens what there is, hands it over, and closes it. @throws Problem where there is neither a run nor production */
export async function withSources<Value>(
  given: Given,
  io: Io,
  use: (sources: Sources) => Promise<Value>,
): Promise<Value> {
  const { project, store } = await openProjectStore(given, io)
  const opened: Labels[] = []
  const open = async (file: string) => {
    const labels = await openLabels(file)
    opened.push(labels)
    return labels
  }
  try {
    const hasProduction = existsSync(join(dataFolder(given, io), 'observed.db'))
    const run = await wantedRun(given, store, hasProduction)
    if (run === undefined && !hasProduction) throw noProduction(given, io)
    const ofRun = run && { store, run, labels: await open(runLabelsFile(given, project, io)) }
    if (!hasProduction) return await use(await sourcesOf(project, ofRun, undefined))
    return await withProduction(given, io, async (observed) => {
      const { name, days } = given.options
      const untilMs = io.now().getTime() + dayMs
      const sinceMs = days === undefined ? 0 : io.now().getTime() - Number(days) * dayMs
      const labels = await open(join(dataFolder(given, io), labelsFile))
      const own = { observed, labels, project: (name as string | undefined) ?? 'default', sinceMs, untilMs }
      return use(await sourcesOf(project, ofRun, own))
    })
  } finally {
    for (const labels of opened) await labels.close()
    await store.close()
  }
}

const labelsFile = 'labels.db'

async function wantedRun({ options }: Given, store: Store, hasProduction: boolean): Promise<StoredRun | undefined> {
  const wanted = options.run as string | undefined
  if (wanted === 'none') return undefined
  if (wanted !== undefined || (await store.runs(1)).length > 0) return findRun(store, wanted)
  if (hasProduction) return undefined
  throw new Problem({
    code: 'cli/no-such-run',
    message: 'Neither a run nor production is kept here yet.',
    hint: 'Start a run with "fieldproof simulate", or take production in with "fieldproof serve".',
  })
}

function runLabelsFile({ options }: Given, project: Project, io: Io): string {
  const named = options.store as string | undefined
  if (named === ':memory:') return named
  const own = resolve(project.folder, project.settings.store ?? '.fieldproof/runs.db')
  return join(dirname(named === undefined ? own : resolve(io.cwd, named)), labelsFile)
}

async function sourcesOf(project: Project, run: Sources['run'], production: Sources['production']): Promise<Sources> {
  const people = await peopleIn(allOf(run, production))
  return { project, people, ...(run && { run }), ...(production && { production }) }
}

async function* allOf(run: Sources['run'], production: Sources['production']): AsyncIterable<Label> {
  if (run !== undefined) yield* run.labels.all(ownProject, { source: run.run.id })
  if (production !== undefined) yield* production.labels.all(production.project)
}

/**
 * The one of both that a judge is calibrated on, since a rate is of one of them: the run where one was named, else
 * production, else the newest run.
 */
export function oneSource({ options }: Given, sources: Sources): Sources {
  const { run, production, ...rest } = sources
  const isNamed = run !== undefined && options.run !== undefined
  if (production === undefined || isNamed) return { ...rest, ...(run && { run }) }
  return { ...rest, production }
}

/** All that was judged there. */
export async function* allJudged({ run, production }: Sources): AsyncIterable<Judged> {
  if (production !== undefined) {
    const { observed, project, sinceMs, untilMs } = production
    yield* judgedInProduction(observed.gradings(project, { sinceMs, untilMs }))
  }
  if (run !== undefined) yield* judgedInRun(run.run, run.store.trials(run.run.id))
}

/** Where things were looked for, in words. */
export function sourceWords({ run, production }: Sources): string {
  const words = [...(run ? [`run ${run.run.id}`] : []), ...(production ? ['production'] : [])]
  return words.join(' and ')
}
