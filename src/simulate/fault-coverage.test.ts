import fc from 'fast-check'
import { expect, test } from 'vitest'
import { faultKinds } from '../connect/index.ts'
import type { Conversation, Event } from '../conversation/index.ts'
import { type FaultCoverage, faultCoverage, faultFamilies } from './fault-coverage.ts'

interface Call {
  readonly tool: string
  readonly backend?: string
  readonly kinds?: readonly string[]
}

type Met = Pick<Conversation, 'events' | 'circumstances'>

const conversation = (calls: readonly Call[], faulted = true): Met => ({
  events: calls.flatMap(({ tool, backend = 'desk', kinds = [] }, index): Event[] => {
    const callId = `${backend}-${index}`
    const faults = kinds.map((kind) => ({ set: 's', kind, does: 'something' }))
    const exchange = {
      backend,
      method: 'GET',
      path: '/',
      writes: false,
      delivered: 'whole',
      tookMs: 1,
      askedMs: 0,
    } as const
    return [
      { type: 'tool-call', atMs: 0, callId, tool, args: {}, seenBy: 'ledger' },
      {
        type: 'tool-result',
        atMs: 0,
        callId,
        outcome: 'ok',
        value: null,
        seenBy: 'ledger',
        exchange: { ...exchange, ...(faults.length > 0 && { faults }) },
      },
    ]
  }),
  circumstances: { ...(faulted && { faults: [{ id: 's', explain: 'the backend misbehaves' }] }) },
})

function coverage(...conversations: readonly Met[]): FaultCoverage {
  const counts = faultCoverage()
  for (const each of conversations) counts.add(each)
  return counts.summary()
}

const none = { time: 0, transport: 0, status: 0, drift: 0, data: 0, write: 0 }

test('each endpoint says in how many conversations it was called and struck, and by which family', () => {
  expect(
    coverage(
      conversation([
        { tool: 'book', kinds: ['delay', 'rename'] },
        { tool: 'book', kinds: ['delay'] },
        { tool: 'find' },
      ]),
      conversation([{ tool: 'book' }], false),
    ),
  ).toEqual({
    faulted: 1,
    endpoints: [
      { backend: 'desk', endpoint: 'book', called: 2, struck: 1, families: { ...none, time: 1, drift: 1 } },
      { backend: 'desk', endpoint: 'find', called: 1, struck: 0, families: none },
    ],
  })
})

test('the same tool of two backends is two endpoints, and a kind that there is no more still struck', () => {
  const { endpoints } = coverage(conversation([{ tool: 'find' }, { tool: 'find', backend: 'till', kinds: ['gone'] }]))
  expect(endpoints.map(({ backend, struck, families }) => [backend, struck, families])).toEqual([
    ['desk', 0, none],
    ['till', 1, none],
  ])
})

test('what only the agent tells of its calls is no coverage: nobody saw a fault there', () => {
  const [call, result] = conversation([{ tool: 'book' }]).events
  const events = [call, result].map((event) => ({ ...event, seenBy: 'agent', exchange: undefined }) as unknown as Event)
  expect(coverage({ events })).toEqual({ faulted: 0, endpoints: [] })
})

test('every kind of fault is of a family that has a column', () => {
  expect([...new Set(faultKinds.map(({ family }) => family))].toSorted()).toEqual(faultFamilies.toSorted())
})

const call = fc.record({
  tool: fc.constantFrom('book', 'find', 'cancel'),
  backend: fc.constantFrom('desk', 'till'),
  kinds: fc.subarray(['delay', 'reset', 'status', 'rename', 'canary', 'lost-reply', 'gone']),
})

test('the order of conversations does not matter, and no count is larger than what it is a part of', () => {
  fc.assert(
    fc.property(fc.array(fc.array(call, { maxLength: 6 }), { maxLength: 8 }), (calls) => {
      const played = calls.map((each) => conversation(each))
      const counted = coverage(...played)
      expect(coverage(...played.toReversed())).toEqual(counted)
      for (const { called, struck, families } of counted.endpoints) {
        const most = Math.max(...Object.values(families))
        const sum = Object.values(families).reduce((a, b) => a + b, 0)
        expect(called >= 1 && called <= played.length && struck <= called && most <= struck).toBe(true)
        expect(struck === 0 && sum > 0).toBe(false)
      }
    }),
  )
})
