/** What `minimise` can make small: a trial of a run, or a reproduced case in its folder. */
import { resolve } from 'node:path'
import type { FaultSet } from '../../connect/index.ts'
import type { Conversation } from '../../conversation/index.ts'
import type { Provenance } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { PlannedTrial, Project, Scenario } from '../../simulate/index.ts'
import type { Store } from '../../store/index.ts'
import type { Given } from '../command.ts'
import { findRun, findTrial } from '../find-run.ts'
import type { Io } from '../io.ts'
import { plannedAgain } from '../planned-again.ts'
import { brokenPromise } from './broken-promise.ts'
import { type Brought, broughtTo } from './brought.ts'
import { isCase, type PlayableCase, readCase } from './folder.ts'

export interface Smallable {
  /** To be opened and judged by. */
  readonly project: Project
  readonly trial: PlannedTrial
  readonly condition: string
  /** What was said when it broke. */
  readonly conversation: Conversation
  readonly origin: Provenance
  /** What to try where words alone do not break it. */
  readonly otherwise: string
  /** The scenario with all that it needs and the project does not have, put beside it; its own fault sets as text. */
  brings(scenario: Scenario, faults: readonly FaultSet[], folder: string): Brought
}

/** @throws Problem `cli/nothing-to-minimise` and those of finding runs, trials and cases */
export async function smallable(
  given: Given,
  { store, project }: { readonly store: Store; readonly project: Project },
  io: Io,
): Promise<Smallable> {
  const [named = ''] = given.arguments
  const folder = resolve(io.cwd, named)
  // A number of a trial has no slash in it.
  if (isCase(folder) || named.includes('/')) return ofCase(readCase(folder, project), io)
  const run = await findRun(store, given.options.run as string | undefined)
  const kept = await findTrial(store, run, named)
  const { conversation, index } = kept
  const trial = await plannedAgain(kept, project)
  return {
    ...{ project, conversation, trial },
    condition: brokenPromise(`Trial ${index}`, kept.verdict, given.options.condition as string | undefined, nothing),
    origin: {
      // A simulated conversation has a time of its own.
      ...{ run: run.id, trial: index, at: run.startedAt },
      ...{ agent: agentWords(run.agent), pactHash: run.pact.hash },
    },
    otherwise: `Play the customer again with "fieldproof replay ${index}".`,
    brings: (scenario, left, to) => broughtTo(to, scenario, left, { project, faults: trial.faults, ownFaults: {} }),
  }
}

function ofCase(playable: PlayableCase, io: Io): Smallable {
  const { project, trial, condition, conversation, ownFaults } = playable
  const { id, origin, startedAt, agent } = conversation
  return {
    ...{ project, condition, conversation },
    trial: { ...trial, scenario: { ...trial.scenario, tags: [] } },
    origin: {
      ...{ conversation: id, origin, agent: agentWords(agent), pactHash: project.pact.hash },
      at: origin === 'production' ? startedAt : io.now().toISOString(),
    },
    otherwise: 'What its case lacks stands at the top of its file, "case.yaml".',
    brings: (scenario, left, to) => broughtTo(to, scenario, left, { project, faults: trial.faults, ownFaults }),
  }
}

const agentWords = ({ id, version }: Conversation['agent']) => (version === undefined ? id : `${id} ${version}`)

function nothing(message: string): Problem {
  return new Problem({
    code: 'cli/nothing-to-minimise',
    message,
    hint: 'The report of a run, and "fieldproof show" with its id, list the trials that broke something.',
  })
}
