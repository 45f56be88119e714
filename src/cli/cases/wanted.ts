/** Which violation is meant: a conversation of production, a trial of a run, or a group of the queue. */

import type { Conversation } from '../../conversation/index.ts'
import { violationGroups } from '../../learn/index.ts'
import type { Verdict } from '../../pact/index.ts'
import { Problem } from '../../problem.ts'
import type { TrialRecord } from '../../store/index.ts'
import type { Given } from '../command.ts'
import type { Io } from '../io.ts'
import type { Sources } from '../sources.ts'

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
  const found = await conversationNamed(wanted, given, sources)
  if (found !== undefined) return { ...found, condition: violatedIn(wanted, found.verdict, condition) }
  const groups = await violationGroups(sources, {
    ...{ pact: sources.project.pact, people: sources.people, newSinceMs: io.now().getTime() },
    ...(condition !== undefined && { condition }),
  })
  const [group, ...others] = groups.filter(({ id }) => wanted.length >= 4 && id.startsWith(wanted))
  // What people have dismissed is no violation; of the others the newest is most like what happens now.
  const newest = group?.violations.findLast(({ said }) => said !== 'held')
  if (group === undefined || newest === undefined || others.length > 0)
    throw nothing(`There is no conversation, trial or group of violations "${wanted}" here.`)
  const member = await conversationNamed(newest.name, given, sources)
  if (member === undefined) throw nothing(`The conversation ${newest.name} is not kept any more.`)
  return { ...member, condition: group.condition }
}

type Found = Omit<WantedViolation, 'condition'> & { readonly verdict: Verdict }

/** Where a run is named, it is a trial; else what production has comes first. */
async function conversationNamed(
  wanted: string,
  { options }: Given,
  { production, run }: Sources,
): Promise<Found | undefined> {
  const grading = options.run === undefined ? await production?.observed.grading(production.project, wanted) : undefined
  if (grading !== undefined) return grading
  if (run === undefined) return undefined
  const byId = await run.store.trial(run.run.id, wanted)
  if (byId !== undefined) return { ...byId, trial: byId }
  if (!/^\d+$/.test(wanted)) return undefined
  const { findTrial } = await import('../find-run.ts')
  const trial = await findTrial(run.store, run.run, wanted)
  return { ...trial, trial }
}

function violatedIn(name: string, { findings }: Verdict, wanted: string | undefined): string {
  const violated = findings.filter(({ outcome }) => outcome === 'violated').map(({ condition }) => condition)
  const found = wanted === undefined ? violated[0] : violated.find((id) => id === wanted)
  if (found !== undefined) return found
  const others = violated.length === 0 ? '' : ` It broke ${violated.join(', ')}.`
  throw nothing(wanted === undefined ? `${name} broke no promise.` : `${name} did not break "${wanted}".${others}`)
}

function nothing(message: string): Problem {
  return new Problem({
    code: 'cli/nothing-to-reproduce',
    message,
    hint: 'See "fieldproof violations" for what was violated: name one of its groups, a conversation or the number of a trial.',
  })
}
