/**
 * Telling of violations that prove themselves, such as a leaked secret: they stand whatever is said later, so it is done
 * as soon as they are seen, also while their conversation goes on. All else is judged when the conversation is over: what a
 * customer was promised may still be done.
 */
import { judge, type Pact, type Verdict } from '../../pact/index.ts'
import type { Alarm, EarlyViolation, Observed, ObservedWriting, Thread } from '../../store/index.ts'
import { earlyAlarms, earlyHourMs } from '../alerts/early-alarm.ts'
import { byProject } from '../by-project.ts'
import { conversationsOf } from './conversation-of.ts'
import { turnLevel } from './going-on.ts'
import type { Judged } from './judging.ts'

/** Conversations looked at in one transaction. */
const pageSize = 256
/** What ended longer ago, in milliseconds, is history that somebody brings, and nothing to wake people for. */
const newsMs = 24 * 3_600_000

/**
 * Keeps, and tells of, violations that nobody had seen before.
 *
 * @param isBehind while more waits to be understood, one page is enough: what is looked at now would soon be looked at again
 */
export async function lookEarly(
  observed: Observed,
  terms: { readonly pact: Pact; readonly agent?: string },
  nowMs: number,
  isBehind: () => boolean,
): Promise<void> {
  const pact = turnLevel(terms.pact)
  if (pact.conditions.length === 0) return
  while ((await lookAtSome(observed, { ...terms, pact }, nowMs)) && !isBehind());
}

/** @returns whether there were any */
async function lookAtSome(
  observed: Observed,
  { pact, agent }: { readonly pact: Pact; readonly agent?: string },
  nowMs: number,
): Promise<boolean> {
  const threads = await observed.unlooked(pageSize)
  if (threads.length === 0) return false
  const found: EarlyViolation[] = []
  for (const [project, own] of byProject(threads)) {
    for await (const [thread, conversation] of conversationsOf(observed, project, own, agent))
      if (conversation !== undefined) found.push(...violationsIn(thread, judge(pact, conversation), nowMs))
  }
  const tell = await telling(observed, found, pact, nowMs)
  await observed.together(async (writing) => {
    await writing.readings.looked(threads)
    await tell(writing)
  })
  return true
}

/** Violations that prove themselves in what is over: it may have come whole, and nobody looked at it while it went on. */
export function evidentIn(page: readonly Judged[], { conditions }: Pact, nowMs: number): readonly EarlyViolation[] {
  const evident = new Set(conditions.flatMap(({ id, selfEvident }) => (selfEvident ? [id] : [])))
  return page.flatMap(({ thread, found }) =>
    found === undefined || thread.lastMs < nowMs - newsMs
      ? []
      : violationsIn(thread, found.verdict, nowMs).filter(({ condition }) => evident.has(condition)),
  )
}

/** @returns what keeps these violations, and raises alarms of those that nobody had seen before */
export async function telling(
  observed: Observed,
  found: readonly EarlyViolation[],
  pact: Pact,
  nowMs: number,
): Promise<(writing: ObservedWriting) => Promise<void>> {
  if (found.length === 0) return async () => {}
  const recent: readonly Alarm[] = await observed.alarms.list({ sinceMs: nowMs - earlyHourMs })
  return async (writing) => {
    const fresh = await writing.readings.early(found)
    for (const alarm of earlyAlarms(fresh, pact, recent)) await writing.alarms.put(alarm)
  }
}

function violationsIn(
  { project, id, revision }: Thread,
  { findings }: Verdict,
  seenMs: number,
): readonly EarlyViolation[] {
  return findings.flatMap((finding) => {
    if (finding.outcome !== 'violated') return []
    const { condition, because, at } = finding
    return [{ project, thread: id, condition, revision, seenMs, because, at }]
  })
}
