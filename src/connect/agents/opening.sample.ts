/** A conversation's opening for tests, with what was heard. Not part of the product. */
import { type Clock, wallClock } from '../clock.ts'
import type { AgentEvent, AgentFailure, Opening } from './agent.ts'

export interface Heard {
  readonly opening: Opening
  readonly events: AgentEvent[]
  readonly failures: AgentFailure[]
  /** Ends the trial. */
  end(): void
}

export function opening(changes: Partial<Opening> = {}, clock: Clock = wallClock()): Heard {
  const events: AgentEvent[] = []
  const failures: AgentFailure[] = []
  const trial = new AbortController()
  return {
    events,
    failures,
    end: () => trial.abort(),
    opening: {
      conversationId: 'c1',
      channel: 'chat',
      customer: {},
      values: {},
      clock,
      signal: trial.signal,
      onEvent: (event) => events.push(event),
      onFailure: (failure) => failures.push(failure),
      ...changes,
    },
  }
}

/** Whose failure a rejected promise is, and what it says; or what it resolved with. */
export async function failureOf(sending: Promise<unknown>): Promise<unknown> {
  try {
    return { resolved: await sending }
  } catch (failure) {
    const { culprit, code, message } = failure as AgentFailure
    return { culprit, code, message }
  }
}
