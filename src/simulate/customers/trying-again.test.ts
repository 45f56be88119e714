import { expect, test } from 'vitest'
import type { Event } from '../../conversation/index.ts'
import { everydayPersonas } from '../personas/index.ts'
import type { Goal, Scenario } from '../scenario.ts'
import { aScenario } from '../stage.sample.ts'
import type { Move } from './customer.ts'
import { goalCustomer } from './goal-customer.ts'

const [plain = expect.fail('no persona')] = everydayPersonas
const quiet = { typos: 0, lowercase: 0, noPunctuation: 0, abbreviations: 0, fillers: 0, emoji: 0 }
const booking: Goal = { want: 'book a haircut', kind: 'book', needs: [] }
const broke = 'Something went wrong on our side.'

/** What the customer says to an agent that answers everything alike, and how it ends. */
async function against(answer: string, triesAgain: number, { goal = booking, seed = 1 } = {}) {
  const scenario: Scenario = aScenario({ goal, facts: [] })
  const persona = { ...plain, writing: quiet, patience: { ...plain.patience, triesAgain } }
  const customer = goalCustomer({ scenario, persona, seed })
  const events: Event[] = []
  const said: string[] = []
  for (let turn = 0; turn < 12; turn += 1) {
    const move: Move = await customer.next(events, turn)
    if (move.type === 'leave') return { said, outcome: move.ending.outcome }
    const text = move.type === 'say' ? move.messages.map((message) => message.text).join(' ') : ''
    said.push(text)
    events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text })
    events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 500, text: answer })
  }
  return { said, outcome: 'turn-limit' }
}

test('who hears that something went wrong asks once more, and leaves when it goes wrong again', async () => {
  const { said, outcome } = await against(broke, 1)
  expect(said).toHaveLength(2)
  expect(said[1]).toContain('book a haircut')
  expect(outcome).toBe('refused')
})

test('a question is asked once more as well', async () => {
  const goal: Goal = { want: 'know the price', kind: 'ask', needs: [], wants: [{ ask: 'how much is a haircut' }] }
  const { said, outcome } = await against("There was an error, I can't look that up.", 1, { goal })
  expect(said).toHaveLength(2)
  expect(said[1]?.toLowerCase()).toContain('how much is a haircut')
  expect(outcome).toBe('refused')
})

test('a persona that never tries again leaves at once', async () => {
  expect(await against(broke, 0)).toMatchObject({ said: [expect.any(String)], outcome: 'refused' })
})

test('a no that has a reason is not asked again', async () => {
  expect((await against("I'm sorry, we are fully booked this week.", 1)).said).toHaveLength(1)
})

test('as many of a persona try again as it says', async () => {
  const talks = await Promise.all(Array.from({ length: 400 }, (_, seed) => against(broke, 0.6, { seed })))
  const tried = talks.filter(({ said }) => said.length === 2).length / talks.length
  expect(Math.abs(tried - 0.6)).toBeLessThan(0.08)
})
