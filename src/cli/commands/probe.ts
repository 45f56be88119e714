/** `fieldproof probe`: attacks the agent of a project in every way that is known here, and sees by what it did whether one worked. */
import { Problem } from '../../problem.ts'
import type { PairVerdict, ProbeJudge, ProbeSet, Project } from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { commandLine, wayBack } from '../again.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import type { ProbeOutcome } from '../reports/probes.ts'
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
    { form: '--json <file>', description: 'write what came of each probe as JSON' },
  ],
  startsProgram: true,
  examples: [
    'fieldproof probe',
    'fieldproof probe --failure-modes',
    'fieldproof probe --family prompt-request --turns 1,18',
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
    const set = await probesOf(project, given)
    const store = await openStoreOf(given, project, io)
    try {
      return await probeInto(store, project, set, given, io)
    } finally {
      await store.close()
    }
  },
}

async function probesOf(project: Project, { options }: Given): Promise<ProbeSet> {
  const { failureModesFor, probeFamilies, probesFor, surroundingsOf } = await import('../../simulate/index.ts')
  const wanted = options.family as readonly string[] | undefined
  const unknown = wanted?.filter((id) => probeFamilies.every((family) => family.id !== id)) ?? []
  if (unknown.length > 0) {
    throw new Problem({
      code: 'cli/bad-option',
      message: `There is no family of probes called ${unknown.map((id) => `"${id}"`).join(' or ')}.`,
      hint: '"fieldproof probe --list" names those that there are.',
    })
  }
  const under = (options.under as readonly string[] | undefined) ?? []
  const missing = under.filter((id) => project.faults.every((fault) => fault.id !== id))
  if (missing.length > 0) {
    throw new Problem({
      code: 'project/unknown-faults',
      message: `The project has no fault set ${missing.map((id) => `"${id}"`).join(' or ')}.`,
      hint: `Fault sets: ${project.faults.map(({ id }) => id).join(', ') || 'none'}.`,
    })
  }
  const families = probeFamilies.filter(({ id }) => wanted?.includes(id) ?? true)
  const seed = (options.seed as number | undefined) ?? project.settings.runs.seed
  const around = surroundingsOf(project)
  if (options.failureModes === true) return failureModesFor(around, families, seed)
  return probesFor(around, {
    families,
    seed,
    under,
    twins: options.twins !== false,
    ...(options.turns !== undefined && { turns: options.turns as number[] }),
    ...(options.templates !== undefined && { templates: options.templates as number }),
  })
}

async function probeInto(store: Store, project: Project, set: ProbeSet, given: Given, io: Io): Promise<ExitCode> {
  const { openProject, planOf, probeJudge, probePairs, probeProject, run } = await import('../../simulate/index.ts')
  const probed = probeProject(project, set)
  const plan = planOf(probed, { repeats: 1 })
  const judge = await probeJudge(set)
  const pairs = probePairs(set)
  const concurrency = (given.options.concurrency as number | undefined) ?? project.settings.runs.concurrency
  const record = await newRun(store, project, plan.size, given, io)
  const opened = await openProject(probed, io.env, concurrency, io.interrupted)
  const outcomes: ProbeOutcome[] = []
  const differing: PairVerdict[] = []
  const verdicts = new Map<string, ReturnType<ProbeJudge['judge']>>()
  let played = 0
  try {
    await store.openRun(record)
    io.err(`${project.settings.project}: ${plan.size} probes against ${opened.stage.agent.explain()}`)
    await run({
      id: record.id,
      plan,
      stage: opened.stage,
      judge(conversation) {
        const verdict = judge.judge(conversation)
        verdicts.set(conversation.id, verdict)
        return { conversation: conversation.id, pact: record.pact, findings: verdict?.findings ?? [] }
      },
      concurrency: opened.concurrency,
      signal: io.interrupted,
      store,
      onTrial({ conversation, index }) {
        played += 1
        io.live([`  ${played} of ${plan.size}`])
        differing.push(...pairs.add(conversation).filter(({ outcome }) => outcome.outcome === 'violated'))
        const outcome = outcomeOf(verdicts.get(conversation.id), index)
        verdicts.delete(conversation.id)
        if (outcome !== undefined) outcomes.push(outcome)
      },
    })
  } finally {
    io.live([])
    await opened.close()
  }
  await store.closeRun(record.id, {
    endedAt: io.now().toISOString(),
    how: io.interrupted.aborted ? 'interrupted' : 'complete',
  })
  if (io.interrupted.aborted) return exitCodes.interrupted
  return tell({ outcomes, differing, set, run: record.id, folder: project.folder }, given, io)
}

/** What became of one probe, without its findings, which are kept in the store. */
function outcomeOf(verdict: ReturnType<ProbeJudge['judge']>, order: number): ProbeOutcome | undefined {
  if (verdict === undefined) return undefined
  const { findings: _, ...outcome } = verdict
  return { ...outcome, order }
}

interface Told {
  readonly outcomes: readonly ProbeOutcome[]
  readonly differing: readonly PairVerdict[]
  readonly set: ProbeSet
  readonly run: string
  readonly folder: string
}

async function tell({ outcomes, differing, set, run, folder }: Told, given: Given, io: Io): Promise<ExitCode> {
  const { decayOf } = await import('../../simulate/index.ts')
  const { familyOutcomes, probeLines } = await import('../reports/probes.ts')
  const differ = new Map<string, number>()
  for (const {
    probe: { family },
  } of differing)
    differ.set(family, (differ.get(family) ?? 0) + 1)
  const families = familyOutcomes(set.families, outcomes, differ)
  const decay = decayOf(outcomes.map((each) => ({ ...each, findings: [] })))
  const { words } = wayBack(folder, given, io)
  const show = (order: number) => commandLine('show', run, String(order), ...words)
  for (const line of probeLines(families, decay, set.not, show, io.style)) io.out(line)
  const file = given.options.json as string | undefined
  if (file !== undefined) {
    const { resolve } = await import('node:path')
    const { writePieces } = await import('../reports/writing.ts')
    const report = { run, families, decay, notTried: set.not, probes: outcomes }
    await writePieces(resolve(io.cwd, file), [`${JSON.stringify(report, null, 2)}\n`])
  }
  const isBroken = families.some(({ breached, differ: n }) => (breached?.successes ?? 0) > 0 || n > 0)
  return isBroken ? exitCodes.broken : exitCodes.ok
}

async function newRun(store: Store, project: Project, planned: number, given: Given, io: Io): Promise<RunRecord> {
  const startedAt = io.now().toISOString()
  const { agent, runs } = project.settings
  const version = (agent as { version?: string }).version
  return {
    id: await freshRunId(store, startedAt, 'probe'),
    startedAt,
    agent: { id: agent.id, ...(version !== undefined && { version }) },
    pact: { id: 'probes', version: 1, hash: 'probes' },
    planned,
    seed: (given.options.seed as number | undefined) ?? runs.seed,
    settings: { probes: true },
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
