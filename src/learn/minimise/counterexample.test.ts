import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import { judge, parsePact } from '../../pact/index.ts'
import { type PlannedTrial, personas, type Scenario } from '../../simulate/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { counterexample } from './counterexample.ts'

const pact = parsePact(
  'pact: p\nversion: 1\nconditions:\n  - id: calm\n    never-says: boom\n  - id: sells\n    says: sold\n',
  {
    file: 'p.yaml',
    read: () => '',
  },
)

const scenario: Scenario = {
  id: 'shop',
  tags: [],
  goal: { want: 'buy a lamp', kind: 'ask', needs: [] },
  facts: [{ key: 'colour', value: 'green', type: 'choice', disclose: 'on-ask' }],
  events: [],
  expect: {},
  given: {},
  history: [],
  personas: [],
  channels: [],
  faults: [],
}

function trialOf(): PlannedTrial {
  const [persona] = personas.values()
  if (persona === undefined) throw new Error('no persona')
  return { id: 't', index: 0, scenario, persona, channel: 'chat', repeat: 0, seed: 5, faults: [] }
}

function talk(lines: readonly string[], answer: (said: readonly string[], nth: number) => string): Conversation {
  const events: Event[] = []
  for (const [nth, text] of lines.entries()) {
    events.push({ type: 'message', atMs: events.length, from: 'customer', text })
    events.push({ type: 'message', atMs: events.length, from: 'agent', text: answer(lines.slice(0, nth + 1), nth) })
  }
  return {
    id: 'c',
    origin: 'simulated',
    agent: { id: 'desk' },
    channel: 'chat',
    startedAt: '2026-03-02T10:00:00Z',
    events,
  }
}

const saidIn = ({ scenario: { script = [] } }: PlannedTrial) =>
  script.flatMap((step) => ('say' in step ? (typeof step.say === 'string' ? [step.say] : step.say) : []))

const longTalk = [
  'Hello there.',
  'I want a lamp. It is for my aunt, and she is kind.',
  'A green one.',
  'What is the weather?',
]

test('only what it takes is left, and it is certified on seeds of its own', async () => {
  const answer = (said: readonly string[]) => (said.some((text) => text.includes('aunt')) ? 'boom' : 'fine')
  const seeds = new Set<number>()
  const found = await counterexample({
    trial: trialOf(),
    conversation: talk(longTalk, answer),
    condition: 'calm',
    play: async (trial) => {
      seeds.add(trial.seed)
      return talk(saidIn(trial), answer)
    },
    judge: (conversation) => judge(pact, conversation),
  })
  if (!('to' in found)) throw new Error('it did not come again')
  expect(saidIn(found.trial)).toEqual(['for my aunt,'])
  expect(found).toMatchObject({
    from: { turns: 4, words: 22 },
    to: { turns: 1, words: 3 },
    reproduced: { violated: 5, n: 5 },
    certified: { violated: 10, n: 10 },
    isMinimal: true,
  })
  expect([...seeds].filter((seed) => seed >= 1_000_000)).toHaveLength(10)
})

test('what breaks only sometimes is told from what never does', async () => {
  let plays = 0
  const play = async (trial: PlannedTrial) => {
    plays += 1
    const isUnlucky = keyedRandom(1, 'luck', plays).chance(0.6)
    return talk(saidIn(trial), (said) => (isUnlucky && said.some((text) => text.includes('aunt')) ? 'boom' : 'fine'))
  }
  const found = await counterexample({
    trial: trialOf(),
    conversation: talk(longTalk, () => 'boom'),
    condition: 'calm',
    play,
    judge: (conversation) => judge(pact, conversation),
  })
  if (!('to' in found)) throw new Error('it did not come again')
  expect(saidIn(found.trial).join(' ')).toContain('aunt')
  expect(found.to.words).toBeLessThan(12)
  expect(found.certified.violated).toBeGreaterThan(1)
  expect(found.certified.violated).toBeLessThan(10)
})

test('where nothing said breaks it too, the customer says what they want and goes on freely, and what they say then counts', async () => {
  const found = await counterexample({
    trial: trialOf(),
    conversation: talk(
      ['Hello.', 'I want to buy a lamp.', 'Make it green, please.', 'How is the weather?'],
      () => 'no',
    ),
    condition: 'sells',
    play: async (trial) => {
      const goesOn = trial.scenario.script?.some((step) => 'simulate' in step) === true
      const said = saidIn(trial)
      return talk(goesOn ? [...said, 'A lamp, please.'] : said, (all) =>
        all.includes('A lamp, please.') && !all.some((text) => text.includes('weather')) ? 'sold' : 'no',
      )
    },
    judge: (conversation) => judge(pact, conversation),
  })
  if (!('to' in found)) throw new Error('it did not come again')
  expect(found.trial.scenario.script).toEqual([
    { say: 'buy a lamp.' },
    { say: 'How is the weather?' },
    { simulate: {} },
  ])
  expect(found).toMatchObject({ from: { turns: 4, words: 15 }, to: { turns: 3, words: 10 } })
})

test('words that break nothing at once are said with the pauses that it takes', async () => {
  const slow = talk(['Hello.', 'Still there?', 'Good.'], () => 'boom')
  const events = slow.events.map((event, at) => ({ ...event, atMs: 1000 * at * at }))
  const found = await counterexample({
    trial: trialOf(),
    conversation: { ...slow, events },
    condition: 'calm',
    play: async (trial) => {
      const waits = trial.scenario.script?.some((step) => 'afterMs' in step && step.say === 'Good.') === true
      return talk(saidIn(trial), () => (waits ? 'boom' : 'fine'))
    },
    judge: (conversation) => judge(pact, conversation),
  })
  if (!('to' in found)) throw new Error('it did not come again')
  expect(found.trial.scenario.script).toEqual([{ say: 'Good.', afterMs: 7000 }])
})

test('slips of the pen that it does not take are mended', async () => {
  const edits = [
    { kind: 'typo', at: 0, from: 'Do', to: 'Od' },
    { kind: 'typo', at: 10, from: 'aunt', to: 'aunnt' },
    { kind: 'typo', at: 15, from: 'know', to: 'konw' },
  ]
  const answer = (said: readonly string[]) => (said.some((text) => text.includes('aunnt')) ? 'boom' : 'fine')
  const found = await counterexample({
    trial: trialOf(),
    conversation: {
      ...talk(['Hello.', 'Od you my aunnt konw it. Good.'], answer),
      circumstances: { edits: [{ event: 2, edits }] },
    },
    condition: 'calm',
    play: async (trial) => talk(saidIn(trial), answer),
    judge: (conversation) => judge(pact, conversation),
  })
  if (!('to' in found)) throw new Error('it did not come again')
  expect(saidIn(found.trial)).toEqual(['aunnt know it.'])
  expect({ from: found.from.edits, to: found.to.edits }).toEqual({ from: 3, to: 1 })
})

test('what does not come again in any way is said, with how often it was tried', async () => {
  const found = await counterexample({
    trial: trialOf(),
    conversation: talk(longTalk, () => 'boom'),
    condition: 'calm',
    play: async (trial) => talk(saidIn(trial), () => 'fine'),
    judge: (conversation) => judge(pact, conversation),
  })
  expect(found).toEqual({
    reproduced: { violated: 0, n: 5, interval: expect.objectContaining({ low: 0, high: expect.closeTo(0.5218, 4) }) },
    plays: 16,
  })
})

test('passages and records to begin with go where it does not take them', async () => {
  const trial = trialOf()
  const passages = ['Lamps are lit. Boom.', 'Shades are blue.']
  const given = { lamps: ['green', 'blue'], rooms: [{ id: 1 }] }
  const found = await counterexample({
    trial: { ...trial, scenario: { ...trial.scenario, given } },
    conversation: talk(['Tell me of lamps.'], () => 'boom'),
    condition: 'calm',
    recordings: {
      answers: { shelf: [{ passages }, 'No list.'] },
      having: ({ shelf = [] }) => ({ shelf: { from: JSON.stringify(shelf), misses: 'fail', ignore: [] } }),
    },
    play: async (played) => {
      const { scenario } = played
      const isTold = scenario.recorded?.shelf?.from.includes('Boom') === true
      const isThere = JSON.stringify(scenario.given).includes('blue')
      return talk(saidIn(played), () => (isTold && isThere && saidIn(played)[0] !== 'Hello' ? 'boom' : 'fine'))
    },
    judge: (conversation) => judge(pact, conversation),
  })
  if (!('to' in found)) throw new Error('it did not come again')
  expect(found.trial.scenario.given).toEqual({ lamps: ['blue'], rooms: [] })
  expect(found.passages).toEqual([{ backend: 'shelf', passage: 'Lamps are lit. Boom.' }])
  expect(found).toMatchObject({ from: { passages: 2, records: 3 }, to: { passages: 1, records: 1 } })
})

test('what was left out by a lucky play is taken back, and certified anew', async () => {
  let plays = 0
  const found = await counterexample({
    trial: trialOf(),
    conversation: talk(['I like boats.', 'Tell my aunt.'], () => 'boom'),
    condition: 'calm',
    // Without the boats it breaks while it is searched, and never when it is certified.
    play: async (trial) => {
      plays += 1
      const said = saidIn(trial).join(' ')
      const breaks = said.includes('aunt') && (said.includes('boats') || trial.seed < 1_000_000)
      return talk(saidIn(trial), () => (breaks ? 'boom' : 'fine'))
    },
    judge: (conversation) => judge(pact, conversation),
  })
  if (!('to' in found)) throw new Error('it did not come again')
  expect(saidIn(found.trial)).toEqual(['I like boats.', 'Tell my aunt.'])
  expect(found).toMatchObject({ certified: { violated: 10, n: 10 }, isMinimal: false, plays })
})
