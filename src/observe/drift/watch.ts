/**
 * Watching over production: what was graded goes through the engine in the transaction that keeps the gradings, so that
 * after a crash no conversation was counted twice and none is missing.
 *
 * Counted is one conversation of each customer's visit, and of what juries read only the sample that was drawn without
 * looking: detectors rest on conversations that are independent and stand for all.
 */
import type { Pact } from '../../pact/index.ts'
import type { Grading, ObservedWriting, Reading, Visit } from '../../store/index.ts'
import { byProject } from '../by-project.ts'
import { type Change, type DriftTerms, driftEngine, type Sighting } from './engine.ts'
import { memoryOf } from './memory.ts'
import { keepPulses } from './silence.ts'

/** A customer's conversations on one channel belong to one visit while no more than this lies between them. */
const visitMs = 4 * 3_600_000

/** Terms of a pact: what it promises, to be watched at the promised rates. */
export function driftTermsOf({ conditions, rubrics }: Pact, quietDays?: number): DriftTerms {
  return {
    ...(quietDays !== undefined && { quietDays }),
    promises: [
      ...conditions.map(({ id, target, severity }) => ({ id, target, severity, isRead: false })),
      ...rubrics.map(({ id, target, severity }) => ({ id, target, severity, isRead: true })),
    ],
  }
}

/** Counts gradings that were just made; those that grade a conversation again are left out. */
export async function watchGradings(
  writing: ObservedWriting,
  gradings: readonly Grading[],
  terms: DriftTerms,
): Promise<readonly Change[]> {
  for (const [project, own] of byProject(gradings)) {
    const ended = own.map(({ conversation: { channel }, closedMs }) => ({ channel, atMs: closedMs }))
    await keepPulses(
      writing,
      project,
      ended.toSorted((a, b) => a.atMs - b.atMs),
    )
  }
  const read = new Set(terms.promises.flatMap(({ id, isRead }) => (isRead ? [id] : [])))
  return watch(writing, gradings, terms, ({ thread, closedMs, conversation, verdict }) => ({
    thread,
    atMs: closedMs,
    conversation,
    findings: verdict.findings.filter(({ condition }) => !read.has(condition)),
  }))
}

/** Counts what a jury read of a conversation that was counted when it was graded, if it was drawn without looking. */
export async function watchReading(
  writing: ObservedWriting,
  { grading, reading }: { readonly grading: Grading; readonly reading: Reading },
  terms: DriftTerms,
): Promise<readonly Change[]> {
  if (reading.place >= reading.base) return []
  // A conversation that went on after it was read is one conversation.
  if (await writing.readings.wasReadForRates(reading)) return []
  const read = new Set(terms.promises.flatMap(({ id, isRead }) => (isRead ? [id] : [])))
  return watch(writing, [grading], terms, ({ thread, closedMs, conversation, verdict }) => ({
    thread,
    atMs: closedMs,
    conversation,
    findings: verdict.findings.filter(({ condition }) => read.has(condition)),
    again: true,
  }))
}

async function watch(
  writing: ObservedWriting,
  gradings: readonly Grading[],
  terms: DriftTerms,
  sightingOf: (grading: Grading) => Sighting,
): Promise<readonly Change[]> {
  const told: Change[] = []
  const ordered = gradings.toSorted((a, b) => a.closedMs - b.closedMs || (a.thread < b.thread ? -1 : 1))
  for (const [project, own] of byProject(ordered)) {
    const memory = memoryOf(await writing.detectors.all(project))
    const engine = driftEngine(project, memory, terms)
    const changes: Change[] = []
    const later = await writing.detectors.returning(project, own.flatMap(visitOf), visitMs)
    for (const grading of own) if (!later.has(grading.thread)) changes.push(...engine.see(sightingOf(grading)))
    const { put, dropped } = memory.changes(ordered.at(-1)?.gradedMs ?? 0)
    await writing.detectors.put(project, put)
    await writing.detectors.drop(project, dropped)
    for (const change of changes) await keepChange(writing, project, change)
    told.push(...changes)
  }
  return told
}

/** Only the first conversation of a visit counts; of whom nobody knows every one is. */
function visitOf({ thread, closedMs, conversation: { customerId, channel } }: Grading): readonly Visit[] {
  return customerId === undefined ? [] : [{ thread, channel, customer: customerId, closedMs }]
}

async function keepChange(writing: ObservedWriting, project: string, change: Change): Promise<void> {
  const { what, alarm, stream, atMs, title, because, evidence } = change
  if (what === 'recovered') await writing.alarms.recover(alarm, atMs)
  else await writing.alarms.put({ id: alarm, project, stream, raisedMs: atMs, title, because, evidence })
}
