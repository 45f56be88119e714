/** What a forecast knows of: a run and its labels, production as far as there is any, what others of its versions did, ablations. */
import type { Answered, BroughtOptions, Forecast, Gathered } from '../../learn/index.ts'
import type { Grading, StoredRun } from '../../store/index.ts'
import { newestAblation } from '../ablations.ts'
import type { Sources } from '../sources.ts'

export async function gatheredFrom(sources: Sources, sinceMs: number, run = runOf(sources).run): Promise<Gathered> {
  const { gatherGap } = await import('../../learn/index.ts')
  const { project, people } = sources
  return gatherGap({
    ...{ run, trials: () => runOf(sources).store.trials(run.id), project, people },
    gradings: gradingsSince(sources, sinceMs),
  })
}

/** Runs among which those of other versions in production are looked for. */
const runsLooked = 100
/** Conversations below which a run says nothing of how much tests flatter. */
const leastKept = 20

/** Releases in production that were tested and not forecast: this version's, and those whose run is still here. */
export async function historyIn(
  sources: Sources,
  gathered: Gathered,
  answered: readonly Answered[],
  terms: { readonly at: string; readonly seed: number },
): Promise<readonly Answered[]> {
  const { historyOf } = await import('../../learn/index.ts')
  const { run, store } = runOf(sources)
  const known = new Set(answered.map(({ forecast }) => forecast.version))
  const production = gathered.conversations.filter(({ side }) => side === 'production')
  const own = run.agent.version
  const versions = new Set(production.map(({ version }) => (own === undefined ? undefined : (version ?? own))))
  const runs = versions.size === 0 ? [] : await store.runs(runsLooked)
  const found: Answered[] = []
  for (const version of [...versions].filter((each) => !known.has(each))) {
    const isOwn = version === own
    const of = isOwn ? run : largestOf(runs, run.agent.id, version)
    const both = isOwn || of === undefined ? gathered : await gatheredFrom(sources, 0, of)
    const history = of && historyOf(both, whoseRun(of), terms)
    if (history !== undefined) found.push(history)
  }
  return found
}

export async function coveringIn(sources: Sources, seed: number) {
  if (sources.production === undefined) return undefined
  const { coveringOf } = await import('../../learn/index.ts')
  const { run, store } = runOf(sources)
  return coveringOf(store.trials(run.id), gradingsSince(sources, 0), sources.project, seed)
}

/** Large enough for what is near its customers to be told, if any run is. */
function largestOf(runs: readonly StoredRun[], id: string, version: string | undefined): StoredRun | undefined {
  return runs
    .filter(({ agent, kept }) => agent.id === id && agent.version === version && kept >= leastKept)
    .toSorted((a, b) => b.kept - a.kept)[0]
}

export function whoseRun({ id, agent }: StoredRun): Pick<Forecast, 'run' | 'agent' | 'version'> {
  return { run: id, agent: agent.id, ...(agent.version !== undefined && { version: agent.version }) }
}

export function runOf({ run }: Sources): NonNullable<Sources['run']> {
  if (run === undefined) throw new TypeError('sources were opened without a run')
  return run
}

async function* gradingsSince({ production }: Sources, sinceMs: number): AsyncIterable<Grading> {
  if (production !== undefined) yield* production.observed.gradings(production.project, { sinceMs })
}

export function broughtIn({ project }: Sources, given: BroughtOptions['given']): BroughtOptions {
  const ablation = newestAblation(project)
  return { ...(ablation && { ablation }), ...(given && { given }) }
}
