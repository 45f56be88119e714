/**
 * `fieldproof ablate`: what each thing that real customers bring costs, from the same customers with and without it.
 *
 * What came of it is a line of a file beside the runs, which `fieldproof gap` reads. The conversations themselves are not
 * kept: they are no run, since half of them are of customers that nobody has.
 */
import type { Ablation, AblationTerms, FactorName, KeptAblation } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { PlannedTrial, Project } from '../../simulate/index.ts'
import { ablationsFile } from '../ablations.ts'
import { inColumns } from '../columns.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { juryChoices, juryOptions } from '../jury-options.ts'
import { keepLine } from '../kept-lines.ts'
import { projectOption, wholeNumber } from '../options.ts'

export const ablate: Command = {
  name: 'ablate',
  summary: 'play the same customers with and without each thing that real ones bring, and say what each costs',
  arguments: [{ form: '[folder]', description: 'folder with fieldproof.yaml; this one when left out' }],
  options: [
    projectOption,
    { form: '--scenario <id...>', description: 'only these scenarios' },
    { form: '--factor <name...>', description: 'of behaviours, channel, faults and noise only these' },
    {
      form: '-n, --repeats <n>',
      description: 'customers per scenario and persona',
      read: wholeNumber('--repeats', 1),
    },
    { form: '--seed <n>', description: 'decides every draw', read: wholeNumber('--seed', 0) },
    {
      form: '-c, --concurrency <n>',
      description: 'trials at the same time, at most',
      read: wholeNumber('--concurrency', 1),
    },
    { form: '--json', description: 'as JSON' },
    ...juryOptions,
  ],
  startsProgram: true,
  examples: ['fieldproof ablate', 'fieldproof ablate --factor faults noise --repeats 5'],

  async run(given, io) {
    const { findProject } = await import('../find-project.ts')
    const { Ablating } = await import('../../learn/index.ts')
    const project = await findProject(given, io)
    const customers = await customersOf(project, given)
    const terms = termsOf(project, customers, given)
    const ablating = new Ablating(terms)
    const isThrough = await play(project, [...ablating.trials(customers)], (trial) => ablating.add(trial), given, io)
    if (!isThrough) return exitCodes.interrupted
    const found = ablating.summary()
    if (found === undefined) {
      io.out(`None of ${customers.length} customers was decided under every combination.`)
      return exitCodes.undecided
    }
    const kept: KeptAblation = { madeAt: io.now().toISOString(), agent: project.settings.agent.id, ablation: found }
    keepLine(ablationsFile(project), kept)
    if (given.options.json === true) io.out(JSON.stringify(found, null, 2))
    else tell(found, io)
    return exitCodes.ok
  },
}

/** Each customer once, undisturbed, on the first channel. */
async function customersOf(project: Project, { options }: Given): Promise<readonly PlannedTrial[]> {
  const { planFor } = await import('../plans.ts')
  const { seed, repeats } = project.settings.runs
  const plan = planFor(project, {
    seed: (options.seed as number | undefined) ?? seed,
    repeats: (options.repeats as number | undefined) ?? repeats,
    ...(options.scenario !== undefined && { scenarios: options.scenario as string[] }),
  })
  const found = [...plan.trials()].filter(
    (trial) => trial.persona.id !== modelCustomer && trial.channel === channelsOf(trial, project)[0],
  )
  if (found.length > 0) return found
  throw new Problem({
    code: 'cli/nothing-to-ablate',
    message: `Every scenario is brought by ${modelCustomer}, who has nothing that could be left out.`,
    hint: 'Name other personas in fieldproof.yaml, or make one of recorded customers with "fieldproof fit".',
  })
}

const modelCustomer = 'model-customer'

function channelsOf({ scenario }: PlannedTrial, { settings }: Project): readonly string[] {
  return scenario.channels.length > 0 ? scenario.channels : settings.channels
}

function termsOf(project: Project, customers: readonly PlannedTrial[], { options }: Given): AblationTerms {
  const hasChannels = customers.some((trial) => channelsOf(trial, project).length > 1)
  const there: readonly FactorName[] = [
    'behaviours',
    ...(hasChannels ? (['channel'] as const) : []),
    ...(project.faults.length > 0 ? (['faults'] as const) : []),
    'noise',
  ]
  const wanted = (options.factor as readonly string[] | undefined) ?? there
  const unknown = wanted.find((name) => !there.some((factor) => factor === name))
  if (unknown !== undefined) {
    throw new Problem({
      code: 'cli/bad-option',
      message: `This project has no factor "${unknown}" to leave out.`,
      hint: `It has ${there.join(', ')}. "channel" takes two channels, "faults" a fault set.`,
    })
  }
  return {
    factors: there.filter((factor) => wanted.includes(factor)),
    model: project.persona(modelCustomer),
    channelsOf: (trial) => channelsOf(trial, project),
    faults: project.faults,
  }
}

/** @returns whether all was played */
async function play(
  project: Project,
  trials: readonly PlannedTrial[],
  onTrial: NonNullable<import('../../simulate/index.ts').RunOptions['onTrial']>,
  given: Given,
  io: Io,
): Promise<boolean> {
  const { openProject, run } = await import('../../simulate/index.ts')
  const { judging } = await import('../judging.ts')
  const { liveBars } = await import('../live-bars.ts')
  const judge = judging(project.pact, io, juryChoices(given))
  const concurrency = (given.options.concurrency as number | undefined) ?? project.settings.runs.concurrency
  const opened = await openProject(project, io.env, concurrency, io.interrupted)
  const bars = liveBars(io, trials.length, 0)
  try {
    io.err(`${project.settings.project}: ${trials.length} trials against ${opened.stage.agent.explain()}`)
    await run({
      ...{ id: 'ablation', plan: { trials: () => trials }, stage: opened.stage, judge },
      concurrency: opened.concurrency,
      signal: io.interrupted,
      onTrial(trial) {
        bars.add(trial.verdict)
        onTrial(trial)
      },
    })
  } finally {
    bars.end()
    await opened.close()
  }
  for (const line of judge.told()) io.err(line)
  return !io.interrupted.aborted
}

function tell({ clean, all, costs, scenarios, customers, undecided }: Ablation, io: Io): void {
  const left = undecided === 0 ? '' : `; ${undecided} more could not be decided throughout`
  io.out(
    `${customers} customers of ${scenarios} scenarios${left}: ${percent(clean)} without a violation as testers do, ${percent(all)} with all of it`,
  )
  const rows = costs
    .toSorted((a, b) => b.points.mean - a.points.mean)
    .map(({ factor, points, alone, leftOut }) => [
      factor,
      ...[points, alone, leftOut].flatMap(({ mean, low, high }) => [
        inPoints(mean),
        `${inPoints(low)} to ${inPoints(high)}`,
      ]),
    ])
  const head = ['points lost by', 'in all', '95 %', 'alone', '95 %', 'last', '95 %']
  for (const line of inColumns([head, ...rows], [1, 2, 3, 4, 5, 6])) io.out(line)
  io.out(
    'in all: the mean over every order in which they could come, which adds up; last: what leaving it out wins back',
  )
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const inPoints = (share: number) => (100 * share + 0).toFixed(1).replace(/^-(?=0\.0$)/, '')
