/** The queue of a run and of production together. Of production only what violates something is read. */
import { type Observed, production, type Store, type StoredRun } from '../../store/index.ts'
import { judgedInProduction, judgedInRun } from './judged.ts'
import { type QueueOptions, type ViolationGroup, ViolationQueue } from './queue.ts'

export interface QueueSources {
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

export async function violationGroups(
  { run, production }: QueueSources,
  options: QueueOptions,
): Promise<readonly ViolationGroup[]> {
  const queue = new ViolationQueue(options)
  if (production !== undefined) await addProduction(queue, production, options)
  if (run !== undefined) await queue.addAll(judgedInRun(run.run, run.store.trials(run.run.id)))
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
