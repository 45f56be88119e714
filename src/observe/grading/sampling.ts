/**
 * Which gradings a jury reads, within two budgets.
 *
 * The base is even within each stratum (channel and version of the agent) and is what rates and drift rest on. The other
 * seeks risk: what looks bad to code is read more often, to find out what goes wrong. Both take a conversation by the same
 * place of its name, so that the chance of being read is the larger of the two, is known before anyone reads, and every
 * rate can be put right by it. Chances follow what has come lately; nothing that a jury found moves them.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { Pact, Verdict } from '../../pact/index.ts'
import { chancesWithin, placeOfUnit, riskFactor } from '../../stats/index.ts'
import type { Grading, Observed, Reading, Traffic } from '../../store/index.ts'

export interface SamplingTerms {
  /** Decides together with a conversation's name whether it is taken. */
  readonly salt: string
  /** Conversations a day for rates and drift, over all strata. */
  readonly basePerDay: number
  /** More conversations a day, those that look bad first. */
  readonly riskPerDay: number
}

export const usualSampling: SamplingTerms = { salt: 'fieldproof', basePerDay: 200, riskPerDay: 100 }

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** How far back traffic is looked at, in time and in conversations. */
const trafficMs = 7 * dayMs
const trafficLimit = 5000

/** What comes in a day, by stratum, and how bad it looks. */
export interface Chances {
  readonly base: ReadonlyMap<string, number>
  readonly riskFactor: number
}

/** The chances under which both budgets are expected to be taken by what comes in a day. */
export async function chancesNow(
  observed: Observed,
  project: string,
  terms: SamplingTerms,
  nowMs: number,
): Promise<Chances> {
  const traffic = await observed.readings.traffic(project, nowMs - trafficMs, trafficLimit)
  return chancesFor(traffic, terms, nowMs)
}

/** @param traffic newest first; as much as there was, or `trafficLimit` */
function chancesFor(traffic: readonly Traffic[], terms: SamplingTerms, nowMs: number): Chances {
  const perDay = dayMs / spanOf(traffic, nowMs)
  const sizes = new Map<string, number>()
  for (const each of traffic) sizes.set(stratumOf(each), (sizes.get(stratumOf(each)) ?? 0) + perDay)
  const chances = chancesWithin(terms.basePerDay, [...sizes.values()])
  return {
    base: new Map([...sizes.keys()].map((stratum, index) => [stratum, chances[index] ?? 1])),
    // As many of the day's as were seen: a budget of 100 for 5,000 a day is one of 10 for the 500 seen of them.
    riskFactor: riskFactor(
      terms.riskPerDay / perDay,
      traffic.map(({ danger }) => danger),
    ),
  }
}

/**
 * The time that the traffic took, in milliseconds. Where all of it was seen, at least an hour: a first minute says little
 * about a day.
 */
function spanOf(traffic: readonly Traffic[], nowMs: number): number {
  const oldest = traffic.at(-1)
  if (oldest === undefined) return dayMs
  const span = nowMs - oldest.queuedMs
  return traffic.length < trafficLimit ? Math.max(span, hourMs) : Math.max(span, 1000)
}

const stratumOf = ({ channel, version }: { readonly channel: string; readonly version: string }) =>
  JSON.stringify([channel, version])

/** Whether a grading is put before a jury, and with what chance it was to be. */
export function readingOf(grading: Grading, pact: Pact, chances: Chances, { salt }: SamplingTerms): Reading {
  const { project, thread, revision, conversation, verdict, gradedMs } = grading
  const { channel, agent } = conversation
  const version = agent.version ?? ''
  const place = placeOfUnit(salt, project, thread)
  const danger = dangerOf(verdict, pact, conversation)
  // Of a stratum that nobody has seen yet, the first is read.
  const base = chances.base.get(stratumOf({ channel, version })) ?? 1
  const inclusion = Math.max(base, Math.min(1, chances.riskFactor * danger))
  return {
    project,
    thread,
    revision,
    pactHash: verdict.pact.hash,
    channel,
    version,
    place,
    base,
    inclusion,
    danger,
    state: place < inclusion ? 'waiting' : 'passed-over',
    queuedMs: gradedMs,
    dueMs: gradedMs,
    tries: 0,
  }
}

const bySeverity = { critical: 0.9, major: 0.5, minor: 0.2 } as const
const ofUnjudged = 0.1
const ofFailedTool = 0.1
const ofAnyone = 0.02

/** How bad a conversation looks to code, 0..1: as if each sign were a chance of its own that something is wrong. */
function dangerOf({ findings }: Verdict, pact: Pact, { events }: Conversation): number {
  const severity = new Map(pact.conditions.map(({ id, severity: own }) => [id, own]))
  const signs = [
    ofAnyone,
    ...findings.flatMap(({ condition, outcome }) => {
      const own = severity.get(condition)
      if (own === undefined) return []
      if (outcome === 'violated') return [bySeverity[own]]
      return outcome === 'unjudged' ? [ofUnjudged] : []
    }),
    ...(events.some((event) => event.type === 'tool-result' && event.outcome === 'error') ? [ofFailedTool] : []),
  ]
  return 1 - signs.reduce((none, sign) => none * (1 - sign), 1)
}
