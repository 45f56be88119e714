import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Event } from '../../conversation/index.ts'
import { aScenario, plainPersona } from '../stage.sample.ts'
import { type Arc, annoy, appease, arcs, type Feeling, moodOf, startOf } from './affect.ts'
import type { Move } from './customer.ts'
import { goalCustomer } from './goal-customer.ts'

const booking = aScenario({
  goal: { want: 'book a cleaning', kind: 'book', needs: ['date', 'time'] },
  facts: [
    { key: 'date', type: 'date', value: '2026-03-05', disclose: 'on-ask' },
    { key: 'time', type: 'time', value: '14:00', disclose: 'on-ask' },
  ],
})

function messagesOf(move: Move) {
  if (move.type === 'say') return move.messages
  return move.type === 'leave' && move.goodbye !== undefined ? [move.goodbye] : []
}

const endingOf = (move: Move) => (move.type === 'leave' ? ` (${move.ending.because})` : '')

/** What a customer of an arc says to an agent that asks the same again and again, with the mood it is in. */
function saysTo(lines: readonly string[], arc: Arc, seed = 3): readonly string[] {
  const customer = goalCustomer({ scenario: booking, persona: { ...plainPersona, arc }, seed })
  const events: Event[] = []
  const said: string[] = []
  for (const [turn, line] of [...lines, ''].entries()) {
    const move = customer.next(events, turn)
    if (move instanceof Promise) return expect.fail('no model was asked')
    const messages = messagesOf(move)
    const mood = move.understanding.mood ?? 'none'
    said.push(`${mood}: ${messages.map(({ text }) => text).join(' / ')}${endingOf(move)}`)
    if (move.type === 'leave') return said
    for (const { text } of messages) events.push({ type: 'message', from: 'customer', atMs: turn * 1000, text })
    events.push({ type: 'message', from: 'agent', atMs: turn * 1000 + 500, text: line })
  }
  return said
}

const deaf = Array.from({ length: 12 }, () => 'On which day would you like to come?')

test('an arc shows in what is said: loudly, shortly, with the wish for a person and the threat to leave', () => {
  expect(Object.fromEntries(arcs.map((arc) => [arc, saysTo(deaf, arc)]))).toMatchInlineSnapshot(`
    {
      "calm": [
        "calm: Hello, I'm looking to book a cleaning.",
        "calm: March 5th if possible.",
        "calm: 5 March.",
        "terse: It's March 5.",
        "annoyed: Told you, March 5th.",
        "annoyed: You asked me that already. Like I said, 5 March.",
        "angry: I want to speak to someone.",
        "angry: You are about to lose a customer. March 5.",
        "angry: Forget it, bye. (out of patience)",
      ],
      "forgiving": [
        "annoyed: I need to book a cleaning.",
        "terse: March 5th if possible.",
        "annoyed: Again? I said 5 March.",
        "annoyed: Can I talk to a person?",
        "angry: I AM REALLY LOSING MY PATIENCE. Told you, March 5.",
        "angry: I'll go elsewhere. (out of patience)",
      ],
      "rising": [
        "calm: Hello, I'm looking to book a cleaning.",
        "calm: March 5th if possible.",
        "terse: I said 5 March.",
        "annoyed: It's March 5.",
        "angry: Is there a real person?",
        "angry: I'll go elsewhere. (out of patience)",
      ],
      "sudden": [
        "calm: Hello, I'm looking to book a cleaning.",
        "calm: March 5th if possible.",
        "calm: 5 March.",
        "calm: Again, March 5.",
        "angry: Is there a real person?",
        "angry: I'm this close to leaving. Like I said, March 5th.",
        "angry: I give up. (out of patience)",
      ],
    }
  `)
})

test('who comes annoyed is appeased by an agent that gets on', () => {
  expect(
    saysTo(['On which day would you like to come?', 'At what time?', 'Is March 5 at 2pm correct?'], 'forgiving'),
  ).toMatchInlineSnapshot(`
    [
      "annoyed: I need to book a cleaning.",
      "terse: March 5th if possible.",
      "calm: 2pm if possible.",
      "calm: Correct, yes.",
    ]
  `)
})

test('along every arc annoyance never cheers up, progress never annoys, and a calm one bears the most', () => {
  const step = fc.oneof(fc.constantFrom(1, 2), fc.constant('forward' as const))
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const reached = (arc?: Arc) => {
        const persona = arc === undefined ? {} : { arc }
        const feeling: Feeling = { persona, frustration: startOf(persona) }
        for (const each of steps) {
          const before = feeling.frustration
          if (each === 'forward') appease(feeling)
          else annoy(feeling, each)
          if (each === 'forward') expect(feeling.frustration).toBeLessThanOrEqual(before)
          else expect(feeling.frustration).toBeGreaterThan(before)
          expect(feeling.frustration).toBeGreaterThanOrEqual(0)
          expect(['calm', 'terse', 'annoyed', 'angry']).toContain(moodOf(feeling))
        }
        return feeling.frustration
      }
      expect(reached('calm')).toBeLessThanOrEqual(reached())
      expect(reached('rising')).toBeGreaterThanOrEqual(reached())
    }),
  )
})
