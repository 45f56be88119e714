import { expect, test } from 'vitest'
import type { FaultBreak, FaultCost } from '../../simulate/index.ts'
import { plainStyle } from '../io.ts'
import { faultLines } from './faults.ts'

const cost = (set: string, changes: Partial<FaultCost> = {}): FaultCost => ({
  set,
  explain: `the backend is ${set}`,
  trials: 3,
  struck: 2,
  idle: 0,
  pairs: 0,
  breaks: [],
  ...changes,
})

const broken = {
  id: 'books-once',
  severity: 'critical',
  surely: false,
  broke: 1,
  pairs: 2,
  scenarios: 2,
  example: { order: 7, conversation: 'c7', because: 'it was booked twice' },
} as FaultBreak

test('beyond twenty fault sets the rest are counted, and those that break promises are named', () => {
  const costs = [
    ...Array.from({ length: 20 }, (_, n) => cost(`drift-${n}`)),
    cost('gone', { struck: 0 }),
    cost('harmless'),
    cost('harmful', { breaks: [broken] }),
  ]
  const lines = faultLines(costs, (order) => `replay ${order}`, plainStyle)
  expect(lines.slice(0, 4).join('\n')).toMatchInlineSnapshot(`
    "
      What faults cost, each trial against its undisturbed twin

      drift-0  struck 2 of 3 trials, and no pair was judged on both sides"
  `)
  expect(lines.slice(-6).join('\n')).toMatchInlineSnapshot(`
    "    the backend is drift-19

      and 3 more fault sets: 1 with broken promises, 1 that struck and broke none for sure, 1 that never struck
        broken promises: harmful

      replay harmful: replay 7"
  `)
})

test('a run without faults says nothing of their cost', () => {
  expect(faultLines([], String, plainStyle)).toEqual([])
})
