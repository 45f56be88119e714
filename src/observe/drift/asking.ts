/**
 * Asking the agent one question in a conversation of its own, under a trace that says what for, so that it is never
 * observed as production.
 */
import { type Agent, type AgentEvent, type Clock, causedTrace } from '../../connect/index.ts'

/** Agents that send their answers by themselves are waited for in such steps, so often, and then once more. */
const stepMs = 250
const steps = 120
const quietMs = 1500

export interface Question {
  readonly agent: Agent
  readonly prompt: string
  /** Unlike that of any other conversation. */
  readonly conversationId: string
  readonly channel: string
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** @returns all that was said @throws AgentFailure when the agent does not answer */
export async function answerTo({ agent, prompt, conversationId, channel, clock, signal }: Question): Promise<string> {
  const said: string[] = []
  const session = await agent.open({
    conversationId,
    channel,
    customer: { id: conversationId },
    values: { conversation: conversationId, channel, ...causedTrace('canary', conversationId) },
    clock,
    signal,
    onEvent: (event: AgentEvent) => {
      if (event.type === 'message') said.push(event.text)
    },
  })
  try {
    await session.send({ text: prompt })
    for (let step = 0; session.pushes && said.length === 0 && step < steps; step += 1) await clock.sleep(stepMs, signal)
    if (session.pushes) await clock.sleep(quietMs, signal)
  } finally {
    await session.close()
  }
  return said.join('\n')
}
