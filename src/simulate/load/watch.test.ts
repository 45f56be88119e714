import { expect, test } from 'vitest'
import { AgentFailure, type ModuleAgent, virtualClock } from '../../connect/index.ts'
import type { Conversation } from '../../conversation/index.ts'
import { aPlannedTrial, aStage, customerWho } from '../stage.sample.ts'
import { playTrial } from '../trial.ts'
import { type Beginning, type Watch, watch } from './watch.ts'

const never = new AbortController().signal

async function watched(
  reply: ModuleAgent,
  customer: ReturnType<typeof customerWho>,
  late: Beginning = { dueMs: 0, readyMs: 0 },
): Promise<{ readonly watch: Watch; readonly conversation: Conversation }> {
  const wall = virtualClock()
  await wall.sleep(Math.max(late.dueMs, late.readyMs) + (late.dueMs > 0 ? 70 : 0))
  const made = watch(aStage(reply, customer, { wall }), late)
  return { watch: made, conversation: await playTrial(aPlannedTrial(), made.stage, never) }
}

const slow: ModuleAgent = async (message, { clock }) => {
  await clock.sleep(400)
  return `You said: ${message}`
}

test('a message is due when its customer’s pause ends, and its reply there when it was said', async () => {
  const { watch, conversation } = await watched(slow, customerWho('hello', 'bye'))
  expect(watch.messages().map(({ dueMs, sentMs, endMs }) => [dueMs, sentMs, endMs])).toEqual([
    [1000, 1000, 1400],
    [2400, 2400, 2800],
  ])
  expect(conversation.events.length).toBe(4)
})

test('a conversation that began late has its first message due as much earlier', async () => {
  const { watch } = await watched(slow, customerWho('hello', 'bye'), { dueMs: 100, readyMs: 300 })
  const [first, second] = watch.messages()
  expect(first).toMatchObject({ dueMs: 1100, readyMs: 1300, sentMs: 1370, endMs: 1770 })
  expect(second).toMatchObject({ dueMs: 2770, readyMs: 2770, sentMs: 2770, endMs: 3170 })
})

test('a message that was refused unread and offered again is one, waited for since the first offer', async () => {
  let offers = 0
  const { watch } = await watched(async (message) => {
    offers += 1
    if (offers === 1) {
      throw new AgentFailure({ culprit: 'agent', code: 'rate-limited', message: 'slow down', retryAfterMs: 2000 })
    }
    return `You said: ${message}`
  }, customerWho('hello'))
  expect(offers).toBe(2)
  expect(watch.messages()).toEqual([
    expect.objectContaining({ dueMs: 1000, readyMs: 1000, sentMs: 1000, endMs: 3000, state: 'answered' }),
  ])
})

test('a message that the agent failed to answer has no end, and one that failed through us is left out', async () => {
  const failing = (culprit: 'agent' | 'infrastructure') => async () => {
    throw new AgentFailure({ culprit, code: 'disconnected', message: 'cut off' })
  }
  const theirs = await watched(failing('agent'), customerWho('hello', 'hello?'))
  expect(theirs.watch.messages().map(({ endMs }) => endMs)).toEqual([undefined, undefined])
  const ours = await watched(failing('infrastructure'), customerWho('hello', 'hello?'))
  expect(ours.watch.messages()).toEqual([])
})

test('when the agent waited on backends is read from the ledger', async () => {
  const { watch, conversation } = await watched(slow, customerWho('hello'))
  const exchange = { backend: 'b', method: 'GET', path: '/', writes: false, delivered: 'whole' } as const
  const result = (askedMs: number, tookMs: number) =>
    ({
      type: 'tool-result',
      atMs: 1400,
      callId: String(askedMs),
      outcome: 'ok',
      value: null,
      seenBy: 'ledger',
      exchange: { ...exchange, askedMs, tookMs },
    }) as const
  const events = [...conversation.events, result(1010, 40), result(1100, 5)]
  expect(watch.calls({ ...conversation, events })).toEqual([
    { fromMs: 1010, toMs: 1050 },
    { fromMs: 1100, toMs: 1105 },
  ])
})
