/**
 * Telling what came of a suite's run. It has a report of its own, because the others print rates over all
 * conversations, and over a suite's conversations such a rate means nothing.
 */
import { resolve } from 'node:path'
import { Problem } from '../../problem.ts'
import type { Project, SuiteOutcome } from '../../simulate/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import { replayCommand, wayBack } from '../again.ts'
import type { Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { placesIn } from './places.ts'
import { suiteLines, suiteStandingOf } from './suite.ts'

/** Share of conversations that may fail on our own side before a run says nothing. */
const ownFailuresAtMost = 0.1

/** @throws Problem `cli/bad-option` when fault sets are asked for besides those of the suite */
export function requireSuiteOptions({ options }: Given): void {
  if (options.faults !== undefined) {
    throw new Problem({
      code: 'cli/bad-option',
      message: 'A suite has its fault sets among its factors, so it takes no --faults.',
      hint: 'List the fault sets under "suite:", "factors:", "faults:", with "none" for undisturbed backends.',
    })
  }
}

interface FinishedSuite {
  readonly run: RunRecord
  readonly outcome: SuiteOutcome
  readonly store: Store
  readonly project: Project
}

/** Prints the report, writes the files that were asked for, and gives the exit code. */
export async function reportSuite(
  { run, outcome, store, project }: FinishedSuite,
  given: Given,
  io: Io,
): Promise<ExitCode> {
  const back = wayBack(project.folder, given, io)
  for (const line of suiteLines(outcome, (order) => replayCommand(order, run.id, back), io.style)) io.out(line)
  const { html, json, junit } = given.options as Readonly<Record<string, string | undefined>>
  const reported = { name: project.settings.project, run, outcome, store, back }
  const { writePieces } = await import('./writing.ts')
  if (json !== undefined) {
    await writePieces(resolve(io.cwd, json), [`${JSON.stringify(suiteJson(run, outcome, project), null, 2)}\n`])
  }
  if (junit !== undefined) {
    const { suiteJunit } = await import('./suite-junit.ts')
    await writePieces(resolve(io.cwd, junit), [suiteJunit(reported)])
  }
  if (given.options.github === true) {
    const { tellSuiteOnGithub } = await import('./suite-github.ts')
    await tellSuiteOnGithub(reported, placesIn(project, io.cwd), io)
  }
  if (html !== undefined) {
    const { suiteHtml } = await import('./html-suite.ts')
    const { writeHtmlFile } = await import('./html.ts')
    await writeHtmlFile(resolve(io.cwd, html), () => suiteHtml(reported))
    io.err(`Report written to ${html}`)
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
  const standings = promises.map(suiteStandingOf)
  if (standings.includes('broken')) return exitCodes.broken
  if (ownFailures > trials * ownFailuresAtMost) return exitCodes.unreliable
  const proven = standings.every((standing) => standing === 'kept' || standing === 'unused')
  return requireProof && !proven ? exitCodes.undecided : exitCodes.ok
}
