/** Telling what came of a run: on the terminal always, in files where asked. */
import type { Pact, Summary } from '../../pact/index.ts'
import type { RunRecord, Store } from '../../store/index.ts'
import type { Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { terminalReport } from './terminal.ts'
import { standingOf } from './words.ts'

export interface Reported {
  readonly run: RunRecord
  readonly summary: Summary
  readonly store: Store
  readonly pact: Pact
}

/** Share of conversations that may fail on our own side before a run says nothing. */
const ownFailuresAtMost = 0.1

/** Prints the report, writes the files that were asked for, and gives the exit code. */
export async function reportRun({ run, summary }: Reported, given: Given, io: Io): Promise<ExitCode> {
  for (const line of terminalReport(summary, io.style)) io.out(line)
  if (summary.worst !== undefined) {
    io.out('')
    io.out(`  worst:  trial ${summary.worst.order}, violates ${summary.worst.violated.join(', ')}`)
    io.out(`  replay: fieldproof replay ${summary.worst.order} --run ${run.id}`)
  }
  return exitCodeOf(summary, given.options.requireProof === true)
}

/** @param requireProof whether a target that is not proven counts as undecided */
export function exitCodeOf(summary: Summary, requireProof: boolean): ExitCode {
  const { errors, conversations, promises } = summary
  const own = errors.simulator + errors.judge + errors.infrastructure
  const standings = promises.map(standingOf)
  if (standings.includes('broken')) return exitCodes.broken
  if (own > conversations * ownFailuresAtMost) return exitCodes.unreliable
  const proven = standings.every((standing) => standing === 'kept' || standing === 'unused')
  return requireProof && !proven ? exitCodes.undecided : exitCodes.ok
}
