import { expect, test } from 'vitest'
import type { Event } from '../../conversation/index.ts'
import { personas } from '../personas/index.ts'
import type { Fact, Scenario } from '../scenario.ts'
import { customerConformance } from './customer.conformance.ts'
import type { Customer, Move } from './customer.ts'
import { goalCustomer } from './goal-customer.ts'

const persona = (id: string) => personas.find((one) => one.id === id) ?? expect.fail(id)
const plain = {
  ...persona('careful-first-timer'),
  initiative: 0,
  politeness: 'plain' as const,
  writing: { typos: 0, lowercase: 0, noPunctuation: 0, abbreviations: 0, fillers: 0, emoji: 0 },
  timing: { thinkMs: 1000, wordsPerMinute: 40, burst: 0, bargeIn: 0 },
  corrections: 0,
}

const facts: readonly Fact[] = [
  { key: 'name', type: 'name', value: 'Ana Reis', disclose: 'on-ask' },
  { key: 'date', type: 'date', value: '2026-03-05', disclose: 'on-ask' },
  { key: 'time', type: 'time', value: '14:00', disclose: 'on-ask' },
]
const booking: Scenario = {
  id: 'book-cleaning',
  tags: [],
  goal: { want: 'book a cleaning', kind: 'book', needs: ['name', 'date', 'time'] },
  facts,
  events: [],
  expect: {},
  given: {},
  history: [],
  personas: [],
  channels: [],
  faults: [],
}

/** Plays the agent's lines in order and writes down what was said, and how the customer ended. */
async function talk(customer: Customer, lines: readonly string[]): Promise<string[]> {
  const events: Event[] = []
  const said: string[] = []
  for (let turn = 0; turn <= lines.length; turn += 1) {
    const move = await customer.next(events, turn)
    for (const text of textsOf(move)) {
      said.push(`customer: ${text}`)
      events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text })
    }
    if (move.type === 'wait') said.push(`(waits ${move.forMs} ms)`)
    if (move.type === 'leave') return [...said, `(${move.ending.outcome}: ${move.ending.because})`]
    const line = lines[turn]
    if (line === undefined) break
    said.push(`agent: ${line}`)
    events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 400, text: line })
  }
  return said
}

function textsOf(move: Move): string[] {
  if (move.type === 'say') return move.messages.map(({ text }) => text)
  return move.type === 'leave' && move.goodbye !== undefined ? [move.goodbye.text] : []
}

customerConformance('the goal-driven customer', (seed) =>
  goalCustomer({ scenario: booking, persona: persona('hurried-texter'), seed }),
)

test('answers what is asked, confirms what is right, and leaves when it is told that it is done', async () => {
  expect(
    await talk(goalCustomer({ scenario: booking, persona: plain, seed: 3 }), [
      'Hello! Sure, which day works for you?',
      'And at what time?',
      'May I have your name, please?',
      'Just to confirm: March 5th at 2pm for Ana Reis. Is that correct?',
      "You're all set, your cleaning is booked. Anything else I can help with?",
    ]),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hello, I'm looking to book a cleaning.",
      "agent: Hello! Sure, which day works for you?",
      "customer: March 5th if possible.",
      "agent: And at what time?",
      "customer: 2pm if possible.",
      "agent: May I have your name, please?",
      "customer: It's Ana Reis.",
      "agent: Just to confirm: March 5th at 2pm for Ana Reis. Is that correct?",
      "customer: Yes, that is right.",
      "agent: You're all set, your cleaning is booked. Anything else I can help with?",
      "customer: No, that's all, thank you!",
      "(satisfied: the agent said it was done, or answered)",
    ]
  `)
})

test('corrects a value that the agent reads back wrong', async () => {
  expect(
    await talk(goalCustomer({ scenario: booking, persona: plain, seed: 5 }), [
      'What day and time would you like?',
      'So that is March 5th at 3pm, is that correct?',
      'Sorry! March 5th at 2pm, right?',
    ]),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hi there, I want to book a cleaning.",
      "agent: What day and time would you like?",
      "customer: March 5 at 2:00 pm.",
      "agent: So that is March 5th at 3pm, is that correct?",
      "customer: Sorry, but that's wrong, 2pm.",
      "agent: Sorry! March 5th at 2pm, right?",
      "customer: Yes, exactly.",
    ]
  `)
})

test('is still the one whom the records have under an earlier name', async () => {
  const renamed: Scenario = {
    ...booking,
    facts: [...booking.facts, { key: 'formerName', value: 'Ana Prado', type: 'name', disclose: 'on-ask' }],
  }
  const lines = [
    'What day and time would you like?',
    'May I have your name, please?',
    "You're all set for March 5th at 2pm, the name on file is Ana Prado. Anything else?",
  ]
  const last = async (scenario: Scenario) =>
    (await talk(goalCustomer({ scenario, persona: plain, seed: 5 }), lines)).slice(-2)
  expect({ renamed: await last(renamed), another: await last(booking) }).toMatchInlineSnapshot(`
    {
      "another": [
        "agent: You're all set for March 5th at 2pm, the name on file is Ana Prado. Anything else?",
        "customer: No, wait, this is Ana Reis.",
      ],
      "renamed": [
        "customer: No thank you, have a nice day!",
        "(satisfied: the agent said it was done, or answered)",
      ],
    }
  `)
})

test('a careless reader lets a wrong value pass', async () => {
  const careless = { ...plain, readsCarefully: 0 }
  const said = await talk(goalCustomer({ scenario: booking, persona: careless, seed: 5 }), [
    'What day and time would you like?',
    'So that is March 5th at 3pm, is that correct?',
  ])

  expect(said.at(-1)).toMatch(/^customer: (?:Yes|That works|Sounds good)/)
})

test('takes the wanted option from a list, else the fallback, and says no to what does not fit', async () => {
  const flexible: Scenario = { ...booking, goal: { ...booking.goal, alternatives: [{ time: '15:30' }] } }

  expect(
    await talk(goalCustomer({ scenario: flexible, persona: plain, seed: 8 }), [
      'What day and time would you like?',
      "I'm sorry, 2pm is not available on March 5th.",
      'I have these times:\n1. 9:00 am\n2. 3:30 pm\n3. 4:00 pm',
      'Your appointment has been booked.',
    ]),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hello, I want to book a cleaning.",
      "agent: What day and time would you like?",
      "customer: March 5 at 2:00 pm.",
      "agent: I'm sorry, 2pm is not available on March 5th.",
      "customer: How about 3:30 pm then?",
      "agent: I have these times:
    1. 9:00 am
    2. 3:30 pm
    3. 4:00 pm",
      "customer: 3:30 pm works for me.",
      "agent: Your appointment has been booked.",
      "customer: Great, thanks for your help.",
      "(satisfied: the agent said it was done, or answered)",
    ]
  `)
})

test('a question that no fact answers is answered with not being sure, never with an invention', async () => {
  const said = await talk(goalCustomer({ scenario: booking, persona: plain, seed: 2 }), [
    'What is your name?',
    'What day and time?',
    'What is your insurance number?',
  ])

  expect(said.at(-1)).toMatchInlineSnapshot(`"customer: I don't have that at hand."`)
})

test('a fact said wrong at first is put right at the next turn', async () => {
  const slip: Scenario = {
    ...booking,
    facts: facts.map((fact) => (fact.key === 'date' ? { ...fact, wrongFirst: '2026-03-06' } : fact)),
  }

  expect(
    await talk(goalCustomer({ scenario: slip, persona: plain, seed: 4 }), [
      'Which day?',
      'March 6th, alright. And the time?',
    ]),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hi, I need to book a cleaning.",
      "agent: Which day?",
      "customer: 6 March suits me.",
      "agent: March 6th, alright. And the time?",
      "customer: Oops, I meant March 5. 2 pm suits me.",
    ]
  `)
})

test('a question stays open until its answer is seen, then the customer leaves', async () => {
  const price: Scenario = {
    ...booking,
    goal: {
      want: 'know the price',
      kind: 'ask',
      needs: [],
      wants: [{ ask: 'how much is a cleaning', answer: '$120' }],
    },
  }

  expect(
    await talk(goalCustomer({ scenario: price, persona: plain, seed: 1 }), [
      'Our cleanings are very thorough.',
      'A cleaning costs $120. Would you like to book one?',
    ]),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hi there, how much is a cleaning?",
      "agent: Our cleanings are very thorough.",
      "customer: I asked, how much is a cleaning?",
      "agent: A cleaning costs $120. Would you like to book one?",
      "customer: No, thanks for your help!",
      "(satisfied: the agent said it was done, or answered)",
    ]
  `)
})

test('an agent that makes no sense drives the customer up the ladder, and the ending says that the customer was lost', async () => {
  const said = await talk(
    goalCustomer({ scenario: booking, persona: plain, seed: 6 }),
    Array.from({ length: 12 }, (_, n) => `Blub ${'la'.repeat(n + 1)}.`),
  )

  expect(said.filter((line) => !line.startsWith('agent'))).toMatchInlineSnapshot(`
    [
      "customer: Hi, I need to book a cleaning.",
      "customer: This is Ana Reis.",
      "customer: One more time, I need to book a cleaning on March 5th at 2pm. My name is Ana Reis.",
      "customer: Again, I want to book a cleaning.",
      "customer: Yes or no?",
      "customer: Real person please.",
      "(inconclusive: the simulated customer could not make out what the agent said)",
    ]
  `)
})

test('an agent that says the same again and again loses the customer', async () => {
  const said = await talk(
    goalCustomer({ scenario: booking, persona: persona('frustrated-returner'), seed: 6 }),
    Array.from({ length: 12 }, () => 'What is your name?'),
  )

  expect(said.filter((line) => !line.startsWith('agent'))).toMatchInlineSnapshot(`
    [
      "customer: Looking to book a cleaning",
      "customer: Ana Reis. March 5th at 2pm",
      "customer: I said Ana Reis",
      "customer: It's Ana Reis",
      "customer: Is there a real person?",
      "customer: I give up",
      "(gave-up: out of patience)",
    ]
  `)
})

test('scheduled events happen at their turn or after the agent has done its part', async () => {
  const eventful: Scenario = {
    ...booking,
    events: [
      {
        when: { after: 'confirmed' },
        do: { correct: { fact: 'date', to: '2026-03-11', say: 'no wait, the 11th is better' } },
      },
      { when: { turn: 4 }, do: { silence: { minutes: 2 } } },
      { when: { turn: 5 }, do: { burst: ['hello', 'anyone?'] } },
      { when: { turn: 6 }, do: { cancel: true } },
    ],
  }

  expect(
    await talk(goalCustomer({ scenario: eventful, persona: plain, seed: 9 }), [
      'What day and time would you like?',
      'March 5th at 2pm. Is that correct?',
      'March 11th at 2pm then. Shall I book it?',
      'Shall I book it?',
      'Yes, I am here. Shall I book it?',
      'Okay, I will not book anything. Anything else?',
    ]),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hi there, I want to book a cleaning.",
      "agent: What day and time would you like?",
      "customer: March 5th at 2pm.",
      "agent: March 5th at 2pm. Is that correct?",
      "customer: no wait, the 11th is better",
      "agent: March 11th at 2pm then. Shall I book it?",
      "(waits 120000 ms)",
      "agent: Shall I book it?",
      "customer: hello",
      "customer: anyone?",
      "agent: Yes, I am here. Shall I book it?",
      "customer: Let's leave it for now, thank you.",
      "agent: Okay, I will not book anything. Anything else?",
      "customer: Alright, thanks. That's all.",
      "(satisfied: the customer changed their mind)",
    ]
  `)
})

test('leaves when the agent hands over to a person', async () => {
  expect(
    await talk(goalCustomer({ scenario: booking, persona: plain, seed: 1 }), [
      'Let me connect you with a member of our team.',
    ]),
  ).toMatchInlineSnapshot(`
    [
      "customer: Hello, can you help me book a cleaning?",
      "agent: Let me connect you with a member of our team.",
      "customer: Okay, thank you.",
      "(handed-over: the agent handed over to a person)",
    ]
  `)
})

test('taking out one scheduled event leaves every other line as it was', async () => {
  const lines = [
    'What day and time would you like?',
    'May I have your name?',
    'March 5th at 2pm for Ana Reis, is that correct?',
  ]
  const aside = { when: { turn: 2 }, do: { say: 'by the way, nice website' } } as const
  const without = await talk(goalCustomer({ scenario: booking, persona: persona('hurried-texter'), seed: 11 }), lines)
  const withAside = await talk(
    goalCustomer({ scenario: { ...booking, events: [aside] }, persona: persona('hurried-texter'), seed: 11 }),
    [lines[0] ?? '', ...lines],
  )

  const asideAt = withAside.indexOf('customer: by the way, nice website')
  expect(withAside.slice(0, asideAt)).toEqual(without.slice(0, asideAt))
  expect(withAside[asideAt - 1]).toBe(`agent: ${lines[0]}`)
})

test('facts kept private are never told, however often the agent asks', async () => {
  const secretive: Scenario = {
    ...booking,
    facts: facts.map((fact) => (fact.key === 'name' ? { ...fact, disclose: 'never' as const } : fact)),
  }
  const said = await talk(
    goalCustomer({ scenario: secretive, persona: plain, seed: 2 }),
    Array.from({ length: 6 }, () => 'What is your name?'),
  )

  expect(said.join('\n')).not.toContain('Ana')
})
