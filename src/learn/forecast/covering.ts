/** How well the suite's customers stand for production's, as `coverage` finds it, over the scenarios that a forecast rests on. */
import type { Project } from '../../simulate/index.ts'
import type { Grading, TrialRecord } from '../../store/index.ts'
import { coverageOf } from '../coverage/coverage.ts'
import { gatherTalks } from '../coverage/talks.ts'
import { guardedBy } from '../promote/regression.ts'
import type { Covering } from './shares.ts'

/** Ways to begin below which nothing can be said of what is near them. */
const enough = 4

/** Nothing where production said nothing, or customers of the run begin in too few ways. */
export async function coveringOf(
  trials: AsyncIterable<TrialRecord>,
  gradings: AsyncIterable<Grading>,
  { scenarios }: Pick<Project, 'scenarios'>,
  seed: number,
): Promise<Covering | undefined> {
  const guards = new Set(scenarios.filter((each) => guardedBy(each) !== undefined).map(({ id }) => id))
  const talks = await gatherTalks(without(guards, trials), gradings, { severityOf: () => undefined, seed })
  return talks.examples.length < enough || talks.talks.length === 0 ? undefined : coverageOf(talks)
}

async function* without(guards: ReadonlySet<string>, trials: AsyncIterable<TrialRecord>): AsyncIterable<TrialRecord> {
  for await (const trial of trials) if (!guards.has(trial.scenario)) yield trial
}
