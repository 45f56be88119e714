import { expect, test } from 'vitest'
import { AgentFailure, functionVerifier, type ModuleAgent } from '../connect/index.ts'
import type { Conversation } from '../conversation/index.ts'
import { Problem } from '../problem.ts'
import { aPlannedTrial, aScenario, aStage, customerWho } from './stage.sample.ts'
import { playTrial } from './trial.ts'

const never = new AbortController().signal
const echo = (message: string) => `You said: ${message}`
const lines = ({ events }: Conversation) =>
  events.map((event) => {
    if (event.type === 'message') return `${event.atMs} ${event.from}: ${event.text}`
    if (event.type === 'error') return `${event.atMs} ${event.culprit} ${event.code}: ${event.message}`
    return `${event.atMs} ${event.type}`
  })

test('a trial is a conversation: who said what, when, and how it came about', async () => {
  const conversation = await playTrial(aPlannedTrial(), aStage(echo, customerWho('hello', 'bye')), never)
  expect(conversation).toEqual({
    id: 'trial-1',
    origin: 'simulated',
    agent: { id: 'echo' },
    channel: 'chat',
    startedAt: '2026-03-02T09:00:00+00:00',
    events: [
      { type: 'message', atMs: 1000, from: 'customer', text: 'hello' },
      { type: 'message', atMs: 1000, from: 'agent', text: 'You said: hello' },
      { type: 'message', atMs: 2000, from: 'customer', text: 'bye' },
      { type: 'message', atMs: 2000, from: 'agent', text: 'You said: bye' },
    ],
    circumstances: {
      scenario: 'greeting',
      persona: 'plain',
      seed: 7,
      repeat: 0,
      expected: {},
      ending: { outcome: 'satisfied' },
      simulator: { turns: 3, lost: 0, highestRung: 0, highestFrustration: 0 },
    },
  })
})

test('a second message can be sent before the reply to the first has come', async () => {
  const slow = async (message: string, { clock }: { clock: { sleep(ms: number): Promise<void> } }) => {
    await clock.sleep(3000)
    return `You said: ${message}`
  }
  const burst = customerWho({
    type: 'say',
    messages: [
      { text: 'hi', afterMs: 500, dontWait: true },
      { text: 'quick question', afterMs: 1000 },
    ],
    understanding: { acts: [], confidence: 1, rung: 0, frustration: 0 },
  })
  expect(lines(await playTrial(aPlannedTrial(), aStage(slow, burst), never))).toEqual([
    '500 customer: hi',
    '1500 customer: quick question',
    '3500 agent: You said: hi',
    '4500 agent: You said: quick question',
  ])
})

test('three hours of silence take no time and are on record', async () => {
  const patient = customerWho(
    'hello',
    { type: 'wait', forMs: 3 * 3600_000, understanding: { acts: [], confidence: 1, rung: 0, frustration: 0 } },
    'still there?',
  )
  expect(lines(await playTrial(aPlannedTrial(), aStage(echo, patient), never))).toEqual([
    '1000 customer: hello',
    '1000 agent: You said: hello',
    '1000 silence',
    '10802000 customer: still there?',
    '10802000 agent: You said: still there?',
  ])
})

test('the backends are read before and after, scoped by what was prepared', async () => {
  const bookings: { id: number; office: string }[] = [{ id: 1, office: 'elsewhere' }]
  const stage = aStage(
    (_, { values }) => {
      bookings.push({ id: 2, office: (values.prepare as { office: string }).office })
      return 'Booked!'
    },
    customerWho('book it'),
    {
      prepare: async ({ conversation }) => ({ office: `office of ${conversation}` }),
      verifiers: [
        functionVerifier('bookings', ({ prepare }) =>
          bookings.filter(({ office }) => office === (prepare as { office: string }).office),
        ),
      ],
    },
  )
  const scenario = aScenario({
    expect: { changes: [{ verifier: 'bookings', added: { office: '{{prepare.office}}' } }] },
  })
  const { events, circumstances } = await playTrial(aPlannedTrial({ scenario }), stage, never)
  expect(events.filter(({ type }) => type === 'state')).toEqual([
    { type: 'state', atMs: 0, verifier: 'bookings', when: 'before', records: {} },
    {
      type: 'state',
      atMs: 1000,
      verifier: 'bookings',
      when: 'after',
      records: { 'bookings/2': { id: 2, office: 'office of trial-1' } },
    },
  ])
  expect(circumstances?.expected).toEqual({
    changes: [{ verifier: 'bookings', added: { office: 'office of trial-1' } }],
  })
})

test('a message that was refused unread is offered again, and only such a message', async () => {
  let asked = 0
  const busy = () => {
    asked += 1
    if (asked < 3)
      throw new AgentFailure({ culprit: 'agent', code: 'rate-limited', message: 'slow down', retryAfterMs: 1 })
    return 'Hello!'
  }
  expect(lines(await playTrial(aPlannedTrial(), aStage(busy, customerWho('hello')), never))).toEqual([
    '1000 customer: hello',
    '1000 agent: Hello!',
  ])
  expect(asked).toBe(3)
})

test('an agent that breaks keeps its failure, and a customer who is left alone twice gives up', async () => {
  let asked = 0
  const broken = () => {
    asked += 1
    throw new Error('no such table: slots')
  }
  const conversation = await playTrial(
    aPlannedTrial(),
    aStage(broken, customerWho('hello', 'hello?', 'anyone?')),
    never,
  )
  expect(lines(conversation)).toEqual([
    '1000 customer: hello',
    '1000 agent crashed: The function threw: no such table: slots',
    '2000 customer: hello?',
    '2000 agent crashed: The function threw: no such table: slots',
  ])
  expect([asked, conversation.circumstances?.ending]).toEqual([
    2,
    { outcome: 'gave-up', because: 'the agent failed again and again' },
  ])
})

test('a backend that cannot be read is our failure and not the agent’s', async () => {
  const stage = aStage(echo, customerWho('hello'), {
    verifiers: [
      functionVerifier('bookings', () => {
        throw new Error('connection refused')
      }),
    ],
  })
  const conversation = await playTrial(aPlannedTrial(), stage, never)
  expect(lines(conversation)).toEqual(['0 infrastructure trial: a function: connection refused'])
  expect(conversation.circumstances?.ending?.outcome).toBe('error')
})

test('a bug in the simulated customer is the simulator’s failure', async () => {
  const lost = { next: () => (undefined as unknown as { x: { y: number } }).x.y as never }
  const [line] = lines(await playTrial(aPlannedTrial(), aStage(echo, lost), never))
  expect(line).toMatch(/^0 simulator trial: Cannot read properties/)
})

test('a wrong template is told at once as a problem, not once per trial', async () => {
  const scenario = aScenario({
    expect: { told: ['{{facts.tyme}}'] },
    facts: [{ key: 'time', value: '14:00', type: 'time', disclose: 'on-ask' }],
  })
  const played = playTrial(aPlannedTrial({ scenario }), aStage(echo, customerWho('hello')), never)
  await expect(played).rejects.toBeInstanceOf(Problem)
  await expect(played).rejects.toThrow('The placeholder {{facts.tyme}} names no value.')
})

test('a customer who never leaves is stopped at the turn limit', async () => {
  const endless = customerWho(...Array.from({ length: 100 }, (_, turn) => `line ${turn}`))
  const conversation = await playTrial(aPlannedTrial(), aStage(echo, endless, { maxTurns: 4 }), never)
  expect(conversation.events).toHaveLength(8)
  expect(conversation.circumstances?.ending).toEqual({ outcome: 'turn-limit', because: '4 customer turns' })
})

test('an aborted trial ends at once with the reason and leaves nothing running', async () => {
  const stop = new AbortController()
  const waiting = aStage(async (_, { signal }) => {
    queueMicrotask(() => stop.abort(new Error('enough')))
    await new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    return 'never'
  }, customerWho('hello'))
  await expect(playTrial(aPlannedTrial(), waiting, stop.signal)).rejects.toThrow('enough')
})

test('a customer of a script can go on while the agent still works, once they have seen so much of it', async () => {
  let interrupted = () => {}
  const toldMore = new Promise<void>((done) => {
    interrupted = done
  })
  async function* reply(message: string) {
    if (message === 'wait, on Friday') interrupted()
    else {
      yield 'Let me look.'
      await toldMore
    }
    yield `You said: ${message}`
  }
  const script = [
    { say: 'book me in' },
    { say: 'wait, on Friday', meanwhile: { messages: 1, calls: 0 } },
    { say: 'bye' },
  ]
  const trial = aPlannedTrial({ scenario: aScenario({ script }) })
  expect(lines(await playTrial(trial, aStage(reply as ModuleAgent, customerWho()), never))).toMatchInlineSnapshot(`
    [
      "0 customer: book me in",
      "0 agent: Let me look.",
      "0 customer: wait, on Friday",
      "0 agent: You said: wait, on Friday",
      "0 agent: You said: book me in",
      "0 customer: bye",
      "0 agent: Let me look.",
      "0 agent: You said: bye",
    ]
  `)
})

test('a script is played word for word, its checks are put on record where they were made', async () => {
  const scenario = aScenario({
    script: [
      { say: 'hello' },
      { expect: { says: 'You said' } },
      { say: ['one', 'two'] },
      { simulate: { turns: 1 } },
      { say: 'bye' },
    ],
  })
  const conversation = await playTrial(aPlannedTrial({ scenario }), aStage(echo, customerWho('free words')), never)
  expect(lines(conversation).filter((line) => line.includes('customer'))).toEqual([
    '0 customer: hello',
    '0 customer: one',
    '0 customer: two',
    '1000 customer: free words',
    '1000 customer: bye',
  ])
  expect(conversation.circumstances?.checks).toEqual([{ says: 'You said', at: 2 }])
})
