/** How much of production each guard stands for, where a server keeps production here. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beginningOf, foundIn, gatherTalks, openingOf, trafficOf } from '../learn/index.ts'
import type { Scenario } from '../simulate/index.ts'
import type { ClusteredRate } from '../stats/index.ts'
import type { Observed } from '../store/index.ts'
import type { Given } from './command.ts'
import type { Io } from './io.ts'
import { dataFolder, withProduction } from './production.ts'

/** Nothing where no conversation of production is kept here. */
export async function guardTraffic(
  guards: readonly Scenario[],
  given: Given,
  io: Io,
): Promise<ReadonlyMap<string, ClusteredRate> | undefined> {
  if (guards.length === 0 || !existsSync(join(dataFolder(given, io), 'observed.db'))) return undefined
  const project = (given.options.name as string | undefined) ?? 'default'
  return withProduction(given, io, async (observed) => {
    const kept = observed.gradings(project, {})
    const { talks } = await gatherTalks(noTrials(), kept, { severityOf: () => undefined, seed: 1 })
    const begins = new Map<string, string>()
    for (const guard of guards) begins.set(guard.id, await beginningAsFound(guard, observed, project))
    return talks.length === 0 ? undefined : trafficOf(begins, talks)
  })
}

/** As the conversation began in which it was found, where that is kept: what is left of it may say less of what was wanted. */
async function beginningAsFound(guard: Scenario, observed: Observed, project: string): Promise<string> {
  const from = foundIn(guard)
  const grading = from === undefined ? undefined : await observed.grading(project, from)
  return grading === undefined ? beginningOf(guard) : openingOf(grading.conversation)
}

async function* noTrials(): AsyncIterable<never> {
  yield* []
}
