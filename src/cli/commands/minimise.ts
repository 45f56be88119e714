/**
 * `fieldproof minimise`: the smallest conversation in which a trial's promise still breaks; with --promote, a scenario that
 * guards it from now on.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Counterexample } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Project } from '../../simulate/index.ts'
import type { StoredRun, TrialRecord } from '../../store/index.ts'
import type { Command } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'

const folder = 'scenarios/regressions'

export const minimise: Command = {
  name: 'minimise',
  summary: 'make a violation small: leave out of its conversation what it does not take',
  arguments: [{ form: '<trial>', description: "the trial's number in the run" }],
  options: [
    projectOption,
    storeOption,
    { form: '--run <run>', description: 'id of the run, or a name it was blessed with; the newest when left out' },
    { form: '--condition <id>', description: 'the promise; the first that the trial broke when left out' },
    {
      form: '--tries <n>',
      description: 'sets to try at each level; 120 when left out',
      read: wholeNumber('--tries', 1),
    },
    { form: '--promote', description: `write it to ${folder} as a scenario that guards the promise` },
    { form: '--force', description: 'overwrite the file that is there' },
  ],
  startsProgram: true,
  examples: ['fieldproof minimise 7', 'fieldproof minimise 7 --condition books-once --promote'],

  async run(given, io) {
    const { findRun, findTrial } = await import('../find-run.ts')
    const { openProjectStore } = await import('../stores.ts')
    const { plannedAgain } = await import('../planned-again.ts')
    const { counterexample } = await import('../../learn/index.ts')
    const { judge } = await import('../../pact/index.ts')
    const { openProject, playTrial } = await import('../../simulate/index.ts')
    const { store, project } = await openProjectStore(given, io)
    try {
      const run = await findRun(store, given.options.run as string | undefined)
      const kept = await findTrial(store, run, given.arguments[0] ?? '')
      const condition = violatedIn(kept, given.options.condition as string | undefined)
      const trial = await plannedAgain(kept, project)
      const opened = await openProject(project, io.env, undefined, io.interrupted)
      let plays = 0
      const tries = given.options.tries as number | undefined
      const found = await counterexample({
        trial: { ...trial, id: `${trial.id}-${io.now().getTime().toString(36)}` },
        conversation: kept.conversation,
        condition,
        ...(tries !== undefined && { triesAtMost: tries }),
        play: (each) => {
          plays += 1
          io.live([`  played ${plays}`])
          return playTrial(each, opened.stage, io.interrupted)
        },
        judge: (conversation) => judge(project.pact, conversation),
      }).finally(async () => {
        io.live([])
        await opened.close()
      })
      if (!('to' in found)) {
        io.out(
          `Said again word for word, ${condition} was broken in none of ${found.reproduced.n} conversations: it takes more than the words.`,
        )
        io.out(`Play the customer again with "fieldproof replay ${kept.index}".`)
        return exitCodes.undecided
      }
      tell(found, io)
      return given.options.promote === true
        ? await promote(found, { run, kept, project }, given.options.force === true, io)
        : exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

function violatedIn({ verdict: { findings }, index }: TrialRecord, wanted: string | undefined): string {
  const violated = findings.filter(({ outcome }) => outcome === 'violated').map(({ condition }) => condition)
  const found = wanted === undefined ? violated[0] : violated.find((id) => id === wanted)
  if (found !== undefined) return found
  throw new Problem({
    code: 'cli/nothing-to-minimise',
    message:
      wanted === undefined
        ? `Trial ${index} broke no promise.`
        : `Trial ${index} did not break "${wanted}".${violated.length === 0 ? '' : ` It broke ${violated.join(', ')}.`}`,
    hint: 'The report of a run, and "fieldproof show" with its id, list the trials that broke something.',
  })
}

function tell({ condition, from, to, reproduced, certified, plays, isMinimal, trial }: Counterexample, io: Io): void {
  io.out(`${condition}: broken in ${certified.violated} of ${certified.n} conversations on fresh seeds`)
  const row = (name: string, before: number, after: number) => `${before} to ${after} ${name}`
  const sizes = [row('turns', from.turns, to.turns), row('words', from.words, to.words)]
  if (from.faults > 0) sizes.push(row('faults', from.faults, to.faults))
  if (from.history > 0) sizes.push(row('lines of history', from.history, to.history))
  io.out(
    `  ${sizes.join(', ')}; ${plays} conversations, said word for word it was broken in ${reproduced.violated} of ${reproduced.n}`,
  )
  for (const step of trial.scenario.script ?? []) {
    if (!('say' in step)) continue
    for (const text of typeof step.say === 'string' ? [step.say] : step.say) io.out(`  customer: ${text}`)
  }
  for (const set of trial.faults) io.out(`  ${set.explain()}`)
  if (!isMinimal) io.out('  More could perhaps be left out: the tries were used up. Give it more with --tries.')
}

async function promote(
  found: Counterexample,
  { run, kept, project }: { readonly run: StoredRun; readonly kept: TrialRecord; readonly project: Project },
  isForced: boolean,
  io: Io,
): Promise<ExitCode> {
  const { regressionOf } = await import('../../learn/index.ts')
  const { scenariosText } = await import('../../simulate/index.ts')
  const { freeFile } = await import('../free-file.ts')
  const { agent, pact } = run
  const { scenario, heading } = regressionOf(found, {
    run: run.id,
    trial: kept.index,
    at: kept.conversation.startedAt,
    agent: agent.version === undefined ? agent.id : `${agent.id} ${agent.version}`,
    pactHash: pact.hash,
  })
  const named = join(project.folder, folder, `${scenario.id}.yaml`)
  const file = freeFile(named, { arguments: [], options: { force: isForced } }, io)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, scenariosText([scenario], heading))
  io.out(`wrote ${relative(io.cwd, file)}; play it with "fieldproof simulate --scenario ${scenario.id}"`)
  return exitCodes.ok
}
