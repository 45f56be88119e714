/** From a project to what a load run of it needs: its trials without end, its promises that code checks, its bound. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Json } from '../../conversation/index.ts'
import type { Pact } from '../../pact/index.ts'
import { Problem } from '../../problem.ts'
import { type OpenProject, planOf } from '../open-project.ts'
import type { PlannedTrial } from '../plan.ts'
import type { Project } from '../project.ts'
import { promisedReplyMs } from './bound.ts'
import { requireOwnHosts } from './hosts.ts'

/** As good as without end; trials are made while they are asked for. */
const endless = 1_000_000_000

export interface ProjectLoad {
  readonly trials: () => Iterable<PlannedTrial>
  /** Trials until scenario, persona and channel repeat themselves. */
  readonly cycle: number
  /** The project's pact without rubrics: a model that is asked by hundreds of conversations at once would be what is measured. */
  readonly pact: Pact
  /** What the pact promises of reply times. */
  readonly promisedMs: number | undefined
}

/** Repeats of scenarios are left aside: each level has as many trials as it needs. */
export function loadOf(project: Project, seed: number): ProjectLoad {
  const scenarios = project.scenarios.map(({ repeats: _, ...scenario }) => scenario)
  const settings = { ...project.settings, runs: { ...project.settings.runs, control: false } }
  const of = (repeats: number) => planOf({ ...project, settings, scenarios }, { seed, repeats, faults: 'none' })
  return {
    trials: () => of(endless).trials(),
    cycle: of(1).size,
    pact: { ...project.pact, rubrics: [] },
    promisedMs: promisedReplyMs(readFileSync(resolve(project.folder, project.settings.pact), 'utf8')),
  }
}

/**
 * Refuses a project that cannot be loaded, before anything is sent.
 *
 * @throws Problem `load/not-this-machine`, `load/one-at-a-time`
 */
export function requireLoadable(
  { settings: { agent, prepare, verifiers, changes } }: Project,
  { stage, concurrency }: OpenProject,
  { env, allow, atOnce }: { readonly env: Json; readonly allow: readonly string[]; readonly atOnce: number },
): void {
  const reached = { agent, prepare: prepare ?? null, verifiers, changes } as unknown as Json
  requireOwnHosts(reached, { ...stage.values, env }, allow)
  if (concurrency >= atOnce) return
  throw new Problem({
    code: 'load/one-at-a-time',
    message: 'Nothing tells the calls of two conversations apart, so only one can be had at a time.',
    hint: 'Say under "correlate:" of each backend what in a call tells whose it is.',
  })
}
