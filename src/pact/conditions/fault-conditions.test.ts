/** What all conditions over faults keep: without a fault they find nothing, and where a conversation came from is nothing to them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Condition, ConditionKind } from '../condition.ts'
import { degraded } from './degraded.ts'
import { failsClosed } from './fails-closed.ts'
import { failureTold } from './failure-told.ts'
import { checkOf } from './kind.sample.ts'
import { call, type Line, lost, refused, seen } from './ledger.sample.ts'
import { once } from './once.ts'
import { recovers } from './recovers.ts'
import { retries } from './retries.ts'

type Check = Pick<Condition, 'check'>
const checks: readonly Check[] = [
  of(once, {}),
  of(failureTold, {}),
  of(retries, { backoff: 'grows' }),
  of(degraded, { withinMs: 1 }),
  of(recovers, { withinTurns: 1 }),
  of(failsClosed, { check: 'verify_identity', guards: 'get_*', tells: '/booked/' }),
]

function of<Options>(kind: ConditionKind<Options>, options: unknown): Check {
  return checkOf(kind, options)
}

const tool = fc.constantFrom('create_appointment', 'cancel_appointment', 'list_slots', 'get_record', 'verify_identity')
const words: fc.Arbitrary<Line> = fc.tuple(
  fc.constantFrom('customer' as const, 'agent' as const),
  fc.constantFrom("You're booked.", "I couldn't book that.", 'Yes please', 'I am not sure that worked.'),
)
const well = fc.tuple(tool, fc.uuid()).map(([name, id]): Line => call(name, { note: id }, { value: { id } }))
const faulted = fc
  .tuple(tool, fc.constantFrom('a', 'b'), fc.constantFrom(200, 409, 429, 503))
  .chain(([name, note, status]) => fc.constantFrom<Line>(lost(name, { note }), refused(name, { note }, status)))

test('where no fault struck and every call was made once, nothing is violated', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(words, well), { maxLength: 20 }), (lines) => {
      for (const check of checks) expect(check.check(seen(...lines)).outcome).not.toMatch(/violated|unjudged/)
    }),
  )
})

test('under any faults, a conversation is judged alike wherever it came from, and violations point at what shows them', () => {
  let violations = 0
  fc.assert(
    fc.property(fc.array(fc.oneof(words, well, faulted), { maxLength: 20 }), (lines) => {
      const conversation = seen(...lines)
      for (const check of checks) {
        const outcome = check.check(conversation)
        expect(check.check({ ...conversation, origin: 'production' })).toEqual(outcome)
        if (outcome.outcome !== 'violated') continue
        violations += 1
        expect(outcome.because).not.toMatch(/undefined|NaN|null/)
        for (const at of outcome.at) expect(conversation.events[at]).toBeDefined()
      }
    }),
  )
  expect(violations).toBeGreaterThan(0)
})
