import { expect, test } from 'vitest'
import { parsePact } from '../../pact/index.ts'
import type { Alarm, EarlyViolation } from '../../store/index.ts'
import { earlyAlarms } from './early-alarm.ts'

const conditions = ['critical', 'major', 'minor'].map(
  (severity) => `  - { id: ${severity}-one, severity: ${severity}, never-says: guarantee }\n`,
)
const pact = parsePact(`pact: p\nversion: 1\nconditions:\n${conditions.join('')}`, { file: 'p.yaml', read: () => '' })

const seen = (n: number, condition: string): EarlyViolation => ({
  project: 'default',
  thread: `c${n}`,
  condition,
  revision: 2,
  seenMs: 1e12 + n,
  because: 'said "guarantee"',
  at: [1],
})

test('what is critical is told at once, what is major with others, and what is minor is only listed', () => {
  const alarms = earlyAlarms([seen(1, 'critical-one'), seen(1, 'major-one'), seen(1, 'minor-one')], pact, [])
  expect(alarms.map(({ stream, title, because, urgent, once }) => [stream, title, because, urgent, once])).toEqual([
    [
      'early/critical-one',
      'critical-one is violated in a conversation',
      'said "guarantee", in conversation c1.',
      true,
      true,
    ],
    [
      'early/major-one',
      'major-one is violated in a conversation',
      'said "guarantee", in conversation c1.',
      undefined,
      true,
    ],
  ])
})

test('a condition that breaks in one conversation after the other is told ten times and once more, until it is less', () => {
  const recent: Alarm[] = []
  for (let n = 0; n < 30; n += 1) recent.push(...earlyAlarms([seen(n, 'major-one')], pact, recent))
  expect(recent.length).toBe(11)
  expect([recent.at(-1)?.title, recent.at(-1)?.because]).toEqual([
    'major-one is violated in one conversation after the other',
    'In more than 10 conversations within an hour; further ones are listed and not told until it is less.',
  ])
  expect(earlyAlarms([seen(31, 'major-one')], pact, []).length).toBe(1)
})
