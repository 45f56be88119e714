import { expect, test } from 'vitest'
import type { Move } from '../customers/index.ts'
import { customerWho } from '../stage.sample.ts'
import { hurried } from './hurried.ts'

const understanding = { acts: [], confidence: 1, rung: 0, frustration: 0 }
const hurry = { speed: 10, longestPauseMs: 5000 }

async function asHurried(move: Move): Promise<Move> {
  return hurried(customerWho(move), hurry).next([], 0)
}

test('customers in a hurry say the same, only sooner', async () => {
  const burst: Move = {
    type: 'say',
    messages: [
      { text: 'hi', afterMs: 2000, dontWait: true },
      { text: 'a haircut please', afterMs: 300 },
    ],
    understanding,
  }
  expect(await asHurried(burst)).toEqual({
    ...burst,
    messages: [
      { text: 'hi', afterMs: 200, dontWait: true },
      { text: 'a haircut please', afterMs: 30 },
    ],
  })
})

test('nobody is silent for hours', async () => {
  expect(await asHurried({ type: 'wait', forMs: 3 * 3600_000, understanding })).toEqual({
    type: 'wait',
    forMs: 5000,
    understanding,
  })
})

test('a farewell is hurried too, and leaving without one stays so', async () => {
  const leave: Move = { type: 'leave', ending: { outcome: 'satisfied' }, understanding }
  expect(await asHurried(leave)).toEqual(leave)
  expect(await asHurried({ ...leave, goodbye: { text: 'bye', afterMs: 1000 } })).toEqual({
    ...leave,
    goodbye: { text: 'bye', afterMs: 100 },
  })
})
