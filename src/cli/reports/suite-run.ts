/**
 * Telling what came of a suite's run. It has a report of its own, because the others print rates over all
 * conversations, and over a suite's conversations such a rate means nothing.
 */
import { resolve } from 'node:path'
import { Problem } from '../../problem.ts'
import type { Project, SuiteOutcome } from '../../simulate/index.ts'
import type { RunRecord } from '../../store/index.ts'
import { replayCommand, wayBack } from '../again.ts'
import type { Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { suiteLines } from './suite.ts'

/** Share of conversations that may fail on our own side before a run says nothing. */
const ownFailuresAtMost = 0.1

/** @throws Problem `cli/bad-option` when a report is asked for that a suite has not */
export function requireSuiteOptions({ options }: Given): void {
  const wanted = (['html', 'junit', 'github'] as const).find(
    (name) => options[name] !== undefined && options[name] !== false,
  )
  if (wanted === undefined && options.faults === undefined) return
  throw new Problem({
    code: 'cli/bad-option',
    message:
      wanted === undefined
        ? 'A suite has its fault sets among its factors, so it takes no --faults.'
        : `A suite has no ${wanted} report: it would print rates over conversations whose mix is not production's.`,
    hint:
      wanted === undefined
        ? 'List the fault sets under "suite:", "factors:", "faults:", with "none" for undisturbed backends.'
        : 'Ask for --json, or leave it out to read the report on the terminal.',
  })
}

/** Prints the report, writes it as JSON where asked, and gives the exit code. */
export async function reportSuite(
  { run, outcome, project }: { readonly run: RunRecord; readonly outcome: SuiteOutcome; readonly project: Project },
  given: Given,
  io: Io,
): Promise<ExitCode> {
  const back = wayBack(project.folder, given, io)
  for (const line of suiteLines(outcome, (order) => replayCommand(order, run.id, back), io.style)) io.out(line)
  const { json } = given.options as Readonly<Record<string, string | undefined>>
  if (json !== undefined) {
    const { writePieces } = await import('./writing.ts')
    await writePieces(resolve(io.cwd, json), [`${JSON.stringify(suiteJson(run, outcome, project), null, 2)}\n`])
  }
  return suiteExitCode(outcome, given.options.requireProof === true)
}

/** `schema` names the form and changes when a field changes its meaning or goes away. Rates are fractions 0..1. */
function suiteJson({ id, startedAt, agent, pact, seed, planned }: RunRecord, outcome: SuiteOutcome, project: Project) {
  return {
    schema: 'fieldproof.suite-report/1',
    project: project.settings.project,
    run: { id, startedAt, agent, pact, seed, planned },
    conversations: {
      n: outcome.trials,
      unjudged: outcome.unjudged,
      rows: outcome.rows,
      decidedRows: outcome.decidedRows,
    },
    production: outcome.production ?? null,
    noProductionBecause: outcome.unweighted ?? null,
    promises: outcome.promises,
    effects: outcome.effects,
  }
}

/**
 * Broken: a critical promise was violated at all, or production's rate lies below a target for sure. Proof is the
 * other end: every promise that came up has its target below production's interval.
 */
function suiteExitCode({ promises, trials, ownFailures }: SuiteOutcome, requireProof: boolean): ExitCode {
  const isBroken = promises.some(
    ({ severity, violated, production, target }) =>
      (severity === 'critical' && violated > 0) || (production !== undefined && production.high < target),
  )
  if (isBroken) return exitCodes.broken
  if (ownFailures > trials * ownFailuresAtMost) return exitCodes.unreliable
  const proven = promises
    .filter(({ held, violated, unjudged }) => held + violated + unjudged > 0)
    .every(({ production, target }) => production !== undefined && production.low >= target)
  return requireProof && !proven ? exitCodes.undecided : exitCodes.ok
}
