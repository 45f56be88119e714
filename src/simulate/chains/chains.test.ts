import { expect, test } from 'vitest'
import type { Conversation, Event, Json } from '../../conversation/index.ts'
import { chainsOf, chainWords } from './chain.ts'
import { coverageOf, howPlayed } from './coverage.ts'
import { toolGraph } from './graph.ts'
import { playedOf } from './links.ts'

type Step = string | readonly [tool: string, args: Json, value: Json, outcome?: 'ok' | 'error']

/** Lines are the customer's; calls are tool, arguments and result. */
function conversation(scenario: string, ...steps: readonly Step[]): Conversation {
  const events = steps.flatMap((step, at): readonly Event[] => {
    if (typeof step === 'string') return [{ type: 'message', atMs: at, from: 'customer', text: step }]
    const [tool, args, value, outcome = 'ok'] = step
    const of = { atMs: at, callId: `call-${at}`, seenBy: 'agent' } as const
    return [
      { type: 'tool-call', ...of, tool, args },
      { type: 'tool-result', ...of, outcome, value },
    ]
  })
  const origin = { id: scenario, origin: 'simulated', agent: { id: 'salon' }, channel: 'chat' } as const
  return { ...origin, startedAt: '2026-03-02T09:00:00Z', events, circumstances: { scenario } }
}

const find: Step = ['find_client', { phone: '555' }, { clients: [{ id: 'C-1', name: 'Ana', phone: '555' }] }]
const verify: Step = ['verify_client', { clientId: 'C-1' }, { clientId: 'C-1', verified: true }]
const visits: Step = ['list_visits', { clientId: 'C-1' }, { visits: [{ id: 'V-1', start: '2026-03-05T14:00' }] }]
const cancel = (outcome: 'ok' | 'error'): Step => ['cancel_visit', { visitId: 'V-1' }, { id: 'V-1' }, outcome]
const slots: Step = ['list_slots', { day: '2026-03-06' }, { slots: [{ start: '2026-03-06T10:00' }] }]
const book: Step = ['book_visit', { clientId: 'C-1', start: '2026-03-06T10:00' }, { id: 'V-2' }]

const runs = [
  conversation('cancel', find, verify, visits, cancel('ok')),
  conversation('cancel', find, verify, visits, cancel('error')),
  conversation('book', slots, find, book),
]
const played = runs.map((one) => playedOf(one, new Set()))

test('a value belongs to the result in which it first appears, and not to those that repeat it', () => {
  expect(played[0]?.links).toEqual([
    { from: 0, to: 1, field: 'clients[*].id', parameter: 'clientId' },
    { from: 0, to: 2, field: 'clients[*].id', parameter: 'clientId' },
    { from: 2, to: 3, field: 'visits[*].id', parameter: 'visitId' },
  ])
})

test('what the customer said, or an earlier call was given, came out of nothing', () => {
  const told = conversation(
    'book',
    'this is Ana, I would like to come at ten',
    find,
    ['leave_note', { from: 'Ana', phone: '555', urgent: true, n: 7 }, { n: 7 }],
    ['leave_note', { n: 7 }, {}],
  )
  expect(playedOf(told, new Set()).links).toEqual([])
})

test('only tools that the agent declares count', () => {
  const { calls, links } = playedOf(runs[0] as Conversation, new Set(['find_client', 'list_visits']))
  expect(calls).toEqual([
    { tool: 'find_client', ok: true },
    { tool: 'list_visits', ok: true },
  ])
  expect(links).toEqual([{ from: 0, to: 1, field: 'clients[*].id', parameter: 'clientId' }])
})

test('the graph says what was seen, how often, and what is only guessed by name', () => {
  const declared = [
    { name: 'find_client', parameters: { properties: { phone: {} } } },
    { name: 'cancelVisit', parameters: { properties: { visitId: {} } } },
    { name: 'list_visits', parameters: { properties: { clientId: {} } } },
    { name: 'moveVisits', parameters: { properties: { visitId: {}, start: {} } } },
  ]
  const seen = playedOf(conversation('list', find, visits), new Set())
  expect(toolGraph(declared, [seen]).edges).toEqual([
    {
      from: 'find_client',
      to: 'list_visits',
      seen: 1,
      fields: [{ field: 'clients[*].id', parameter: 'clientId', seen: 1 }],
    },
    { from: 'list_visits', to: 'cancelVisit', seen: 0, fields: [], guessedBy: 'visitId' },
    { from: 'list_visits', to: 'moveVisits', seen: 0, fields: [], guessedBy: 'visitId' },
  ])
})

test('a wish ends with a change that feeds nothing, and another begins with what nothing feeds', () => {
  const graph = toolGraph([], played)
  expect([[...graph.begins], [...graph.ends]]).toEqual([
    ['find_client', 'list_slots'],
    ['cancel_visit', 'book_visit'],
  ])
})

test('chains are paths through the graph, at most one of whose calls begins a second wish', () => {
  const words = (length: number) => chainsOf(toolGraph([], played), length).map(chainWords)
  expect(words(3)).toEqual([
    'book_visit, then find_client → list_visits',
    'book_visit, then find_client → verify_client',
    'cancel_visit, then find_client → list_visits',
    'cancel_visit, then find_client → verify_client',
    'find_client → list_visits → cancel_visit',
    'list_visits → cancel_visit, then find_client',
    'list_visits → cancel_visit, then list_slots',
    'cancel_visit, then find_client → book_visit',
    'cancel_visit, then list_slots → book_visit',
    'find_client → book_visit, then list_slots',
    'list_slots → book_visit, then find_client',
  ])
  expect(words(4)).toContain('find_client → list_visits → cancel_visit, then list_slots')
  expect(words(4)).not.toContain('list_visits → cancel_visit, then list_slots → list_visits')
})

test('unplayed chains come first; of the others the rate of success is beside that of their first calls', () => {
  const chains = chainsOf(toolGraph([], played), 3)
  const coverage = coverageOf(chains, played)
  expect(coverage.filter(({ rate }) => rate.rate === undefined)).toHaveLength(10)
  const { chain, rate, prefixes } = coverage.at(-1) ?? {}
  expect(chain && chainWords(chain)).toBe('find_client → list_visits → cancel_visit')
  expect([rate, ...(prefixes ?? [])].map((each) => [each?.length, each?.rate?.successes, each?.rate?.n])).toEqual([
    [3, 1, 2],
    [2, 2, 2],
  ])
})

test('a second wish is played when its calls come after those of the first, whatever feeds them', () => {
  const both = playedOf(conversation('both', find, visits, cancel('ok'), slots, book), new Set())
  const chain = { tools: ['list_visits', 'cancel_visit', 'list_slots', 'book_visit'], second: 2, seen: 1 }
  expect(howPlayed(chain, both)).toBe('succeeded')
  expect(howPlayed({ ...chain, tools: ['list_slots', 'book_visit', 'list_visits'] }, both)).toBe('not')
})
