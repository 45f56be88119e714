/** `fieldproof doctor`: looks at everything a run needs and says what to mend. Ends with 0 when nothing is wrong, else with 2. */
import type { Command, Given } from '../command.ts'
import type { Check } from '../doctor/check.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { juryChoices } from '../jury-options.ts'
import { projectOption, storeOption } from '../options.ts'
import { count } from '../reports/words.ts'

export const doctor: Command = {
  name: 'doctor',
  summary: 'check that a project can be run: agent, verifiers, store, models, and what would not be seen',
  arguments: [{ form: '[folder]', description: 'folder with fieldproof.yaml; this one when left out' }],
  options: [
    projectOption,
    storeOption,
    { form: '--no-jury', description: 'do not ask the models of juries' },
    { form: '--model-url <address>', description: 'where the models answer, for openai-compatible ones' },
  ],
  startsProgram: true,
  examples: ['fieldproof doctor', 'fieldproof doctor examples/harbor-dental'],

  async run(given, io) {
    const { tell } = await import('../doctor/check.ts')
    const counts = { ok: 0, gap: 0, wrong: 0, skipped: 0 }
    for await (const check of checks(given, io)) {
      counts[check.state] += 1
      tell(check, io)
    }
    io.out('')
    io.out(`  ${counts.ok} ok, ${counts.wrong} wrong, ${count(counts.gap, 'gap')}`)
    return counts.wrong > 0 ? exitCodes.problem : exitCodes.ok
  },
}

async function* checks(given: Given, io: Io): AsyncGenerator<Check> {
  const { ok, skipped, wrong } = await import('../doctor/check.ts')
  const { findProject } = await import('../find-project.ts')
  yield* nodeCheck(process.versions.node)
  let project: Awaited<ReturnType<typeof findProject>>
  try {
    project = await findProject(given, io)
  } catch (thrown) {
    yield* wrong('project', thrown)
    yield skipped('everything else', 'not looked at')
    return
  }
  const { settings, pact, scenarios, personas } = project
  yield ok('project', settings.project)
  yield ok(
    'pact',
    `${pact.id} version ${pact.version}: ${count(pact.conditions.length + pact.rubrics.length, 'promise')}`,
  )
  const { planOf } = await import('../../simulate/index.ts')
  const trials = planOf(project).size
  yield ok(
    'scenarios',
    `${scenarios.length}, played by ${count(personas.length, 'persona')}: ${count(trials, 'trial')}`,
  )

  const { openStoreOf } = await import('../stores.ts')
  try {
    await (await openStoreOf(given, project, io)).close()
    yield ok('store', (given.options.store as string | undefined) ?? settings.store)
  } catch (thrown) {
    yield* wrong('store', thrown, 'Name a file in a folder that may be written to, with --store or "store:".')
  }
  const { outsideChecks } = await import('../doctor/outside.ts')
  yield* outsideChecks(project, io)
  const choices = juryChoices(given)
  if (choices.noJury !== true) {
    const { juryChecks } = await import('../doctor/juries.ts')
    yield* juryChecks(pact, io, choices)
  }
  const { coverageChecks } = await import('../doctor/coverage.ts')
  yield* coverageChecks(project)
}

/** @param version of Node: `20.20.2` */
export function* nodeCheck(version: string): Generator<Check> {
  const isEnough = Number(version.split('.')[0]) >= 20
  if (isEnough) yield { state: 'ok', about: 'node', found: `version ${version}` }
  else
    yield { state: 'wrong', about: 'node', found: `version ${version} is too old`, todo: 'Install Node 20 or later.' }
}
