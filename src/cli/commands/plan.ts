/** `fieldproof plan`: what a run would consist of, what it would ask of the agent, and what it could see. Plays nothing. */
import type { Project } from '../../simulate/index.ts'
import type { StoredRun } from '../../store/index.ts'
import { wayBack } from '../again.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import {
  budgetIn,
  budgetOption,
  faultsIn,
  faultsOption,
  projectOption,
  storeOption,
  suiteOption,
  targetOption,
  wholeNumber,
} from '../options.ts'
import type { Usual } from '../reports/plan.ts'

export const plan: Command = {
  name: 'plan',
  summary: 'say what a run would consist of, cost and be able to see, without running it',
  arguments: [{ form: '[folder]', description: 'folder with fieldproof.yaml; this one when left out' }],
  options: [
    projectOption,
    storeOption,
    { form: '--scenario <id...>', description: 'only these scenarios' },
    { form: '--tag <tag...>', description: 'only scenarios with one of these tags' },
    {
      form: '-n, --repeats <n>',
      description: 'trials per scenario, persona and channel',
      read: wholeNumber('--repeats', 1),
    },
    faultsOption,
    suiteOption,
    budgetOption,
    targetOption,
  ],
  examples: ['fieldproof plan', 'fieldproof plan --repeats 5', 'fieldproof plan --suite'],

  async run(given, io) {
    const { findProject } = await import('../find-project.ts')
    const { planFor } = await import('../plans.ts')
    const { planReport } = await import('../reports/plan.ts')
    const project = await findProject(given, io)
    const choices = { seed: project.settings.runs.seed, ...choicesIn(given, project.settings.runs) }
    const usual = await usualTurns(given, project, io)
    const back = wayBack(project.folder, given, io)
    for (const line of planReport(planFor(project, choices), project, { usual, back }, io.style)) io.out(line)
    return exitCodes.ok
  },
}

function choicesIn(given: Given, runs: Project['settings']['runs']) {
  const { options } = given
  const budget = budgetIn(given, runs)
  return {
    repeats: (options.repeats as number | undefined) ?? runs.repeats,
    faults: faultsIn(options.faults) ?? runs.faults,
    ...(budget !== undefined && { budget }),
    ...(options.suite === true && { suite: true as const }),
    ...(options.scenario !== undefined && { scenarios: options.scenario as string[] }),
    ...(options.tag !== undefined && { tags: options.tag as string[] }),
  }
}

/** How many messages a customer sent per conversation in the newest run; read from a part of it. */
const readAtMost = 200

async function usualTurns(given: Given, project: Project, io: Io): Promise<Usual | undefined> {
  const { isStoreThere, openStoreOf } = await import('../stores.ts')
  if (!isStoreThere(given, project, io)) return undefined
  const store = await openStoreOf(given, project, io)
  try {
    const [run] = await store.runs(1)
    if (run === undefined) return undefined
    let conversations = 0
    let messages = 0
    for await (const { conversation } of store.trials(run.id)) {
      conversations += 1
      messages += conversation.events.filter((event) => event.type === 'message' && event.from === 'customer').length
      if (conversations === readAtMost) break
    }
    if (conversations === 0) return undefined
    const ms = msPerConversation(run)
    return { run: run.id, messages: messages / conversations, ...(ms !== undefined && { ms }) }
  } finally {
    await store.close()
  }
}

function msPerConversation({ startedAt, end, kept, planned }: StoredRun): number | undefined {
  if (end?.how !== 'complete' || kept === 0 || kept !== planned) return undefined
  // biome-ignore lint/style/noRestrictedGlobals: reads a text, not the clock
  const [from, to] = [startedAt, end.endedAt].map((text) => Date.parse(text))
  return from === undefined || to === undefined ? undefined : (to - from) / kept
}
