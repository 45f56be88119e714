/**
 * Alarms of violations that prove themselves, as soon as they are seen: one for each conversation and
 * condition, however often it is seen.
 *
 * Severity decides: what is critical is told at once, what is major together with what else there is, what is minor is
 * only listed. Where the same condition breaks again and again people hear that, and not of each.
 */
import type { Pact } from '../../pact/index.ts'
import { hash128 } from '../../stats/index.ts'
import type { Alarm, EarlyViolation } from '../../store/index.ts'

/** Conversations of an hour that are told one by one, for each condition. */
const oneByOne = 10
/** How far back alarms have to be known, in milliseconds. */
export const earlyHourMs = 3_600_000

/** @param recent alarms of the last hour @returns alarms of violations that nobody had seen before */
export function earlyAlarms(
  fresh: readonly EarlyViolation[],
  { conditions }: Pact,
  recent: readonly Alarm[],
): readonly Alarm[] {
  const alarms: Alarm[] = []
  for (const violation of fresh) {
    const severity = conditions.find(({ id }) => id === violation.condition)?.severity ?? 'minor'
    if (severity === 'minor') continue
    const { project, seenMs } = violation
    const stream = `early/${violation.condition}`
    const before = [...recent, ...alarms].filter((each) => each.stream === stream && each.project === project).length
    if (before > oneByOne) continue
    alarms.push({
      ...(before < oneByOne ? one(violation) : many(violation)),
      ...{ project, stream, raisedMs: seenMs, recoveredMs: seenMs, once: true },
      ...(severity === 'critical' && { urgent: true }),
    })
  }
  return alarms
}

function one({ project, thread, condition, because, at }: EarlyViolation) {
  return {
    id: hash128(`${project}\nearly\n${condition}\n${thread}`),
    title: `${condition} is violated in a conversation`,
    because: `${because}, in conversation ${thread}.`,
    evidence: { kind: 'early', condition, conversation: thread, at: [...at] },
  }
}

function many({ project, condition, seenMs }: EarlyViolation) {
  return {
    id: hash128(`${project}\nearly\n${condition}\n${seenMs}`),
    title: `${condition} is violated in one conversation after the other`,
    because: `In more than ${oneByOne} conversations within an hour; further ones are listed and not told until it is less.`,
    evidence: { kind: 'early', condition },
  }
}
