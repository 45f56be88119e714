/**
 * Trying an agent with one harmless message: what came back, how fast, or what is wrong.
 *
 * Nothing is thrown: the report is data, for `doctor` to show and for tests to compare.
 */
import { Problem } from '../../problem.ts'
import { causedTrace } from '../caused.ts'
import { type Clock, wallClock } from '../clock.ts'
import { type Agent, type AgentEvent, type AgentFailure, failureFrom, type Opening } from './agent.ts'

export interface ProbeOptions {
  /** Default `Hello`. */
  readonly text?: string
  /** Default `chat`. */
  readonly channel?: string
  readonly customer?: Opening['customer']
  readonly values?: Opening['values']
  /** Default the wall clock. */
  readonly clock?: Clock
  /** For agents that speak at any time: how long to wait for the first reply, in milliseconds. Default 20000: a
   *  model behind a mailbox takes its time, and one that answers at once is not kept waiting. */
  readonly waitMs?: number
  readonly signal?: AbortSignal
}

export interface ProbeReport {
  readonly agent: string
  /** How the agent is reached, in words. */
  readonly reachedBy: string
  readonly outcome: 'replied' | 'silent' | 'failed'
  /** What the agent said and did, with milliseconds since the message was sent. */
  readonly events: readonly (AgentEvent & { readonly afterMs: number })[]
  /** Milliseconds until the conversation was open, and from the message until its answer was complete. */
  readonly openedMs: number
  readonly answeredMs?: number
  readonly failure?: AgentFailure
  /** What to mend, if anything is known to be wrong. */
  readonly problem?: Problem
}

/** Sends one message in a conversation of its own and reports. Every socket and process it began is ended. */
export async function probe(agent: Agent, options: ProbeOptions = {}): Promise<ProbeReport> {
  const { text = 'Hello', channel = 'chat', customer = {}, values = {}, clock = wallClock(), waitMs = 20_000 } = options
  const ended = new AbortController()
  const signal = options.signal === undefined ? ended.signal : AbortSignal.any([options.signal, ended.signal])
  const events: (AgentEvent & { readonly afterMs: number })[] = []
  const startedMs = clock.nowMs()
  let sentMs = startedMs
  let heard = () => {}
  const first = new Promise<void>((resolve) => {
    heard = resolve
  })
  const onEvent = (event: AgentEvent) => {
    events.push({ ...event, afterMs: Math.round(clock.nowMs() - sentMs) })
    heard()
  }
  let failed: AgentFailure | undefined
  const onFailure = (failure: AgentFailure) => {
    failed ??= failure
    heard()
  }
  const report = (measured: Pick<ProbeReport, 'openedMs' | 'answeredMs'>): ProbeReport => ({
    agent: agent.id,
    reachedBy: agent.explain(channel),
    outcome: failed !== undefined ? 'failed' : events.length > 0 ? 'replied' : 'silent',
    events,
    ...measured,
    ...(failed !== undefined && { failure: failed }),
    ...problemOf(failed, agent.explain(channel)),
  })

  const conversationId = 'probe'
  const told = { ...causedTrace('simulation', conversationId), ...values }
  const opening = { conversationId, channel, customer, values: told, clock, signal, onEvent, onFailure }
  let openedMs: number | undefined
  let session: Awaited<ReturnType<Agent['open']>> | undefined
  try {
    session = await agent.open(opening)
    openedMs = clock.nowMs() - startedMs
    sentMs = clock.nowMs()
    await session.send({ text })
    if (session.pushes) await Promise.race([first, clock.sleep(waitMs, signal)])
    return report({ openedMs: Math.round(openedMs), answeredMs: Math.round(clock.nowMs() - sentMs) })
  } catch (thrown) {
    failed ??= failureFrom(thrown, { culprit: 'infrastructure', code: 'refused' })
    return report({ openedMs: Math.round(openedMs ?? clock.nowMs() - startedMs) })
  } finally {
    await session?.close()
    ended.abort()
  }
}

function problemOf(failure: AgentFailure | undefined, reachedBy: string): { readonly problem?: Problem } {
  if (failure === undefined) return {}
  return { problem: failure.cause instanceof Problem ? failure.cause : problemFor(failure, reachedBy) }
}

function problemFor(failure: AgentFailure, reachedBy: string): Problem {
  const { code, hint } = advice[failure.code]
  return new Problem({ code, message: `${failure.message} (${reachedBy})`, hint, cause: failure })
}

/** What to do about each way in which an agent can fail, and the page that says more. */
export const advice: Readonly<Record<AgentFailure['code'], { readonly code: string; readonly hint: string }>> = {
  refused: {
    code: 'connect/agent-unreachable',
    hint: 'Start the agent, and compare its address and port with the settings under agent.',
  },
  timeout: {
    code: 'connect/agent-too-slow',
    hint: 'See what the agent waits for; if it may take this long, raise timeoutMs.',
  },
  'rate-limited': {
    code: 'connect/agent-rate-limited',
    hint: 'Wait, or ask for a higher limit. Simulations wait by themselves and send less at once.',
  },
  disconnected: {
    code: 'connect/agent-disconnected',
    hint: "Look in the agent's own log for what happened when this message came.",
  },
  status: {
    code: 'connect/agent-refuses',
    hint: 'Compare method, path, headers and body with what the agent expects; 401 and 403 mean a missing key.',
  },
  garbage: {
    code: 'connect/agent-unreadable',
    hint: 'Compare format and the selectors under agent with an answer of the agent.',
  },
  crashed: {
    code: 'connect/agent-crashed',
    hint: 'Run the agent by hand with this message and mend what it says.',
  },
  cancelled: { code: 'connect/probe-cancelled', hint: 'The attempt was ended early; try again.' },
  settings: { code: 'connect/agent-settings', hint: 'Correct the settings under agent as the message says.' },
  limit: {
    code: 'connect/machine-limit',
    hint: 'Lower the concurrency, or raise the limit of open files (ulimit -n).',
  },
}
