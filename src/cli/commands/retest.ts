/**
 * `fieldproof retest`: a change of the knowledge base, tested as a deployment is.
 *
 * Says what changed, plays the scenarios that may depend on it and a probe for each changed fact, and ends with 1 when
 * the agent still says what was, or does not know what is. Outside of that it ends as `simulate` does.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { Problem } from '../../problem.ts'
import type { KnowledgeFile, Probe, Project } from '../../simulate/index.ts'
import type { Store } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { juryOptions } from '../jury-options.ts'
import { faultsOption, projectOption, storeOption, wholeNumber } from '../options.ts'
import { reportOptions } from '../reports/options.ts'
import type { Retested } from '../retest/report.ts'

const probesFile = 'scenarios/retest.yaml'
const heading = 'What to ask of a changed knowledge base, made by "fieldproof retest". Yours to edit.'

export const retest: Command = {
  name: 'retest',
  summary: 'play what depends on a change of the knowledge base, and ask for each fact that changed',
  arguments: [{ form: '[folder]', description: 'folder with fieldproof.yaml; this one when left out' }],
  options: [
    { form: '--kb <folder...>', description: 'the old knowledge base and the new one; the project may follow them' },
    { form: '--plan', description: 'say what would be played and why, and play nothing' },
    { form: '--watch', description: 'go on: play again whenever a file of the new knowledge base changes' },
    { form: '--write', description: `keep the probes in ${probesFile}, so that they can be replayed` },
    { form: '--force', description: 'overwrite the file that is there' },
    { form: '--lint', description: 'only say which scenarios copy the words of the knowledge base' },
    projectOption,
    storeOption,
    {
      form: '-n, --repeats <n>',
      description: 'trials per scenario, persona and channel',
      read: wholeNumber('--repeats', 1),
    },
    { form: '--seed <n>', description: 'decides every draw', read: wholeNumber('--seed', 0) },
    {
      form: '-c, --concurrency <n>',
      description: 'trials at the same time, at most',
      read: wholeNumber('--concurrency', 1),
    },
    faultsOption,
    ...reportOptions,
    ...juryOptions,
  ],
  startsProgram: true,
  examples: [
    'fieldproof retest --kb kb-before kb',
    'fieldproof retest --kb kb-before kb --plan',
    'fieldproof retest --kb kb --watch',
    'fieldproof retest --kb kb --lint',
  ],

  async run(given, io) {
    const { knowledgeIn, meantBy } = await import('../retest/folders.ts')
    const { lint: isLint, watch: isWatch } = given.options
    const { before, after, project: named } = meantBy(given.options.kb, isLint === true || isWatch === true)
    const forProject = named === undefined ? given : { ...given, arguments: [named] }
    if (isLint === true) return lint(after, forProject, io)
    const old = { files: knowledgeIn(before ?? after, io), folder: resolve(io.cwd, before ?? after) }
    const retestNow = () => retestOnce(old, after, forProject, io)
    if (isWatch !== true) return retestNow()
    return watchAndRetest({ after, isFirst: before !== undefined }, retestNow, io)
  },
}

async function watchAndRetest(
  { after, isFirst }: { readonly after: string; readonly isFirst: boolean },
  retestNow: () => Promise<ExitCode>,
  io: Io,
): Promise<ExitCode> {
  const { watching } = await import('../retest/watch.ts')
  const watched = watching(resolve(io.cwd, after), io.interrupted)
  try {
    let code: ExitCode = isFirst ? await toldAgain(retestNow, io) : exitCodes.ok
    io.err(`Watching ${after}. Ctrl-C ends it.`)
    while (await watched.next()) code = await toldAgain(retestNow, io)
    return code
  } finally {
    watched.close()
  }
}

interface Old {
  readonly files: readonly KnowledgeFile[]
  readonly folder: string
}

/** A file that is being written may not parse: the next change is waited for. */
async function toldAgain(work: () => Promise<ExitCode>, io: Io): Promise<ExitCode> {
  const { problemsIn } = await import('../../problem.ts')
  try {
    return await work()
  } catch (thrown) {
    const problems = problemsIn(thrown)
    if (problems.length === 0) throw thrown
    for (const { message, hint } of problems) io.err(`${io.style.red('problem')} ${message} ${hint}`)
    return exitCodes.problem
  }
}

async function retestOnce(old: Old, after: string, given: Given, io: Io): Promise<ExitCode> {
  const { knowledgeIn } = await import('../retest/folders.ts')
  const { chosenFor, differenceOf, knowledgeProbes, outdatedIn } = await import('../../simulate/index.ts')
  const { changeLines, chosenLines, outdatedLines, probeLines } = await import('../retest/lines.ts')
  const { findProject } = await import('../find-project.ts')
  const folder = resolve(io.cwd, after)
  const difference = differenceOf(old.files, knowledgeIn(after, io))
  const project = await findProject(given, io, (path) => instead(path, old, folder))
  for (const line of changeLines(difference, io.style)) io.out(line)
  if (difference.changes.length === 0) {
    io.out('Nothing of what it says changed, so there is nothing to play.')
    return exitCodes.ok
  }
  const seed = (given.options.seed as number | undefined) ?? project.settings.runs.seed
  const all = chosenFor(difference, project.scenarios, await toldBefore(difference.changes, given, project, io))
  // Probes kept by an earlier retest make room for those of this one.
  const own = project.scenarios.filter(({ tags }) => !tags.includes('retest'))
  const probes = knowledgeProbes(difference, own, seed)
  const probed = new Set(probes.probes.map(({ scenario }) => scenario.id))
  const chosen = all.filter(({ scenario }) => !probed.has(scenario.id))
  const outdated = outdatedIn(difference, project.scenarios)
  for (const line of [
    ...chosenLines(chosen, project.scenarios.length, io.style),
    ...probeLines(probes, io.style),
    ...outdatedLines(outdated, io.style),
  ]) {
    io.out(line)
  }
  if (given.options.write === true) await keep(probes.probes, project, given, io)
  const scenarios = [...chosen.map(({ scenario }) => scenario), ...probes.probes.map(({ scenario }) => scenario)]
  if (given.options.plan === true || scenarios.length === 0) return exitCodes.ok
  const retested = { difference, chosen, scenarios: project.scenarios.length, without: probes.without, outdated }
  return play({ ...project, scenarios }, { probes: probes.probes, retested, folder }, given, io)
}

async function keep(probes: readonly Probe[], { folder }: Project, given: Given, io: Io): Promise<void> {
  const { scenariosText } = await import('../../simulate/index.ts')
  if (probes.length === 0) return
  const file = join(folder, probesFile)
  if (existsSync(file) && given.options.force !== true) {
    throw new Problem({
      code: 'cli/would-overwrite',
      message: `${probesFile} is there already.`,
      hint: 'Move it away, or overwrite it with --force. Nothing was written.',
    })
  }
  mkdirSync(dirname(file), { recursive: true })
  const scenarios = probes.map(({ scenario }) => scenario)
  writeFileSync(file, scenariosText(scenarios, heading))
  io.out(`The probes are in ${probesFile}.`)
}

/**
 * What the project reads of the old knowledge base is read from the new one: files of its folder, and files elsewhere
 * that say the same word for word.
 */
function instead(path: string, { folder, files }: Old, after: string): string {
  if (path.startsWith(folder + sep)) return resolve(after, relative(folder, path))
  const same = files.find((file) => basename(file.path) === basename(path))
  const isCopy = same !== undefined && existsSync(path) && readFileSync(path, 'utf8') === same.text
  return isCopy ? resolve(after, same.path) : path
}

interface Playing {
  readonly probes: readonly Probe[]
  readonly retested: Retested
  readonly folder: string
}

async function play(project: Project, { probes, retested, folder }: Playing, given: Given, io: Io): Promise<ExitCode> {
  const { answerCounts } = await import('../retest/answers.ts')
  const { answerLines } = await import('../retest/lines.ts')
  const { retestAddition } = await import('../retest/report.ts')
  const { openStoreOf } = await import('../stores.ts')
  const { simulateInto } = await import('./simulate.ts')
  const counts = answerCounts(probes, retested.difference.after)
  const { budget: _, ...runs } = project.settings.runs
  const undisturbed: Project = {
    ...project,
    settings: { ...project.settings, runs: { ...runs, faults: 'none', control: false } },
  }
  const only = { ...given, options: { ...given.options, scenario: project.scenarios.map(({ id }) => id) } }
  const withFolder: Io = { ...io, env: { ...io.env, FIELDPROOF_KB: folder } }
  io.out('')
  const store: Store = await openStoreOf(given, project, io)
  try {
    const addition = () => retestAddition(retested, counts.answers())
    const code = await simulateInto(store, undisturbed, only, withFolder, (trial) => counts.add(trial), addition)
    if (probes.length === 0) return code
    const answers = counts.answers()
    for (const line of answerLines(answers, io.style)) io.out(line)
    const isStale = answers.some(({ counts: { stale, missing } }) => stale + missing > 0)
    return isStale && code !== exitCodes.interrupted ? exitCodes.broken : code
  } finally {
    await store.close()
  }
}

/** Conversations of so many runs are read for what the agent said of what changed. */
const runsRead = 3

async function toldBefore(
  changes: Parameters<typeof import('../../simulate/index.ts')['toldIn']>[1],
  given: Given,
  project: Project,
  io: Io,
): Promise<Parameters<typeof import('../../simulate/index.ts')['chosenFor']>[2]> {
  const { isStoreThere, openStoreOf } = await import('../stores.ts')
  const { toldIn } = await import('../../simulate/index.ts')
  if (!isStoreThere(given, project, io)) return []
  const store = await openStoreOf(given, project, io)
  try {
    const told = new Map<string, { scenario: string; change: string; run: string }>()
    for (const { id: run } of await store.runs(runsRead)) {
      for await (const { conversation } of store.trials(run)) {
        const scenario = conversation.circumstances?.scenario ?? ''
        for (const change of toldIn(conversation, changes)) {
          const key = JSON.stringify([scenario, change])
          if (!told.has(key)) told.set(key, { scenario, change, run })
        }
      }
    }
    return [...told.values()]
  } finally {
    await store.close()
  }
}

async function lint(folder: string, given: Given, io: Io): Promise<ExitCode> {
  const { knowledgeIn } = await import('../retest/folders.ts')
  const { copiedLines } = await import('../retest/lines.ts')
  const { copiedWords, passagesOf } = await import('../../simulate/index.ts')
  const { findProject } = await import('../find-project.ts')
  const project = await findProject(given, io)
  const passages = passagesOf(knowledgeIn(folder, io))
  const copied = copiedWords(project.scenarios, passages)
  const placed = copied.map((each) => ({ ...each, at: lineIn(each.scenario.file, each.line) }))
  const of = { scenarios: project.scenarios.length, passages: passages.length }
  for (const line of copiedLines(placed, of, io.style)) io.out(line)
  return exitCodes.ok
}

/** `scenarios/prices.yaml:18`, as far as the line stands there as it is said. */
function lineIn(file: string | undefined, said: string): string {
  if (file === undefined || !existsSync(file)) return ''
  const at = readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(said))
  return at === -1 ? file : `${file}:${at + 1}`
}
