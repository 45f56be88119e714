import { expect, test } from 'vitest'
import { virtualClock } from '../connect/index.ts'
import { channelsOf, parseConversation } from '../conversation/index.ts'
import { customerOf } from './customers/index.ts'
import type { PlannedTrial } from './plan.ts'
import { parseScenarios } from './scenario-file.ts'
import { scenariosText } from './scenario-text.ts'
import { aPlannedTrial, aStage, customerWho, plainPersona } from './stage.sample.ts'
import { playTrial } from './trial.ts'

const never = new AbortController().signal
const comesBack = (event: string) =>
  parseScenarios(
    `scenarios:
  - id: comes-back
    goal: { want: book a cleaning, kind: book, needs: [date] }
    facts: { date: { value: 2026-03-05, say: [March 5] } }
    history: [{ from: agent, text: See you next time! }]
    events: [${event}]
`,
    'a.yaml',
  )

interface Opened {
  readonly conversationId: string
  readonly channel: string
  readonly customer: unknown
  readonly history?: readonly { readonly text: string }[]
}

/** An agent that notes how it is opened, and asks for a day before it books. */
function receptionist() {
  const opened: Opened[] = []
  const stage = aStage((text: string, { conversationId }: { readonly conversationId: string }) => {
    if (text.includes('March 5')) return "You're all set, it has been booked."
    return conversationId.endsWith('sms')
      ? 'Hello! Which day would you like?'
      : 'Sure. On which day would you like to come?'
  }, customerWho())
  const agent = {
    ...stage.agent,
    open: (opening: Parameters<typeof stage.agent.open>[0]) => {
      opened.push(opening)
      return stage.agent.open(opening)
    },
  }
  return { opened, stage: { ...stage, agent, customer: (trial: PlannedTrial) => customerOf(trial) } }
}

test('a customer who comes back on another channel meets the agent anew, as the same person', async () => {
  const [scenario] = comesBack('{ turn: 2, do: { return: { after: 3 h, on: sms } } }')
  const { opened, stage } = receptionist()
  const trial = aPlannedTrial({ ...(scenario && { scenario }) })
  const conversation = await playTrial(trial, stage, never)

  expect(
    conversation.events.map((event) => {
      if (event.type === 'message') return `${event.from}: ${event.text}`
      return event.type === 'silence' ? `away ${event.forMs / 3_600_000} h, back on ${event.backOn}` : event.type
    }),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hello, can you help me book a cleaning?",
      "agent: Sure. On which day would you like to come?",
      "away 3 h, back on sms",
      "customer: Hello, I wrote before and couldn't finish. Let me put it in one message: I'd like to book a cleaning.",
      "agent: Hello! Which day would you like?",
      "customer: March 5, please.",
      "agent: You're all set, it has been booked.",
      "customer: Thanks a lot, have a nice day!",
      "agent: Hello! Which day would you like?",
    ]
  `)
  expect(
    opened.map(({ conversationId, channel, history = [] }) => [
      conversationId,
      channel,
      history.map(({ text }) => text.slice(0, 30)),
    ]),
  ).toMatchInlineSnapshot(`
    [
      [
        "trial-1",
        "chat",
        [
          "See you next time!",
        ],
      ],
      [
        "trial-1-sms",
        "sms",
        [
          "See you next time!",
          "Hello, can you help me book a ",
          "Sure. On which day would you l",
        ],
      ],
    ]
  `)
  expect(opened.map(({ customer }) => customer)).toEqual([
    { id: 'trial-1', date: '2026-03-05' },
    { id: 'trial-1', date: '2026-03-05' },
  ])
  expect(conversation.channel).toBe('chat')
  expect(channelsOf(conversation).join(' ')).toMatchInlineSnapshot(`"chat chat chat sms sms sms sms sms sms"`)
  expect(parseConversation(JSON.parse(JSON.stringify(conversation)))).toEqual(conversation)
  expect(await playTrial(trial, stage, never)).toEqual(conversation)
})

test('on the same channel the conversation goes on where it was', async () => {
  const [scenario] = comesBack('{ turn: 2, do: { return: { after: 2 days } } }')
  const { opened, stage } = receptionist()
  const { events } = await playTrial(aPlannedTrial({ ...(scenario && { scenario }) }), stage, never)
  expect(opened.map(({ channel }) => channel)).toEqual(['chat'])
  expect(events.filter(({ type }) => type === 'silence')).toMatchObject([{ forMs: 172_800_000 }])
})

test('who comes back after all was done asks whether it went through, and is content with that', async () => {
  const [scenario] = comesBack('{ after: claimed, do: { return: { after: 20 minutes, on: sms } } }')
  const { stage } = receptionist()
  const { events, circumstances } = await playTrial(aPlannedTrial({ ...(scenario && { scenario }) }), stage, never)
  expect(
    events.flatMap((event) => (event.type === 'message' ? [`${event.from}: ${event.text}`] : [])),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hello, can you help me book a cleaning?",
      "agent: Sure. On which day would you like to come?",
      "customer: March 5 suits me.",
      "agent: You're all set, it has been booked.",
      "customer: Hi, picking this up again. Is everything in order?",
      "agent: Hello! Which day would you like?",
      "customer: No thanks.",
      "agent: Hello! Which day would you like?",
      "customer: Great, thanks.",
      "agent: Hello! Which day would you like?",
    ]
  `)
  expect(circumstances?.ending).toMatchInlineSnapshot(`
    {
      "because": "the agent said it was done, or answered",
      "outcome": "satisfied",
    }
  `)
})

test('the persona writes as it does on the channel where it comes back', async () => {
  const [scenario] = comesBack('{ turn: 2, do: { return: { after: 3 h, on: sms } } }')
  const persona = { ...plainPersona, channels: { sms: { writing: { lowercase: 1, noPunctuation: 1 } } } }
  const { stage } = receptionist()
  const { events } = await playTrial(aPlannedTrial({ persona, ...(scenario && { scenario }) }), stage, never)
  const back = events.findIndex((event) => event.type === 'silence')
  const said = (part: typeof events) =>
    part.flatMap((event) => (event.type === 'message' && event.from === 'customer' ? [event.text] : []))
  expect([said(events.slice(0, back))[0], said(events.slice(back))[0]]).toMatchInlineSnapshot(`
    [
      "Hello, can you help me book a cleaning?",
      "hello, i wrote before and couldn't finish. let me put it in one message: i'd like to book a cleaning",
    ]
  `)
})

test('hours away are on record and are not waited out, where the agent needs a real clock', async () => {
  const away = { type: 'wait', forMs: 3 * 3_600_000, back: { on: 'sms' } } as const
  const customer = customerWho(
    'hello',
    { ...away, understanding: { acts: [], confidence: 1, rung: 0, frustration: 0 } },
    'hi',
  )
  const { hold: _, ...real } = virtualClock()
  let slept = 0
  const clock = {
    ...real,
    sleep: (ms: number, signal?: AbortSignal) => {
      slept += ms
      return real.sleep(ms, signal)
    },
  }
  const { events } = await playTrial(
    aPlannedTrial(),
    aStage(() => 'yes?', customer, { clock: () => clock }),
    never,
  )
  expect(events.map(({ atMs }) => atMs)).toEqual([1000, 1000, 1000, 10_802_000, 10_802_000])
  expect(slept).toBe(2000)
})

test('a return is written as it is read', () => {
  const scenarios = comesBack('{ turn: 2, do: { return: { after: 3 h, on: sms } } }')
  expect(parseScenarios(scenariosText(scenarios, 'again'), 'a.yaml')).toEqual(scenarios)
})
