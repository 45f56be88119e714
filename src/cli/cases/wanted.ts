/** Which violation is meant: a conversation of production, a trial of a run, or a group of the queue. */

import type { Conversation } from '../../conversation/index.ts'
import { violationGroups } from '../../learn/index.ts'
import { goingOn } from '../../observe/index.ts'
import type { Verdict } from '../../pact/index.ts'
import { Problem } from '../../problem.ts'
import type { TrialRecord } from '../../store/index.ts'
import type { Given } from '../command.ts'
import type { Io } from '../io.ts'
import type { Sources } from '../sources.ts'
import { brokenPromise } from './broken-promise.ts'

export interface WantedViolation {
  readonly condition: string
  readonly conversation: Conversation
  /** Of a run. */
  readonly trial?: TrialRecord
}

/** @throws Problem `cli/nothing-to-reproduce` */
export async function wantedViolation(
  wanted: string,
  given: Given,
  sources: Sources,
  io: Io,
): Promise<WantedViolation> {
  const condition = given.options.condition as string | undefined
  // Where a run is named, it is a trial; else what production has comes first.
  const isTrial = given.options.run !== undefined && sources.run !== undefined
  const seen = isTrial ? undefined : await inProduction(wanted, sources)
  const found = seen ?? (await inRun(wanted, sources))
  if (found !== undefined)
    return spoken({ ...found, condition: brokenPromise(wanted, found.verdict, condition, nothing) })
  const groups = await violationGroups(sources, {
    ...{ pact: sources.project.pact, people: sources.people, newSinceMs: io.now().getTime() },
    ...(condition !== undefined && { condition }),
  })
  const [group, ...others] = groups.filter(({ id }) => wanted.length >= 4 && id.startsWith(wanted))
  // What people have dismissed is no violation; of the others the newest is most like what happens now.
  const newest = group?.violations.findLast(({ said }) => said !== 'held')
  if (group === undefined || newest === undefined || others.length > 0)
    throw nothing(`There is no conversation, trial or group of violations "${wanted}" here.`)
  const { source, conversation } = newest
  const member = await (source === 'production' ? inProduction(conversation, sources) : inRun(conversation, sources))
  if (member === undefined) throw nothing(`The conversation ${newest.name} is not kept any more.`)
  return spoken({ ...member, condition: group.condition })
}

type Found = Omit<WantedViolation, 'condition'> & { readonly verdict: Verdict }

/** As it was graded; of one that goes on, as far as it has come: an alarm may tell of it before it is over. */
async function inProduction(id: string, { production, project: { pact } }: Sources): Promise<Found | undefined> {
  if (production === undefined) return undefined
  const { observed, project } = production
  return (await observed.grading(project, id)) ?? (await goingOn(observed, project, id, pact))
}

/** @param wanted its id, or its number */
async function inRun(wanted: string, { run }: Sources): Promise<Found | undefined> {
  if (run === undefined) return undefined
  const byId = await run.store.trial(run.run.id, wanted)
  if (byId !== undefined) return { ...byId, trial: byId }
  if (!/^\d+$/.test(wanted)) return undefined
  const { findTrial } = await import('../find-run.ts')
  const trial = await findTrial(run.store, run.run, wanted)
  return { ...trial, trial }
}

function spoken(violation: WantedViolation): WantedViolation {
  const { id, events } = violation.conversation
  if (events.some((event) => event.type === 'message' && event.from === 'customer')) return violation
  throw nothing(`No customer says anything in ${id}, so nothing can be said again.`)
}

function nothing(message: string): Problem {
  return new Problem({
    code: 'cli/nothing-to-reproduce',
    message,
    hint: 'See "fieldproof violations" for what was violated: name one of its groups, a conversation or the number of a trial.',
  })
}
