/**
 * What every customer promises, whatever decides for it.
 */
import { expect, test } from 'vitest'
import type { Event } from '../../conversation/index.ts'
import type { Customer, Move } from './customer.ts'

const LINES = [
  'Hello! How can I help you today?',
  'What is your name?',
  'Sorry, I did not understand that.',
  '',
  'I have booked it for you. Anything else?',
  'Goodbye!',
]

/** Runs the promises against customers made by `create`. */
export function customerConformance(name: string, create: (seed: number) => Customer): void {
  test(`${name}: the same seed and the same agent give the same moves, byte for byte`, async () => {
    expect(JSON.stringify(await moves(create(42)))).toBe(JSON.stringify(await moves(create(42))))
  })

  test(`${name}: pauses are whole milliseconds and never negative`, async () => {
    const pauses = (await moves(create(7))).flatMap((move) =>
      move.type === 'say' ? move.messages.map(({ afterMs }) => afterMs) : [],
    )

    expect(pauses.filter((ms) => !Number.isInteger(ms) || ms < 0)).toEqual([])
  })

  test(`${name}: two customers do not disturb each other`, async () => {
    const alone = await moves(create(3))
    const [first] = await Promise.all([moves(create(3)), moves(create(4))])

    expect(first).toEqual(alone)
  })

  test(`${name}: an agent that never says anything does not keep the customer for ever`, async () => {
    const customer = create(5)
    let last: Move | undefined
    for (let turn = 0; turn < 60 && last?.type !== 'leave'; turn += 1) last = await customer.next([], turn)

    expect(last?.type).toBe('leave')
  })
}

async function moves(customer: Customer): Promise<Move[]> {
  const events: Event[] = []
  const made: Move[] = []
  for (const [turn, text] of LINES.entries()) {
    const move = await customer.next(events, turn)
    made.push(move)
    if (move.type === 'leave') break
    const said = move.type === 'say' ? move.messages : []
    for (const message of said)
      events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text: message.text })
    events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 500, text })
  }
  return made
}
