/** `fieldproof replay`: has the same customer talk to the agent of now, and says whether the same promises break. */
import type { Conversation } from '../../conversation/index.ts'
import type { Verdict } from '../../pact/index.ts'
import type { Project } from '../../simulate/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { juryChoices, juryOptions } from '../jury-options.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'

export const replay: Command = {
  name: 'replay',
  summary: 'play a trial again, the same customer against the agent as it is now',
  arguments: [{ form: '<trial>', description: "the trial's number in the run" }],
  options: [
    projectOption,
    storeOption,
    { form: '--run <run>', description: 'id of the run, or a name it was blessed with; the newest when left out' },
    { form: '--times <n>', description: 'play it so often; 1 when left out', read: wholeNumber('--times', 1) },
    ...juryOptions,
  ],
  startsProgram: true,
  examples: ['fieldproof replay 7', 'fieldproof replay 7 --run 20260302-091500-3f2a --times 10'],

  async run(given, io) {
    const { findRun, findTrial } = await import('../find-run.ts')
    const { openProjectStore } = await import('../stores.ts')
    const { judging } = await import('../judging.ts')
    const { probeCounts } = await import('../probe-counts.ts')
    const { probeChoicesOf, probeSetFor } = await import('../probing.ts')
    const { probeProject } = await import('../../simulate/index.ts')
    const { store, project } = await openProjectStore(given, io)
    try {
      const run = await findRun(store, given.options.run as string | undefined)
      const kept = await findTrial(store, run, given.arguments[0] ?? '')
      const probes = probeChoicesOf(run)
      if (probes === undefined)
        return await playAgain(kept, project, judging(project.pact, io, juryChoices(given)), given, io)
      const set = await probeSetFor(project, probes)
      const { judge } = await probeCounts(set, run.pact)
      return await playAgain(kept, probeProject(project, set), judge, given, io)
    } finally {
      await store.close()
    }
  },
}

async function playAgain(
  kept: TrialRecord,
  project: Project,
  judge: (conversation: Conversation) => Verdict | Promise<Verdict>,
  given: Given,
  io: Io,
): Promise<ExitCode> {
  const { openProject, playTrial } = await import('../../simulate/index.ts')
  const times = (given.options.times as number | undefined) ?? 1
  const { plannedAgain } = await import('../planned-again.ts')
  const trial = await plannedAgain(kept, project)
  const opened = await openProject(project, io.env, undefined, io.interrupted)
  const plays: TrialRecord[] = []
  try {
    for (let time = 1; time <= times && !io.interrupted.aborted; time += 1) {
      // An agent that knows the old conversation by its id would go on with it.
      const id = `${kept.id}-${io.now().getTime().toString(36)}-${time}`
      io.live([`  playing ${time} of ${times}`])
      const conversation = await playTrial({ ...trial, id }, opened.stage, io.interrupted)
      plays.push({ ...kept, conversation, verdict: await judge(conversation) })
    }
  } catch (thrown) {
    if (!io.interrupted.aborted) throw thrown
  } finally {
    io.live([])
    await opened.close()
  }
  if (io.interrupted.aborted) return exitCodes.interrupted
  return tellAgain(kept, plays, io)
}

async function tellAgain(kept: TrialRecord, plays: readonly TrialRecord[], io: Io): Promise<ExitCode> {
  const { shownTrial } = await import('../shown-trial.ts')
  const before = violatedIn(kept.verdict)
  const violates = (play: TrialRecord) => [...violatedIn(play.verdict)].some((id) => before.has(id))
  const shown = plays.find(violates) ?? plays.at(-1)
  if (shown !== undefined) for (const line of shownTrial(shown, io.style)) io.out(line)
  io.out('')
  const isJudged = ({ verdict }: TrialRecord) => verdict.findings.some(({ outcome }) => outcome !== 'unjudged')
  if (!plays.some(isJudged)) {
    io.out('It could not be judged, so nothing is known of whether it would be violated again.')
    return exitCodes.unreliable
  }
  if (before.size === 0) io.out('Nothing was violated in the run.')
  for (const id of before) io.out(`violated again: ${id} ${await shareOf(id, plays)}`)
  const others = new Set(plays.flatMap(({ verdict }) => [...violatedIn(verdict)]).filter((id) => !before.has(id)))
  for (const id of others) io.out(`violated now, and not in the run: ${id} ${await shareOf(id, plays)}`)
  return plays.some(({ verdict }) => violatedIn(verdict).size > 0) ? exitCodes.broken : exitCodes.ok
}

function violatedIn({ findings }: Verdict): ReadonlySet<string> {
  return new Set(findings.filter(({ outcome }) => outcome === 'violated').map(({ condition }) => condition))
}

/** `3 of 10 (10.8 to 60.3 %), 1 more unjudged`; of the plays in which it was decided. */
async function shareOf(condition: string, plays: readonly TrialRecord[]): Promise<string> {
  const { rate } = await import('../../stats/index.ts')
  const { interval } = await import('../reports/words.ts')
  const outcomes = plays.map(
    ({ verdict }) => verdict.findings.find((finding) => finding.condition === condition)?.outcome,
  )
  const violated = outcomes.filter((outcome) => outcome === 'violated').length
  const decided = violated + outcomes.filter((outcome) => outcome === 'held').length
  const rest = plays.length - decided
  const apart = rest > 0 ? `, ${rest} not decided` : ''
  const range = decided > 1 ? ` (${interval(rate(violated, decided))})` : ''
  return `${violated} of ${decided}${range}${apart}`
}
