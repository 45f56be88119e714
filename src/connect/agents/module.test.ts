import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { virtualClock, wallClock } from '../clock.ts'
import { agentConformance, type Counterpart, deedFor } from './agent.conformance.ts'
import { functionAgent, type ModuleAgent, moduleAgent } from './module.ts'
import { failureOf, opening } from './opening.sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-module-'))
afterAll(() => rmSync(folder, { recursive: true }))

const really = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

async function counterpart(): Promise<Counterpart> {
  const received: string[] = []
  const reply: ModuleAgent = async (message, { conversationId }) => {
    received.push(`${conversationId}: ${message}`)
    const deed = deedFor(message, conversationId)
    await really(deed.afterMs)
    if (deed.how === 'never') return new Promise(() => {})
    if (deed.how === 'cut') throw new Error('no calendar')
    if (deed.how === 'garbage') return 17 as never
    return {
      messages: deed.replies,
      toolCalls: deed.tools.map(({ tool }) => ({ tool, args: { at: '14:00' }, result: { id: 17 } })),
    }
  }
  return {
    agent: (timeoutMs) => functionAgent(reply, { timeoutMs }),
    received: () => received,
    stop: async () => {},
  }
}

agentConformance('module', counterpart, { rateLimits: false, cutIs: 'crashed' })

test('a function may answer with nothing, a text, several, deeds, or a stream of these', async () => {
  const answers: Record<string, ModuleAgent> = {
    nothing: () => {},
    text: () => 'hi',
    several: async () => ['one', 'two'],
    deeds: () => ({ toolCalls: [{ tool: 'find', error: 'not found' }], messages: 'Sorry.', handoff: { to: 'desk' } }),
    async *stream() {
      yield 'a'
      yield { messages: ['b'] }
    },
  }
  const heard: Record<string, unknown> = {}
  for (const [name, reply] of Object.entries(answers)) {
    const { opening: begun, events } = opening()
    await (await functionAgent(reply).open(begun)).send({ text: 'x' })
    heard[name] = events
  }
  expect(heard).toEqual({
    nothing: [],
    text: [{ type: 'message', text: 'hi' }],
    several: [
      { type: 'message', text: 'one' },
      { type: 'message', text: 'two' },
    ],
    deeds: [
      { type: 'tool-call', callId: 'call-1', tool: 'find', args: {} },
      { type: 'tool-result', callId: 'call-1', outcome: 'error', value: 'not found' },
      { type: 'message', text: 'Sorry.' },
      { type: 'handoff', to: 'desk' },
    ],
    stream: [
      { type: 'message', text: 'a' },
      { type: 'message', text: 'b' },
    ],
  })
})

test('the function is told the history before the message, the customer and the values', async () => {
  const told: unknown[] = []
  const agent = functionAgent((message, { history, customer, values, channel, conversationId }) => {
    told.push({ message, history: [...history], customer, values, channel, conversationId })
    return `re: ${message}`
  })
  const session = await agent.open(opening({ customer: { name: 'Ana' }, values: { plan: 'gold' } }).opening)
  await session.send({ text: 'a' })
  await session.send({ text: 'b' })
  const same = { customer: { name: 'Ana' }, values: { plan: 'gold' }, channel: 'chat', conversationId: 'c1' }
  expect(told).toEqual([
    { message: 'a', history: [], ...same },
    {
      message: 'b',
      history: [
        { from: 'customer', text: 'a' },
        { from: 'agent', text: 're: a' },
      ],
      ...same,
    },
  ])
})

test('what was said in earlier conversations stands before everything else', async () => {
  const told: unknown[] = []
  const agent = functionAgent((message, { history }) => {
    told.push(history.map(({ text }) => text))
    return `re: ${message}`
  })
  const history = [
    { from: 'customer', text: 'my tooth hurts' },
    { from: 'agent', text: 'Please come in on Monday.' },
  ] as const
  const session = await agent.open(opening({ history }).opening)
  await session.send({ text: 'a' })
  await session.send({ text: 'b' })
  const earlier = ['my tooth hurts', 'Please come in on Monday.']
  expect(told).toEqual([earlier, [...earlier, 'a', 're: a']])
})

test('on virtual time an hour of waiting takes no time, and messages come at their exact moments', async () => {
  const clock = virtualClock()
  const heard: unknown[] = []
  const agent = functionAgent(
    async function* (_, { clock: time }) {
      await time.sleep(60_000)
      yield 'Looking.'
      await Promise.all([time.sleep(3_000_000), time.sleep(10)])
      yield 'Found.'
    },
    { timeoutMs: 4_000_000 },
  )
  const { opening: begun } = opening({ onEvent: (event) => heard.push([clock.nowMs(), event]) }, clock)
  await (await agent.open(begun)).send({ text: 'find' })
  expect(heard).toEqual([
    [60_000, { type: 'message', text: 'Looking.' }],
    [3_060_000, { type: 'message', text: 'Found.' }],
  ])
})

test('on virtual time an answer is too slow at the exact moment, whatever the function still does', async () => {
  const clock = virtualClock()
  const agent = functionAgent(
    async (_, { clock: time }) => {
      await time.sleep(31_000)
      return 'late'
    },
    { timeoutMs: 30_000 },
  )
  const heard = opening({}, clock)
  const failure = await failureOf((await agent.open(heard.opening)).send({ text: 'x' }))
  await really(20)
  expect({ failure, at: clock.nowMs(), events: heard.events }).toEqual({
    failure: { culprit: 'agent', code: 'timeout', message: 'No complete answer within 30000 ms.' },
    at: 30_000,
    events: [],
  })
})

test('a function that hangs on something real is too slow, and virtual time goes on', async () => {
  const clock = virtualClock()
  const agent = functionAgent(() => new Promise(() => {}), { timeoutMs: 50 })
  const session = await agent.open(opening({}, clock).opening)
  const failure = await failureOf(session.send({ text: 'x' }))
  const at = clock.nowMs()
  await clock.sleep(1000)
  expect({ failure, at, later: clock.nowMs() }).toEqual({
    failure: { culprit: 'agent', code: 'timeout', message: 'No complete answer within 50 ms.' },
    at: 50,
    later: 1050,
  })
})

test('a function that waits on after its time is up is stopped there', async () => {
  let rounds = 0
  const agent = functionAgent(
    async (_, { clock }) => {
      for (;;) {
        await clock.sleep(10)
        rounds += 1
      }
    },
    { timeoutMs: 35 },
  )
  const session = await agent.open(opening({}, virtualClock()).opening)
  await failureOf(session.send({ text: 'x' }))
  await really(20)
  expect(rounds).toBe(3)
})

test('work that stays in the process takes no virtual time, so the same seed gives the same times', async () => {
  const clock = virtualClock()
  const agent = functionAgent(async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return 'done'
  })
  const session = await agent.open(opening({}, clock).opening)
  for (let turn = 0; turn < 50; turn += 1) await session.send({ text: 'x' })
  expect(clock.nowMs()).toBe(0)
})

test('a customer who leaves stops the function through its signal', async () => {
  const heard = opening()
  let stopped = false
  const agent = functionAgent(async (_, { signal }) => {
    heard.end()
    stopped = signal.aborted
    await wallClock().sleep(60_000, signal)
  })
  const failure = await failureOf((await agent.open(heard.opening)).send({ text: 'x' }))
  expect({ failure, stopped }).toEqual({
    failure: { culprit: 'simulator', code: 'cancelled', message: 'The trial ended before the answer.' },
    stopped: true,
  })
})

test('a module is loaded from the project folder; a missing export names the ones there are', async () => {
  writeFileSync(
    join(folder, 'agent.mjs'),
    'export const reply = (text) => text.toUpperCase()\nexport const other = 1\n',
  )
  const from = (settings: object) =>
    moduleAgent.create(moduleAgent.settings.parse({ file: './agent.mjs', ...settings }), { id: 'a', folder, env: {} })
  const heard = opening()
  await (await from({ export: 'reply' }).open(heard.opening)).send({ text: 'hi' })
  expect(heard.events).toEqual([{ type: 'message', text: 'HI' }])
  expect(await failureOf(from({ export: 'answer' }).open(heard.opening))).toEqual({
    culprit: 'simulator',
    code: 'settings',
    message:
      'The module ./agent.mjs exports no function named "answer". It exports: reply. Name one of them, or add the missing one.',
  })
})
