/** `fieldproof show`: the runs that are kept, the trials of one, or one conversation. */
import type { Promised } from '../../pact/index.ts'
import { Problem } from '../../problem.ts'
import type { Store, StoredRun, TrialRecord } from '../../store/index.ts'
import type { WayBack } from '../again.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'

export const show: Command = {
  name: 'show',
  summary: 'list the runs that are kept, the trials of one, or show one conversation',
  arguments: [
    { form: '[run]', description: 'id of a run, the beginning of one, a name it was blessed with, or latest' },
    { form: '[trial]', description: "the trial's number in the run" },
  ],
  options: [
    projectOption,
    storeOption,
    { form: '--violated <condition>', description: 'only trials that violate this condition' },
    { form: '--scenario <id>', description: 'only trials of this scenario' },
    { form: '--limit <n>', description: 'list so many at most; 20 when left out', read: wholeNumber('--limit', 1) },
  ],
  examples: [
    'fieldproof show',
    'fieldproof show latest --violated booked-means-booked',
    'fieldproof show 20260302-091500-3f2a 7',
    'fieldproof show 7',
  ],

  async run(given, io) {
    const { openProjectStore } = await import('../stores.ts')
    const { wayBack } = await import('../again.ts')
    const { findRun } = await import('../find-run.ts')
    const { store, project } = await openProjectStore(given, io)
    try {
      const [wanted, trial] = wantedIn(given)
      if (wanted === undefined && trial === undefined) await showRuns(store, limitOf(given), io)
      else {
        const run = await findRun(store, wanted)
        const promises = [...project.pact.conditions, ...project.pact.rubrics]
        if (trial === undefined) await showTrials(store, run, promises, given, io)
        else await showTrial(store, run, trial, wayBack(project.folder, given, io), io)
      }
      return exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

/** A bare number is a trial of the newest run. */
function wantedIn({ arguments: [first, second], options }: Given): readonly [string | undefined, string | undefined] {
  if (first !== undefined && second === undefined && /^\d{1,7}$/.test(first)) return ['latest', first]
  const filters = options.violated !== undefined || options.scenario !== undefined
  return [first ?? (filters ? 'latest' : undefined), second]
}

const limitOf = ({ options }: Given) => (options.limit as number | undefined) ?? 20

async function showRuns(store: Store, limit: number, io: Io): Promise<void> {
  const { inColumns } = await import('../columns.ts')
  const { baselineName } = await import('../find-run.ts')
  const runs = await store.runs()
  if (runs.length === 0) {
    io.out('No run has been kept here yet. Start one with "fieldproof simulate".')
    return
  }
  const baseline = await store.blessed(baselineName)
  const rows = runs
    .slice(0, limit)
    .map(({ id, startedAt, agent, pact, kept, planned, end }) => [
      id,
      startedAt.slice(0, 16).replace('T', ' '),
      agent.version === undefined ? agent.id : `${agent.id} ${agent.version}`,
      `${pact.id} ${pact.version}`,
      `${kept} of ${planned}${endWord(end)}`,
      id === baseline ? 'baseline' : '',
    ])
  for (const [index, line] of inColumns([['run', 'started', 'agent', 'pact', 'trials', ''], ...rows]).entries()) {
    io.out(index === 0 ? io.style.dim(line) : line)
  }
  if (runs.length > limit) io.out(`Showing ${limit} of ${runs.length} runs, newest first; --limit shows more.`)
}

function endWord(end: StoredRun['end']): string {
  if (end === undefined) return ', not ended'
  return end.how === 'interrupted' ? ', stopped' : ''
}

type Promises = readonly Pick<Promised, 'id' | 'severity'>[]

async function showTrials(store: Store, run: StoredRun, promises: Promises, given: Given, io: Io): Promise<void> {
  const { weights, pointerTo, byBadness } = await import('../reports/digest.ts')
  const { count } = await import('../reports/words.ts')
  const { inColumns } = await import('../columns.ts')
  const { violated, scenario } = given.options as Readonly<Record<string, string | undefined>>
  requireKnown(violated, promises)
  const limit = limitOf(given)
  const weight = weights(promises)
  const filter = { ...(violated !== undefined && { violated }), ...(scenario !== undefined && { scenario }) }
  const counts = { n: 0, violating: 0, unjudged: 0 }
  let listed: Listed[] = []
  for await (const trial of store.trials(run.id, filter)) {
    const entry = { ...pointerTo(trial, weight), ...wordsOf(trial) }
    counts.n += 1
    if (entry.badness > 0) counts.violating += 1
    else if (entry.unjudged > 0) counts.unjudged += 1
    listed.push(entry)
    // Now and then, so that a long run never sits in memory.
    if (listed.length >= 8 * limit) listed = listed.sort(inOrder).slice(0, limit)
  }
  const shown = listed.sort(inOrder).slice(0, limit)
  io.out(`${run.id}: ${count(counts.n, 'trial')}, ${counts.violating} with a violation, ${counts.unjudged} unjudged`)
  if (shown.length === 0) return
  const rows = shown.map((entry) => [
    String(entry.order),
    entry.scenario,
    entry.persona,
    entry.channel,
    entry.violated.length > 0 ? entry.violated.join(', ') : entry.unjudged > 0 ? `(${entry.unjudged} unjudged)` : '',
  ])
  for (const [index, line] of inColumns(
    [['trial', 'scenario', 'persona', 'channel', 'violates'], ...rows],
    [0],
  ).entries()) {
    io.out(index === 0 ? io.style.dim(line) : line)
  }
  if (counts.n > shown.length) io.out(`Showing ${shown.length} of ${counts.n}, worst first; --limit shows more.`)

  function inOrder(a: Listed, b: Listed): number {
    return byBadness(a, b) || b.unjudged - a.unjudged || a.order - b.order
  }
}

interface Listed {
  readonly id: string
  readonly order: number
  readonly scenario: string
  readonly violated: readonly string[]
  readonly badness: number
  readonly persona: string
  readonly channel: string
  readonly unjudged: number
}

function wordsOf({ persona, channel, verdict }: TrialRecord): Pick<Listed, 'persona' | 'channel' | 'unjudged'> {
  return { persona, channel, unjudged: verdict.findings.filter(({ outcome }) => outcome === 'unjudged').length }
}

/** A misspelt condition would look like one that nothing violates. */
function requireKnown(violated: string | undefined, promises: Promises): void {
  if (violated === undefined || promises.some(({ id }) => id === violated)) return
  throw new Problem({
    code: 'cli/no-such-condition',
    message: `The pact has no condition "${violated}".`,
    hint: `Conditions: ${promises.map(({ id }) => id).join(', ')}.`,
  })
}

async function showTrial(store: Store, run: StoredRun, wanted: string, back: WayBack, io: Io): Promise<void> {
  const { findTrial } = await import('../find-run.ts')
  const { shownTrial } = await import('../shown-trial.ts')
  const { replayCommand } = await import('../again.ts')
  const trial = await findTrial(store, run, wanted)
  for (const line of shownTrial(trial, io.style)) io.out(line)
  io.out('')
  io.out(`play it again: ${replayCommand(trial.index, run.id, back)}`)
}
