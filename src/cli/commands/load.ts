/**
 * `fieldproof load`: more and more conversations at once, graded at every level, up to where quality or speed gives way.
 *
 * Exit code 4 when this machine could not keep up, whatever was measured; 1 when less was carried than --at-least asks.
 */
import { Problem } from '../../problem.ts'
import type { Hold, LoadOptions, LoadResult, OpenProject, Project } from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { wayBack } from '../again.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import type { ToldLoad } from '../reports/load.ts'

const defaultLevels = [10, 50, 100, 500]
const defaultSpeed = 10
const defaultMargin = 0.05
const longestPauseMs = 10_000

export const load: Command = {
  name: 'load',
  summary: 'have more and more conversations at once, and say up to how many quality and speed hold',
  arguments: [{ form: '[folder]', description: 'folder with fieldproof.yaml; this one when left out' }],
  options: [
    projectOption,
    { form: '--scenario <id...>', description: 'only these scenarios' },
    { form: '--tag <tag...>', description: 'only scenarios with one of these tags' },
    {
      form: '--levels <list>',
      description: 'conversations at once, ascending; 10,50,100,500 when left out',
      read: levelsOf,
    },
    {
      form: '--hold <length>',
      description:
        'graded conversations per level, such as 200, or time, such as 60s; as many as the level and at least 100 when left out',
      read: holdOf,
    },
    {
      form: '--speed <n>',
      description: 'customers think and type so many times as fast as people; 10 when left out',
      read: wholeNumber('--speed', 1),
    },
    { form: '--arrivals <how>', description: 'poisson, or even; poisson when left out', read: arrivalsOf },
    { form: '--seed <n>', description: 'decides every draw', read: wholeNumber('--seed', 0) },
    {
      form: '--within <ms>',
      description: 'the longest 95th percentile of reply times; what the pact says when left out',
      read: wholeNumber('--within', 1),
    },
    {
      form: '--at-least <n>',
      description: 'end with 1 unless so many at once are carried',
      read: wholeNumber('--at-least', 1),
    },
    { form: '--allow <host...>', description: 'hosts beyond this machine that may be loaded' },
    storeOption,
    { form: '--html <file>', description: 'write the result as one HTML file' },
    { form: '--json <file>', description: 'write the result as JSON' },
  ],
  startsProgram: true,
  examples: [
    'fieldproof load',
    'fieldproof load --levels 10,50,100 --hold 60s --within 4000',
    'fieldproof load --levels 50,200 --at-least 200 --html load.html',
  ],

  async run(given, io) {
    const { openProject } = await import('../../simulate/index.ts')
    const { findProject } = await import('../find-project.ts')
    const { openStoreOf } = await import('../stores.ts')
    const project = await chosenProject(await findProject(given, io), given)
    const levels = (given.options.levels as readonly number[] | undefined) ?? defaultLevels
    const opened = await openProject(project, io.env, mostAtOnce(levels), io.interrupted).catch((thrown: unknown) => {
      if (!io.interrupted.aborted) throw thrown
    })
    if (opened === undefined) return exitCodes.interrupted
    try {
      const store = await openStoreOf(given, project, io)
      try {
        return await loadInto(project, { opened, store }, levels, given, io)
      } finally {
        await store.close()
      }
    } finally {
      await opened.close()
    }
  },
}

/** With those scenarios alone that were asked for. */
async function chosenProject(project: Project, { options }: Given): Promise<Project> {
  const { planFor } = await import('../plans.ts')
  const { scenarios } = planFor(project, {
    seed: 0,
    repeats: 1,
    ...(options.scenario !== undefined && { scenarios: options.scenario as string[] }),
    ...(options.tag !== undefined && { tags: options.tag as string[] }),
  }).options
  return { ...project, scenarios }
}

async function loadInto(
  project: Project,
  { opened, store }: { readonly opened: OpenProject; readonly store: Store },
  levels: readonly number[],
  given: Given,
  io: Io,
): Promise<ExitCode> {
  const { load: play, loadOf, requireLoadable } = await import('../../simulate/index.ts')
  const { judge } = await import('../../pact/index.ts')
  const { loadProgress } = await import('../load-progress.ts')
  const { loadRuns } = await import('../load-runs.ts')
  const { keptLines, loadReport } = await import('../reports/load.ts')
  const { options } = given
  requireLoadable(project, opened, {
    env: present(io.env),
    allow: (options.allow as readonly string[] | undefined) ?? [],
    atOnce: mostAtOnce(levels),
  })
  const seed = (options.seed as number | undefined) ?? project.settings.runs.seed
  const { promisedMs, ...loaded } = loadOf(project, seed)
  const boundMs = (options.within as number | undefined) ?? promisedMs
  const hold = options.hold as Hold | undefined
  const speed = (options.speed as number | undefined) ?? defaultSpeed
  io.err(`${project.settings.project}: ${levels.join(', ')} conversations at once with ${opened.stage.agent.explain()}`)
  const runs = loadRuns(store, runOf(project, { seed, speed, startedAt: io.now().toISOString() }), io.now)
  const result = await play({
    ...loaded,
    stage: opened.stage,
    judge: (conversation) => judge(loaded.pact, conversation),
    levels,
    ...(hold !== undefined && { hold }),
    arrivals: (options.arrivals as LoadOptions['arrivals'] | undefined) ?? 'poisson',
    seed,
    hurry: { speed, longestPauseMs },
    ...(boundMs !== undefined && { boundMs }),
    margin: defaultMargin,
    signal: io.interrupted,
    onGraded: runs.add,
    onLevel: ({ level }) => runs.keep(level),
    ...loadProgress(io, levels),
  })
  io.live([])
  const told: ToldLoad = {
    result,
    runs: runs.ids,
    back: wayBack(project.folder, given, io),
    speed,
    rubrics: project.pact.rubrics.length,
    isInside: 'module' in project.settings.agent && project.settings.agent.module !== undefined,
  }
  for (const line of [...loadReport(told, io.style), ...keptLines(told)]) io.out(line)
  await writeFiles(told, project, given, io)
  return codeOf(result, options.atLeast as number | undefined, io)
}

/** What the runs of all levels have in common; the settings are for whoever reads them later. */
function runOf(
  { settings: { agent }, pact }: Project,
  { seed, speed, startedAt }: { readonly seed: number; readonly speed: number; readonly startedAt: string },
): Omit<RunRecord, 'id' | 'planned'> {
  const { id, version } = agent as { readonly id: string; readonly version?: string }
  return {
    startedAt,
    agent: { id, ...(version !== undefined && { version }) },
    pact: { id: pact.id, version: pact.version, hash: pact.hash },
    seed,
    settings: { seed, repeats: 1, faults: 'none', load: { speed } },
  }
}

async function writeFiles(told: ToldLoad, project: Project, { options }: Given, io: Io): Promise<void> {
  const { json, html } = options as Readonly<Record<string, string | undefined>>
  const { resolve } = await import('node:path')
  const { writePieces } = await import('../reports/writing.ts')
  if (json !== undefined) {
    const { loadJson } = await import('../reports/load-json.ts')
    await writePieces(resolve(io.cwd, json), [`${JSON.stringify(loadJson(told), null, 2)}\n`])
  }
  if (html === undefined) return
  const { loadHtml } = await import('../reports/html-load.ts')
  const { id } = project.settings.agent as { readonly id: string }
  await writePieces(resolve(io.cwd, html), loadHtml(told, { name: project.settings.project, agent: id }))
  io.err(`Report written to ${html}`)
}

function codeOf({ isVoid, knee }: LoadResult, atLeast: number | undefined, io: Io): ExitCode {
  if (io.interrupted.aborted) return exitCodes.interrupted
  if (isVoid) return exitCodes.unreliable
  return atLeast !== undefined && (knee?.level ?? 0) < atLeast ? exitCodes.broken : exitCodes.ok
}

/** The limit that the stage is opened with; levels bound themselves. */
function mostAtOnce(levels: readonly number[]): number {
  return Math.max(2, ...levels)
}

function levelsOf(text: string): readonly number[] {
  const levels = text.split(',').map(Number)
  const isAscending = levels.every((level, index) => index === 0 || level > (levels[index - 1] ?? 0))
  if (isAscending && levels.every((level) => Number.isSafeInteger(level) && level >= 1)) return levels
  throw new Problem({
    code: 'cli/bad-option',
    message: `--levels takes whole numbers from 1, ascending, with commas between them, not "${text}".`,
    hint: 'For example: --levels 10,50,100,500.',
  })
}

function holdOf(text: string): Hold {
  const [, digits, unit] = /^(\d+)(s|m|min)?$/.exec(text.trim()) ?? []
  const value = Number(digits ?? 0)
  if (value >= 1) {
    if (unit === undefined) return { conversations: value }
    return { seconds: unit === 's' ? value : value * 60 }
  }
  throw new Problem({
    code: 'cli/bad-option',
    message: `--hold takes a number of conversations or a time, not "${text}".`,
    hint: 'For example: --hold 200, --hold 60s or --hold 5min.',
  })
}

function arrivalsOf(text: string): LoadOptions['arrivals'] {
  if (text === 'poisson' || text === 'even') return text
  throw new Problem({
    code: 'cli/bad-option',
    message: `--arrivals takes poisson or even, not "${text}".`,
    hint: 'poisson: customers who know nothing of each other. even: one every so often.',
  })
}

function present(env: Io['env']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
