/** `fieldproof probe`: attacks the agent of a project in every way that is known here, and sees by what it did whether one worked. */
import { Problem } from '../../problem.ts'
import type { Project } from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { commandLine, wayBack } from '../again.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import type { ProbeChoices } from '../probing.ts'
import { freshRunId } from '../run-ids.ts'

export const probe: Command = {
  name: 'probe',
  summary: 'attack the agent in known ways, each beside an honest customer who sounds alike',
  arguments: [{ form: '[folder]', description: 'folder with fieldproof.yaml; this one when left out' }],
  options: [
    projectOption,
    storeOption,
    { form: '--family <id...>', description: 'only these families; "fieldproof probe --list" names them' },
    { form: '--failure-modes', description: 'a first look: ten ways to fail, two templates of each' },
    {
      form: '--turns <n,n...>',
      description: 'customer turns at which probes begin; 1,3,10,18 when left out',
      read: turnsIn,
    },
    { form: '--templates <n>', description: 'templates of each family, at most', read: wholeNumber('--templates', 1) },
    { form: '--under <set...>', description: 'try each probe also under these fault sets of the project' },
    { form: '--no-twins', description: 'leave out the honest customers' },
    {
      form: '--seed <n>',
      description: 'decides what is made up and what is said before',
      read: wholeNumber('--seed', 0),
    },
    {
      form: '-c, --concurrency <n>',
      description: 'conversations at the same time, at most',
      read: wholeNumber('--concurrency', 1),
    },
    { form: '--list', description: 'name the families, and play nothing' },
    {
      form: '--languages <code,code...>',
      description: 'languages that the agent promises, in which honest customers speak; en when left out',
      read: languagesIn,
    },
    { form: '--resume [run]', description: 'do what is missing of a run that was stopped; the newest when left out' },
    { form: '--json <file>', description: 'write what came of each probe as JSON' },
    { form: '--junit <file>', description: 'write one case per family as JUnit XML' },
    { form: '--html <file>', description: 'write the families and what broke them as one HTML file' },
    {
      form: '--require-proof',
      description: 'end with 3 when a family was tried and none of its probes could be judged',
    },
  ],
  startsProgram: true,
  examples: [
    'fieldproof probe',
    'fieldproof probe --failure-modes',
    'fieldproof probe --family prompt-request --turns 1,18',
    'fieldproof probe --junit probes.xml --html probes.html',
  ],

  async run(given, io) {
    const { probeFamilies } = await import('../../simulate/index.ts')
    if (given.options.list === true) {
      const { inColumns } = await import('../columns.ts')
      for (const line of inColumns(probeFamilies.map(({ id, title }) => [id, title]))) io.out(line)
      return exitCodes.ok
    }
    const { findProject } = await import('../find-project.ts')
    const { openStoreOf } = await import('../stores.ts')
    const project = await findProject(given, io)
    const store = await openStoreOf(given, project, io)
    try {
      return await probeInto(store, project, given, io)
    } finally {
      await store.close()
    }
  },
}

async function probeInto(store: Store, project: Project, given: Given, io: Io): Promise<ExitCode> {
  const { openProject, planOf, probeProject, run } = await import('../../simulate/index.ts')
  const { probeCounts } = await import('../probe-counts.ts')
  const { probeChoicesIn, probeChoicesOf, probeSetFor } = await import('../probing.ts')
  const old = await runToResume(store, given)
  const choices = (old && probeChoicesOf(old)) ?? probeChoicesIn(given, project)
  const set = await probeSetFor(project, choices)
  const probed = probeProject(project, set)
  const plan = planOf(probed, { repeats: 1 })
  const record = old ?? (await newRun(store, project, plan.size, choices, io))
  const counts = await probeCounts(set, record.pact)
  if (old !== undefined) for await (const trial of store.trials(old.id)) counts.add(trial)
  const concurrency = (given.options.concurrency as number | undefined) ?? project.settings.runs.concurrency
  const opened = await openProject(probed, io.env, concurrency, io.interrupted)
  try {
    await store.openRun(record)
    io.err(`${project.settings.project}: ${plan.size} probes against ${opened.stage.agent.explain()}`)
    await run({
      id: record.id,
      plan,
      stage: opened.stage,
      judge: counts.judge,
      concurrency: opened.concurrency,
      signal: io.interrupted,
      store,
      onTrial(trial) {
        counts.add(trial)
        io.live([`  ${counts.trials} of ${plan.size}`])
      },
    })
  } finally {
    io.live([])
    await opened.close()
  }
  const stopped = io.interrupted.aborted
  await store.closeRun(record.id, { endedAt: io.now().toISOString(), how: stopped ? 'interrupted' : 'complete' })
  if (!stopped) return counts.tell({ run: record, store, project }, given, io)
  const { words } = wayBack(project.folder, given, io)
  io.err(`Stopped after ${counts.trials} of ${plan.size} probes; they are kept. To do the rest:`)
  io.err(`  ${commandLine('probe', '--resume', record.id, ...words)}`)
  return exitCodes.interrupted
}

async function runToResume(store: Store, { options }: Given): Promise<RunRecord | undefined> {
  const wanted = options.resume as string | true | undefined
  if (wanted === undefined) return undefined
  const { probeChoicesOf } = await import('../probing.ts')
  const runs = (await store.runs()).filter((each) => probeChoicesOf(each) !== undefined)
  const found = runs.find(({ id, kept, planned }) => (wanted === true ? kept < planned : id === wanted))
  if (found !== undefined) return found
  throw new Problem({
    code: 'cli/no-such-run',
    message: wanted === true ? 'No run of probes was stopped halfway.' : `This store has no run of probes "${wanted}".`,
    hint: `Runs of probes here: ${runs.map(({ id, kept, planned }) => `${id} (${kept} of ${planned})`).join(', ') || 'none'}.`,
  })
}

async function newRun(
  store: Store,
  project: Project,
  planned: number,
  choices: ProbeChoices,
  io: Io,
): Promise<RunRecord> {
  const startedAt = io.now().toISOString()
  const { agent } = project.settings
  const version = (agent as { version?: string }).version
  return {
    id: await freshRunId(store, startedAt, 'probe'),
    startedAt,
    agent: { id: agent.id, ...(version !== undefined && { version }) },
    pact: { id: 'probes', version: 1, hash: 'probes' },
    planned,
    seed: choices.seed,
    settings: { probes: choices } as never,
  }
}

function turnsIn(text: string): readonly number[] {
  const turns = text.split(',').map(Number)
  if (turns.every((turn) => Number.isInteger(turn) && turn >= 1 && turn <= 18)) return turns
  throw new Problem({
    code: 'cli/bad-option',
    message: `--turns takes customer turns from 1 to 18, by commas, not "${text}".`,
    hint: 'For example: --turns 1,3,10,18.',
  })
}

const spoken = ['en', 'es', 'pt', 'fr', 'de', 'hi']

function languagesIn(text: string): readonly string[] {
  const languages = text.split(',').map((each) => each.trim())
  if (languages.every((each) => spoken.includes(each))) return languages
  throw new Problem({
    code: 'cli/bad-option',
    message: `--languages takes languages that honest customers are written in, by commas, not "${text}".`,
    hint: `There are ${spoken.join(', ')}. For example: --languages en,es.`,
  })
}
