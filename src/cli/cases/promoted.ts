/** A counterexample as a file that guards its promise. What was written is read back and played before it is said to be ready. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import {
  type AsWritten,
  brokenAsWritten,
  type Counterexample,
  checkedVariants,
  guardsAmong,
  type PlaysOptions,
  regressionOf,
  variantScenario,
  variantWords,
} from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import { readsScenarios, type Scenario, scenariosText } from '../../simulate/index.ts'
import type { Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { freeFile } from '../free-file.ts'
import { guardTraffic } from '../guard-traffic.ts'
import type { Io } from '../io.ts'
import { interval, partWords } from '../reports/words.ts'
import type { Smallable } from './smallable.ts'
import { writtenIn } from './written.ts'

const folder = 'scenarios/regressions'
const wouldPass = 'An agent that breaks it as before could pass.'

type Playing = Pick<PlaysOptions, 'condition' | 'play' | 'judge'> & { readonly concurrency: number }

/** @throws Problem `cli/would-overwrite`, or `cli/guards-against-nothing` */
export async function promote(
  found: Counterexample,
  violation: Smallable,
  playing: Playing,
  given: Given,
  io: Io,
): Promise<ExitCode> {
  const { project } = violation
  const { scenario: made, heading } = regressionOf(found, violation.origin, project)
  const file = freeFile(join(project.folder, folder, `${made.id}.yaml`), given, io)
  const shown = relative(io.cwd, file)
  const variants = await checkedVariants({ ...playing, trial: found.trial, inFull: found.inFull, project })
  const told = [...(await standsFor(made, given, io)), ...variantWords(variants)]
  mkdirSync(dirname(file), { recursive: true })
  const { scenario, faults, files } = violation.brings(made, found.trial.faults, dirname(file))
  const all = [scenario, ...variants.kept.map((variant) => variantScenario(scenario, variant, project))]
  writeFileSync(file, scenariosText(all, [heading, ...told].join('\n')) + faults)

  const takeAway = () => {
    for (const each of [file, ...files]) rmSync(each)
  }
  const asWritten = await playedFrom(file, project, playing, io).catch((thrown) => {
    takeAway()
    throw thrown
  })
  const times = `read back from ${shown}, it was broken in ${timesWords(asWritten)}`
  if (!asWritten.isGuarding && given.options.keep !== true) {
    takeAway()
    if (io.interrupted.aborted) return exitCodes.interrupted
    throw guardsAgainstNothing(found.condition, times)
  }
  for (const line of [times, ...(asWritten.isGuarding ? [] : [`  ${wouldPass}`]), ...told]) io.out(line)
  const next = readsScenarios(project, file)
    ? `play it with "fieldproof simulate --scenario ${scenario.id}"`
    : `the project does not read it yet: add "${folder}/*.yaml" to "scenarios:" in its file`
  io.out(`wrote ${shown}; ${next}`)
  return asWritten.isGuarding ? exitCodes.ok : exitCodes.undecided
}

/** How much of production it stands for, where that is known. */
async function standsFor(made: Scenario, given: Given, io: Io): Promise<readonly string[]> {
  const traffic = (await guardTraffic([made], given, io))?.get(made.id)
  return traffic === undefined ? [] : [`Of production then, ${partWords(traffic)} began like it.`]
}

/** The first scenario of the file, as whoever reads the file would play it. */
async function playedFrom(file: string, known: Smallable['project'], playing: Playing, io: Io): Promise<AsWritten> {
  const written = writtenIn(file, known)
  const [guard] = guardsAmong(written?.project.scenarios ?? [], [...known.pact.conditions, ...known.pact.rubrics])
  if (written === undefined || guard === undefined) return { unjudged: 0, isGuarding: false }
  // A name of its own each time: agents may remember conversations by it.
  const trial = { ...written.trial, id: `${written.trial.id}-${io.now().getTime().toString(36)}` }
  return brokenAsWritten(guard, known.settings.regressions, { ...playing, trial })
}

function timesWords({ violated, unjudged }: AsWritten): string {
  const { successes, n } = violated ?? { successes: 0, n: 0 }
  const within = violated === undefined ? '' : ` (${interval(violated)})`
  return `${successes} of ${n} conversations${within}${unjudged === 0 ? '' : `, ${unjudged} unjudged`}`
}

function guardsAgainstNothing(condition: string, times: string): Problem {
  return new Problem({
    code: 'cli/guards-against-nothing',
    message: `The scenario does not guard "${condition}": ${times}. ${wouldPass}`,
    hint: 'It was taken away again; --keep leaves it, to be read and mended. What breaks only now and then takes a higher "target" under "regressions" in the project file.',
  })
}
