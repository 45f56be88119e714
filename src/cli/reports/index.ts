/** Telling what came of a run: on the terminal always, in files where asked. */
import { resolve } from 'node:path'
import type { Summary } from '../../pact/index.ts'
import type {
  AgainstControl,
  BudgetOutcome,
  ChannelParity,
  FaultCost,
  FaultCoverage,
  Project,
  UnmetFault,
} from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { replayCommand, wayBack } from '../again.ts'
import type { Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { budgetLines } from './budget.ts'
import { controlLines } from './control.ts'
import { coverageLines } from './coverage.ts'
import { breaksPromises, faultLines, unmetLines } from './faults.ts'
import { parityLines } from './parity.ts'
import type { Addition, Reported } from './reported.ts'
import { terminalReport } from './terminal.ts'
import { standingOf } from './words.ts'

export interface Finished {
  readonly run: RunRecord
  readonly summary: Summary
  readonly faults: readonly FaultCost[]
  readonly coverage: FaultCoverage
  readonly unmet: readonly UnmetFault[]
  readonly control?: AgainstControl
  readonly parity?: ChannelParity
  /** Scenarios one by one, where the run had a budget, and which trials may be counted together. */
  readonly budget?: BudgetOutcome
  readonly isEven?: (order: number) => boolean
  /** What the command that played the run knows besides. */
  readonly addition?: Addition
  readonly store: Store
  readonly project: Project
}

/** Share of conversations that may fail on our own side before a run says nothing. */
const ownFailuresAtMost = 0.1

/** Prints the report, writes the files that were asked for, and gives the exit code. */
export async function reportRun(finished: Finished, given: Given, io: Io): Promise<ExitCode> {
  const { run, summary, faults, coverage, unmet, control, parity, budget, project } = finished
  for (const line of terminalReport(summary, io.style)) io.out(line)
  const back = wayBack(project.folder, given, io)
  for (const line of controlLines(control, io.style)) io.out(line)
  for (const line of parityLines(parity, io.style)) io.out(line)
  for (const line of faultLines(faults, (order) => replayCommand(order, run.id, back), io.style)) io.out(line)
  for (const line of unmetLines(unmet, io.style)) io.out(line)
  for (const line of coverageLines(coverage, io.style)) io.out(line)
  for (const line of budgetLines(budget, io.style)) io.out(line)
  await writeReports(finished, given, io)
  if (summary.worst !== undefined) {
    io.out('')
    io.out(`  worst:  trial ${summary.worst.order}, violates ${summary.worst.violated.join(', ')}`)
    io.out(`  replay: ${replayCommand(summary.worst.order, run.id, back)}`)
  }
  const critical = [...project.pact.conditions, ...project.pact.rubrics].filter(
    ({ severity }) => severity === 'critical',
  )
  const code = exitCodeOf(finished, given.options.requireProof === true)
  return budget === undefined ? code : budgetExitCode(budget, code, { critical: critical.map(({ id }) => id), given })
}

async function writeReports(finished: Finished, given: Given, io: Io): Promise<void> {
  const { run, summary, faults, coverage, unmet, control, parity, budget, isEven, store, project } = finished
  const { options } = given
  const { html, json, junit } = options as Readonly<Record<string, string | undefined>>
  if (html === undefined && json === undefined && junit === undefined && options.github !== true) return
  const { placesIn } = await import('./places.ts')
  const { writePieces } = await import('./writing.ts')
  const { conditions, rubrics } = project.pact
  const reported: Reported = {
    name: project.settings.project,
    run,
    summary,
    faults,
    coverage,
    unmet,
    ...(control !== undefined && { control }),
    ...(parity !== undefined && { parity }),
    ...(budget !== undefined && { budget }),
    ...(isEven !== undefined && { isEven }),
    ...(finished.addition !== undefined && { addition: finished.addition }),
    store,
    promises: [...conditions, ...rubrics],
    places: placesIn(project, io.cwd),
    back: wayBack(project.folder, given, io),
  }
  if (json !== undefined) {
    const { jsonReport } = await import('./json.ts')
    await writePieces(resolve(io.cwd, json), [`${JSON.stringify(jsonReport(reported), null, 2)}\n`])
  }
  if (junit !== undefined) {
    const { junitReport } = await import('./junit.ts')
    await writePieces(resolve(io.cwd, junit), [junitReport(reported)])
  }
  if (options.github === true) await tellGithub(reported, io)
  if (html !== undefined) {
    const { writeHtmlReport } = await import('./html.ts')
    await writeHtmlReport(reported, resolve(io.cwd, html))
    io.err(`Report written to ${html}`)
  }
}

/** The step summary is added to, as GitHub asks; outside of GitHub Actions there is none. */
async function tellGithub(reported: Reported, io: Io): Promise<void> {
  const { githubAnnotations, stepSummary } = await import('./github.ts')
  for (const line of await githubAnnotations(reported)) io.out(line)
  const file = io.env.GITHUB_STEP_SUMMARY
  if (file === undefined || file === '') return
  const { writePieces } = await import('./writing.ts')
  await writePieces(file, [`${stepSummary(reported)}\n`], 'a')
}

/** Broken also where a scenario is refuted, and where a critical promise was violated in any conversation at all. */
function budgetExitCode(
  { scenarios }: BudgetOutcome,
  code: ExitCode,
  { critical, given }: { readonly critical: readonly string[]; readonly given: Given },
): ExitCode {
  const isBroken = scenarios.some(
    ({ state, violated }) => state === 'refuted' || violated.some(({ condition }) => critical.includes(condition)),
  )
  if (isBroken) return exitCodes.broken
  const isProven = scenarios.every(({ state }) => state === 'proven')
  return given.options.requireProof === true && !isProven && code === exitCodes.ok ? exitCodes.undecided : code
}

/** @param requireProof whether a target that is not proven counts as undecided */
export function exitCodeOf(
  { summary, faults = [] }: Pick<Finished, 'summary'> & Partial<Pick<Finished, 'faults'>>,
  requireProof: boolean,
): ExitCode {
  const { errors, conversations, promises } = summary
  const own = errors.simulator + errors.judge + errors.infrastructure
  const standings = promises.map(standingOf)
  if (standings.includes('broken') || faults.some(breaksPromises)) return exitCodes.broken
  if (own > conversations * ownFailuresAtMost) return exitCodes.unreliable
  const proven = standings.every((standing) => standing === 'kept' || standing === 'unused')
  return requireProof && !proven ? exitCodes.undecided : exitCodes.ok
}
