/** The queue of a run and of production together. Of production only what violates something is read. */
import type { Project, Scenario } from '../../simulate/index.ts'
import { type Observed, production, type Store, type StoredRun, type TrialRecord } from '../../store/index.ts'
import { guardedBy } from '../promote/regression.ts'
import { judgedInProduction, judgedInRun } from './judged.ts'
import { type QueueOptions, type ViolationGroup, ViolationQueue } from './queue.ts'

export interface QueueSources {
  /** Whose regression scenarios are known to break what they guard; none where left out. */
  readonly project?: Pick<Project, 'scenarios'>
  readonly run?: { readonly store: Store; readonly run: StoredRun }
  readonly production?: {
    readonly observed: Observed
    readonly project: string
    readonly sinceMs: number
    readonly untilMs: number
    readonly channel?: string
    readonly version?: string
  }
}

/** What regression scenarios break of what they guard is no news, and is left out. */
export async function violationGroups(
  { project, run, production }: QueueSources,
  options: QueueOptions,
): Promise<readonly ViolationGroup[]> {
  const queue = new ViolationQueue(options)
  if (production !== undefined) await addProduction(queue, production, options)
  if (run !== undefined)
    await queue.addAll(judgedInRun(run.run, unguarded(run.store.trials(run.run.id), project?.scenarios ?? [])))
  return queue.ranked()
}

async function addProduction(
  queue: ViolationQueue,
  { observed, project, ...filter }: NonNullable<QueueSources['production']>,
  { condition }: QueueOptions,
): Promise<void> {
  const violated = new Set<string>()
  for (const { condition: id, outcome, n } of await observed.findingCounts(project, filter)) {
    if (outcome === 'held' || outcome === 'violated') queue.count(production, id, n)
    if (outcome === 'violated' && (condition === undefined || id === condition)) violated.add(id)
  }
  for (const id of [...violated].sort()) {
    const gradings = observed.gradings(project, { ...filter, violated: id })
    for await (const judged of judgedInProduction(gradings)) queue.add(judged, id)
  }
}

async function* unguarded(
  trials: AsyncIterable<TrialRecord>,
  scenarios: readonly Scenario[],
): AsyncIterable<TrialRecord> {
  const guarded = new Map(scenarios.map((scenario) => [scenario.id, guardedBy(scenario)]))
  for await (const trial of trials) {
    const findings = trial.verdict.findings.filter(({ condition }) => condition !== guarded.get(trial.scenario))
    yield { ...trial, verdict: { ...trial.verdict, findings } }
  }
}
