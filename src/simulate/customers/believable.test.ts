import { expect, test } from 'vitest'
import type { Ending, Event } from '../../conversation/index.ts'
import { everydayPersonas as personas } from '../personas/index.ts'
import type { Fact, Goal, Scenario } from '../scenario.ts'
import type { Move } from './customer.ts'
import { goalCustomer } from './goal-customer.ts'

const persona = (id: string) => personas.find((one) => one.id === id) ?? expect.fail(id)
const quiet = { typos: 0, lowercase: 0, noPunctuation: 0, abbreviations: 0, fillers: 0, emoji: 0 }
/** Reads carefully, writes without slips, says one thing at a time. */
const plain = {
  ...persona('sceptical-negotiator'),
  writing: quiet,
  timing: { thinkMs: 1000, wordsPerMinute: 40, burst: 0, bargeIn: 0 },
  corrections: 0,
}

const ana: Fact = { key: 'name', type: 'name', value: 'Ana Reis', disclose: 'on-ask' }
const born: Fact = { key: 'dateOfBirth', type: 'free', value: '1988-07-14', say: ['14 July 1988'], disclose: 'on-ask' }
const service: Fact = { key: 'service', type: 'free', value: 'haircut', disclose: 'on-ask' }
const wednesday: Fact = { key: 'date', type: 'date', value: '2026-03-11', say: ['wednesday'], disclose: 'on-ask' }
const noon: Fact = { key: 'time', type: 'time', value: '12:30', disclose: 'on-ask' }
const tools = [{ name: 'book', parameters: { properties: { service: { enum: ['haircut', 'beard-trim'] } } } }]

const booking: Goal = { want: 'book a haircut', kind: 'book', needs: ['service', 'date', 'time', 'name'] }
const cancelling: Goal = { want: 'cancel my haircut', kind: 'cancel', needs: ['name', 'dateOfBirth'] }
const asking: Goal = {
  want: 'know what a beard trim costs',
  kind: 'ask',
  needs: [],
  wants: [{ ask: 'how much is a beard trim', answer: '$18' }],
}

function scenarioOf(goal: Goal, facts: readonly Fact[], more: Partial<Scenario> = {}): Scenario {
  return {
    id: 'salon',
    tags: [],
    goal,
    facts,
    events: [],
    expect: {},
    given: {},
    history: [],
    personas: [],
    channels: [],
    faults: [],
    ...more,
  }
}

interface Talk {
  readonly said: readonly string[]
  readonly ending: Ending | undefined
}

/** Plays an agent's lines. A line that is a list answers the messages of a burst one by one. */
async function talk(scenario: Scenario, lines: readonly string[], seed = 1, who = plain): Promise<Talk> {
  const customer = goalCustomer({ scenario, persona: who, seed, tools })
  const events: Event[] = []
  const said: string[] = []
  for (let turn = 0; turn <= lines.length; turn += 1) {
    const move = await customer.next(events, turn)
    said.push(textOf(move))
    for (const text of [textOf(move)].filter(Boolean))
      events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text })
    if (move.type === 'leave') return { said, ending: move.ending }
    const line = lines[turn]
    if (line !== undefined) events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 400, text: line })
  }
  return { said, ending: undefined }
}

function textOf(move: Move): string {
  if (move.type === 'say') return move.messages.map(({ text }) => text).join(' ')
  return move.type === 'leave' ? (move.goodbye?.text ?? '') : ''
}

const SEEDS = Array.from({ length: 24 }, (_, seed) => seed)

/** What the customer says last, for many seeds. */
async function lastWords(scenario: Scenario, lines: readonly string[], who = plain): Promise<string[]> {
  const talks = await Promise.all(SEEDS.map((seed) => talk(scenario, lines, seed, who)))
  return talks.map(({ said }) => said.at(-1) ?? '')
}

test("`Shall I cancel it?` is answered with a yes, and not with a fact or with `I'll take it`", async () => {
  const words = await lastWords(scenarioOf(cancelling, [ana, born]), [
    'What is your name?',
    'And your date of birth?',
    'Shall I cancel your haircut on Friday, March 6 at 10:00 am with Mo?',
  ])

  expect(words.filter((text) => !/^(?:Yes|Sounds good, yes)\b/.test(text))).toEqual([])
})

test('a day that is read back is not taken for the birthday, and `which day` does not ask for it', async () => {
  const words = await lastWords(scenarioOf(cancelling, [ana, born]), ['Which day would you like to come?'])

  expect(words.filter((text) => /1988|July/.test(text) || !text.includes('cancel my haircut'))).toEqual([])
})

test('what the wish already names is not told again beside it', async () => {
  const { said } = await talk(scenarioOf(booking, [service, ana]), ['What is your name?'])

  expect(said[0]).toContain('book a haircut')
  expect(said[1]).not.toMatch(/haircut|service/)
})

test('a claim about another errand satisfies nobody', async () => {
  const { said, ending } = await talk(scenarioOf(booking, [service, ana]), [
    "I'm sorry about that. What is your name?",
    "Thank you, I've passed your complaint on. Is there anything else I can do for you?",
  ])

  expect(ending).toBeUndefined()
  expect(said.at(-1)).toMatch(/(?:want|like) to book a haircut/)
})

test('who wants to cancel does not agree to a booking', async () => {
  const words = await lastWords(scenarioOf(cancelling, [ana, born]), ['Would you like to book a haircut?'])

  expect(words.filter((text) => /^Yes|^Sure/.test(text) || !text.includes('cancel my haircut'))).toEqual([])
})

test('a fallback that the agent offers is taken', async () => {
  const goal = { ...booking, alternatives: [{ time: '15:00' }] }
  const words = await lastWords(scenarioOf(goal, [service, wednesday, noon, ana]), [
    'Which day and time?',
    "I'm sorry, 12:30 pm isn't available. I could offer 1:00 pm or 3:00 pm. Which time would you like?",
  ])

  expect(words.filter((text) => !/\b3 ?(?::00 ?)?pm\b/.test(text) || text.includes('?'))).toEqual([])
})

test('on a closed day the fallback is proposed, and the closed day is not asked for again', async () => {
  const goal = { ...booking, alternatives: [{ date: '2026-03-12' }] }
  const words = await lastWords(scenarioOf(goal, [service, wednesday, noon, ana]), [
    'Which day would you like?',
    "I'm sorry, we are closed on Wednesday, March 11. Which other day would suit you?",
  ])

  expect(words.filter((text) => !/12/.test(text) || /11\b|wednesday/i.test(text))).toEqual([])
})

test('two Wednesdays are told apart by their dates', async () => {
  const words = await lastWords(scenarioOf(booking, [service, wednesday, noon, ana]), [
    'Which day and time?',
    'Just to check: a haircut on Wednesday, March 4 at 12:30 pm. Shall I book it?',
  ])

  expect(words.filter((text) => /^Yes/.test(text) || !/11|wednesday/i.test(text))).toEqual([])
})

test('times that are offered on another day do not make the customer forget the day', async () => {
  const words = await lastWords(scenarioOf(booking, [service, wednesday, noon, ana]), [
    'Which day would you like?',
    'On Monday, March 2 we have 9:30 am, 12:30 pm or 5:00 pm. Which time would you like?',
  ])

  expect(words.filter((text) => !/(?:11|wednesday).*12:30/i.test(text))).toEqual([])
})

test('another service and another name in the read-back are put right', async () => {
  const scenario = scenarioOf(booking, [service, wednesday, noon, ana])
  const asked = ['Which day and time?', 'What is your name?']
  const trim = await talk(scenario, [
    ...asked,
    'Just to check: a beard trim on Wednesday, March 11 at 12:30 pm. Right?',
  ])
  const name = await talk(scenario, [
    ...asked,
    'Just to check: a haircut on Wednesday, March 11 at 12:30 pm for Of Course. Shall I book it?',
  ])

  expect(trim.said.at(-1)).toContain('a haircut')
  expect(name.said.at(-1)).toContain('Ana Reis')
})

test('a question that was answered ends the conversation, though the answer sounds like a refusal', async () => {
  const open: Goal = {
    want: 'know whether you are open on Sunday',
    kind: 'ask',
    needs: [],
    wants: [{ ask: 'are you open on Sunday', answer: 'closed' }],
  }
  const { said, ending } = await talk(scenarioOf(open, [ana]), [
    'We are closed on Sundays. Anything else I can help with?',
  ])

  expect(ending?.outcome).toBe('satisfied')
  expect(said.at(-1)).toMatch(/^(?:No\b|That)/)
})

test('a refusal that is accepted ends as refused, without delight', async () => {
  const words = await Promise.all(
    SEEDS.map((seed) => talk(scenarioOf(asking, [ana]), ["Unfortunately we can't give prices in the chat."], seed)),
  )

  expect(new Set(words.map(({ ending }) => ending?.outcome))).toEqual(new Set(['refused']))
  expect(words.filter(({ said }) => /great|wonderful|perfect|thanks for your help|!/i.test(said.at(-1) ?? ''))).toEqual(
    [],
  )
})

test('who is to insist does so before accepting', async () => {
  const no = "Unfortunately we can't give discounts. Is there anything else I can help with?"
  const goal: Goal = {
    ...asking,
    want: 'get a discount',
    wants: [{ ask: 'can I get a discount' }],
    onRefusal: 'insist',
  }
  const { said, ending } = await talk(scenarioOf(goal, [ana]), [no, no, no, no, no, no])

  expect(said.slice(1, 3).every((text) => /discount|again|something you can do|Not good enough/.test(text))).toBe(true)
  expect(new Set(said).size).toBe(said.length)
  expect(ending?.outcome).not.toBe('satisfied')
})

test('everybody knows their own birthday: not told, it is kept, and not forgotten', async () => {
  const words = await lastWords(scenarioOf(asking, [ana, { ...born, disclose: 'never' }]), [
    'What is your date of birth?',
  ])

  expect(words.filter((text) => /know|idea|sure|hand/.test(text))).toEqual([])
})

test('who only asks is not talked into a booking', async () => {
  const words = await lastWords(scenarioOf(asking, [ana]), [
    'Would you like to book a beard trim?',
    'Which day would you like to come?',
  ])

  expect(words.filter((text) => !/how much is a beard trim\?/i.test(text))).toEqual([])
})

test('a price is asked for before saying yes, not after the booking', async () => {
  const goal: Goal = { ...booking, wants: asking.wants ?? [] }
  const { said } = await talk(scenarioOf(goal, [service, wednesday, noon, ana]), [
    'Which day and time?',
    'What is your name?',
    'A haircut on Wednesday, March 11 at 12:30 pm for Ana Reis. Shall I book it?',
    'A beard trim is $18. Shall I book it?',
  ])

  expect(said[3]).toMatch(/how much is a beard trim\?$/i)
  expect(said[4]).toMatch(/^(?:Yes|Sounds good)/)
})

test('a complaint is never put as a request for leave, nor thanked for with delight', async () => {
  const goal: Goal = { want: 'complain that I waited for an hour', kind: 'complain', needs: ['name'] }
  const talks = await Promise.all(
    SEEDS.flatMap((seed) =>
      personas.map((who) =>
        talk(
          scenarioOf(goal, [ana]),
          ['What is your name?', "I've passed your complaint on. Anything else?", 'Bye', 'Bye'],
          seed,
          { ...who, writing: quiet, timing: plain.timing },
        ),
      ),
    ),
  )
  const odd = talks
    .flatMap(({ said }) => said)
    .filter((text) => /^(?:Hi, )?(?:can|could|may) I complain|possible to complain|wonderful|perfect|great/i.test(text))

  expect(odd).toEqual([])
  expect(new Set(talks.map(({ ending }) => ending?.outcome))).toEqual(new Set(['satisfied']))
})

test('who was not understood says it all again, in one message', async () => {
  const { said } = await talk(scenarioOf(booking, [service, wednesday, noon, ana]), [
    'Which day would you like?',
    "Sorry, I didn't understand that.",
  ])

  expect(said.at(-1)).toMatch(/book a haircut.*wednesday|book a haircut.*March/i)
  expect(said.at(-1)).toMatch(/Ana Reis/)
})

test('what a scenario has said at a later turn is said although the agent is done before', async () => {
  const scenario = scenarioOf({ ...booking, needs: ['name'] }, [service, ana], {
    events: [{ when: { turn: 6 }, do: { escalate: 'I want to speak to the owner' } }],
  })
  const { said } = await talk(scenario, ['What is your name?', "You're booked. Anything else?"])

  expect(said.at(-1)).toBe('I want to speak to the owner')
})

test('patience is not lost at the moment when the agent only waits for a yes', async () => {
  const again = "Sorry, I didn't get that. What is your name?"
  const { said } = await talk(scenarioOf({ ...booking, needs: ['name'] }, [service, ana]), [
    'What is your name?',
    again,
    again,
    'Just to check: a haircut for Ana Reis. Shall I book it?',
  ])

  expect(said.at(-1)).toMatch(/^(?:Yes|Yep|Go ahead|Yeah)/)
})
