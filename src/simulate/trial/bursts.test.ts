/** Messages that cross: a customer who writes again before the reply has come, and agents that answer late. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import {
  type Agent,
  AgentFailure,
  type AgentSettings,
  agentFrom,
  agentSettings,
  functionVerifier,
  type Opening,
  virtualClock,
} from '../../connect/index.ts'
import type { Conversation } from '../../conversation/index.ts'
import { judge, parsePact } from '../../pact/index.ts'
import type { Move } from '../customers/customer.ts'
import { aPlannedTrial, aStage, customerWho } from '../stage.sample.ts'
import { playTrial } from '../trial.ts'

const never = new AbortController().signal
const understanding = { acts: [], confidence: 1, rung: 0, frustration: 0 } as const

/** Messages in one go, one second apart. */
const burst = (texts: readonly string[], atOnce = false): Move => ({
  type: 'say',
  messages: texts.map((text, index) => ({
    text,
    afterMs: 1000,
    ...(index < texts.length - 1 && { dontWait: true }),
    ...(index > 0 && atOnce && { atOnce: true }),
  })),
  understanding,
})

const away = (hours: number): Move => ({ type: 'wait', forMs: hours * 3_600_000, back: {}, understanding })

const lines = ({ events }: Conversation) =>
  events.flatMap((event) => {
    if (event.type === 'message') return [`${event.atMs} ${event.from}: ${event.text}`]
    return event.type === 'silence' ? [`${event.atMs} silence`] : []
  })

/** A desk over HTTP that books whoever has no booking yet. The careful one takes one message of a conversation at a time. */
async function desk(careful: boolean) {
  const booked: { id: number; by: string }[] = []
  let turn: Promise<unknown> = Promise.resolve()
  let most = 0
  let working = 0
  const answer = async (text: string) => {
    working += 1
    most = Math.max(most, working)
    const has = booked.length > 0
    await new Promise((resolve) => setTimeout(resolve, 20))
    if (!has) booked.push({ id: booked.length + 1, by: text })
    working -= 1
    return has ? 'You are booked already.' : 'Booked!'
  }
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const piece of request) body += piece
    const { message } = JSON.parse(body)
    const mine = careful ? turn.then(() => answer(message)) : answer(message)
    turn = mine
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ reply: await mine }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const given = agentSettings.parse({ id: 'desk', http: { url: `http://127.0.0.1:${port}/chat` } })
  const agent = agentFrom(given as AgentSettings, { folder: '.', env: {} })
  onTestFinished(async () => {
    await agent.close()
    await new Promise((resolve) => server.close(resolve))
  })
  return { agent, booked, most: () => most }
}

test('an agent that answers at once still gets the second message before its reply is read', async () => {
  const customer = () => customerWho(burst(['Book me in', 'for Thursday']), burst(['at two', 'thanks'], true))
  const stage = aStage((message) => `You said: ${message}`, customer())
  const conversation = await playTrial(aPlannedTrial(), stage, never)
  expect(lines(conversation)).toEqual([
    '1000 customer: Book me in',
    '2000 customer: for Thursday',
    '2000 agent: You said: Book me in',
    '2000 agent: You said: for Thursday',
    '3000 customer: at two',
    '4000 customer: thanks',
    '4000 agent: You said: at two',
    '4000 agent: You said: thanks',
  ])
  expect(await playTrial(aPlannedTrial(), { ...stage, customer }, never)).toEqual(conversation)
})

test('two messages at once make an agent that works on both book twice, and not one that takes them in turn', async () => {
  const results = []
  for (const careful of [false, true]) {
    const { agent, booked, most } = await desk(careful)
    const verifiers = [functionVerifier('bookings', () => booked)]
    const stage = aStage(() => '', customerWho(burst(['Book me in please', 'for Thursday'], true)), {
      agent,
      verifiers,
    })
    const conversation = await playTrial(aPlannedTrial(), stage, never)
    const replies = lines(conversation).map((line) => line.replace(/^\d+ /, ''))
    results.push({ replies, booked: booked.length, most: most() })
  }
  expect(results).toEqual([
    {
      replies: ['customer: Book me in please', 'customer: for Thursday', 'agent: Booked!', 'agent: Booked!'],
      booked: 2,
      most: 2,
    },
    {
      replies: [
        'customer: Book me in please',
        'customer: for Thursday',
        'agent: Booked!',
        'agent: You are booked already.',
      ],
      booked: 1,
      most: 1,
    },
  ])
})

test('a burst typed at leisure finds the same agent done with the first message', async () => {
  const { agent, booked, most } = await desk(false)
  const customer = customerWho(burst(['Book me in please', 'for Thursday']))
  await playTrial(
    aPlannedTrial(),
    aStage(() => '', customer, { agent }),
    never,
  )
  expect({ booked: booked.length, most: most() }).toEqual({ booked: 1, most: 1 })
})

test('a failure that is not the agent’s, while the customer is still writing, ends the trial and nothing else', async () => {
  const broken = () => {
    throw new AgentFailure({ culprit: 'infrastructure', code: 'limit', message: 'no more sockets' })
  }
  const { circumstances } = await playTrial(aPlannedTrial(), aStage(broken, customerWho(burst(['one', 'two']))), never)
  expect(circumstances?.ending).toEqual({ outcome: 'error', because: 'no more sockets' })
})

/** An agent that speaks on its own, at times that it waits for on the conversation's clock. */
function pushing(speak: (text: string, opening: Opening, say: (text: string) => void) => void): Agent {
  return {
    id: 'pusher',
    explain: () => 'an agent that speaks on its own',
    open: async (opening) => ({
      pushes: true,
      send: async ({ text }) => speak(text, opening, (said) => opening.onEvent({ type: 'message', text: said })),
      close: async () => {},
    }),
    close: async () => {},
  }
}

const pact = parsePact(
  `pact: window
version: 1
conditions:
  - { id: fits-its-channel, channel: {} }
`,
  { file: 'pact.yaml', read: (path) => path },
)

test('a reminder on WhatsApp more than a day after the customer wrote is a violation, one within the day is none', async () => {
  const judged = async (afterHours: number) => {
    const agent = pushing((text, { clock, signal }, say) => {
      if (text !== 'Is Thursday free?') return say('Sure.')
      say('It is. Shall I book it?')
      clock.sleep(afterHours * 3_600_000, signal).then(
        () => say('Are you still interested?'),
        () => {},
      )
    })
    const stage = aStage(() => '', customerWho('Is Thursday free?', away(40), 'Yes please.'), { agent })
    const conversation = await playTrial(aPlannedTrial({ channel: 'whatsapp' }), stage, never)
    return { lines: lines(conversation), findings: judge(pact, conversation).findings }
  }
  const late = await judged(25)
  expect(late.lines).toEqual([
    '1000 customer: Is Thursday free?',
    '1000 agent: It is. Shall I book it?',
    '2500 silence',
    '90001000 agent: Are you still interested?',
    '144003500 customer: Yes please.',
    '144003500 agent: Sure.',
  ])
  expect(late.findings).toEqual([
    {
      condition: 'fits-its-channel',
      outcome: 'violated',
      because:
        "1 of 3 messages does not fit whatsapp: one comes 25 hours after the customer's last message; after 24, only a template is delivered then",
      at: [3],
    },
  ])
  expect((await judged(23)).findings).toEqual([{ condition: 'fits-its-channel', outcome: 'held' }])
})

test('on a real clock, what an agent says late is no reminder after the hours that nobody waited out', async () => {
  const { hold: _, ...real } = virtualClock()
  const agent = pushing((text, { clock, signal }, say) => {
    const slow = text === 'Is Thursday free?' ? 800 : 0
    clock.sleep(slow, signal).then(
      () => say(`Re: ${text}`),
      () => {},
    )
  })
  const customer = customerWho('Is Thursday free?', away(40), 'Hello?')
  const stage = aStage(() => '', customer, { agent, clock: () => real, quietMs: 500 })
  const conversation = await playTrial(aPlannedTrial({ channel: 'whatsapp' }), stage, never)
  expect(lines(conversation)).toEqual([
    '1000 customer: Is Thursday free?',
    '1500 silence',
    '1800 agent: Re: Is Thursday free?',
    '144002500 customer: Hello?',
    '144002500 agent: Re: Hello?',
  ])
  expect(judge(pact, conversation).findings).toEqual([{ condition: 'fits-its-channel', outcome: 'held' }])
})
