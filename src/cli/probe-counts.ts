/** Judging the conversations of probes and telling what came of them, as they are played or once they are kept. */
import type { Conversation } from '../conversation/index.ts'
import type { Verdict } from '../pact/index.ts'
import type { PairVerdict, ProbeSet, ProbeVerdict, Project } from '../simulate/index.ts'
import type { RunRecord, Store, TrialRecord } from '../store/index.ts'
import { commandLine, replayCommand, wayBack } from './again.ts'
import type { Given } from './command.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Io } from './io.ts'
import type { ProbeOutcome } from './reports/probes.ts'

export interface ProbeCounts {
  /** Trials that were added. */
  readonly trials: number
  judge(conversation: Conversation): Verdict
  add(trial: Pick<TrialRecord, 'conversation' | 'index'>): void
  tell(of: Told, given: Given, io: Io): Promise<ExitCode>
}

interface Told {
  readonly run: RunRecord
  readonly store: Store
  readonly project: Project
}

export async function probeCounts(set: ProbeSet, pact: RunRecord['pact']): Promise<ProbeCounts> {
  const { decayOf, probeJudge, probePairs } = await import('../simulate/index.ts')
  const judging = await probeJudge(set)
  const pairs = probePairs(set)
  const outcomes: ProbeOutcome[] = []
  const differing: PairVerdict[] = []
  /** Of conversations that were judged and not added yet, so that none is judged twice. */
  const waiting = new Map<string, ProbeVerdict | undefined>()
  let trials = 0

  const verdictOf = (conversation: Conversation): ProbeVerdict | undefined => {
    const verdict = waiting.has(conversation.id) ? waiting.get(conversation.id) : judging.judge(conversation)
    waiting.delete(conversation.id)
    return verdict
  }
  return {
    get trials() {
      return trials
    },
    judge(conversation) {
      const verdict = judging.judge(conversation)
      waiting.set(conversation.id, verdict)
      return { conversation: conversation.id, pact, findings: verdict?.findings ?? [] }
    },
    add({ conversation, index }) {
      trials += 1
      differing.push(...pairs.add(conversation).filter(({ outcome }) => outcome.outcome === 'violated'))
      const verdict = verdictOf(conversation)
      if (verdict === undefined) return
      const { findings: _, ...outcome } = verdict
      outcomes.push({ ...outcome, order: index })
    },
    async tell({ run, store, project }, given, io) {
      const { familyOutcomes, probeLines } = await import('./reports/probes.ts')
      const { writeProbeReports } = await import('./reports/probe-files.ts')
      const differ = new Map<string, number>()
      for (const { probe } of differing) differ.set(probe.family, (differ.get(probe.family) ?? 0) + 1)
      const sorted = outcomes.toSorted((a, b) => a.order - b.order)
      const families = familyOutcomes(set.families, sorted, differ)
      const decay = decayOf(sorted.map((each) => ({ ...each, findings: [] })))
      const back = wayBack(project.folder, given, io)
      const show = (order: number) => commandLine('show', run.id, String(order), ...back.words)
      for (const line of probeLines(families, decay, set.not, show, io.style)) io.out(line)
      const name = project.settings.project
      const replay = (order: number) => replayCommand(order, run.id, back)
      await writeProbeReports({ name, run, store, families, decay, not: set.not, probes: sorted, replay }, given, io)
      const isBroken = families.some(({ breached, differ: n }) => (breached?.successes ?? 0) > 0 || n > 0)
      if (isBroken) return exitCodes.broken
      const isOpen = families.some(({ breached }) => breached === undefined)
      return isOpen && given.options.requireProof === true ? exitCodes.undecided : exitCodes.ok
    },
  }
}
