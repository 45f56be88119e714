import { expect, test } from 'vitest'
import type { Conversation, Event } from '../../conversation/index.ts'
import { parsePact } from '../../pact/index.ts'
import type { Label } from '../../store/index.ts'
import type { Judged } from './judged.ts'
import { pathWords } from './path.ts'
import { peopleIn } from './people.ts'
import { ViolationQueue } from './queue.ts'

const pact = parsePact(
  `pact: salon
version: 1
conditions:
  - id: tells-the-price
    severity: critical
    says: '/[$]/'
  - id: never-guarantees
    severity: minor
    never-says: '/guarantee/i'
`,
  { file: 'pact.yaml', read: () => '' },
)

const day = 86_400_000
const said = (from: 'customer' | 'agent', text: string): Event => ({ type: 'message', atMs: 0, from, text })
const called = (tool: string, outcome: 'ok' | 'error'): readonly Event[] => [
  { type: 'tool-call', atMs: 0, callId: tool, tool, args: {}, seenBy: 'agent' },
  { type: 'tool-result', atMs: 0, callId: tool, outcome, value: null, seenBy: 'agent' },
]

function judged(id: string, atMs: number, violated: readonly string[], events: readonly Event[]): Judged {
  const conversation: Conversation = {
    ...{ id, origin: 'production', agent: { id: 'desk' }, channel: 'chat', startedAt: '2026-03-02T10:00:00Z' },
    events,
  }
  const findings = ['tells-the-price', 'never-guarantees'].map((condition) =>
    violated.includes(condition)
      ? ({ condition, outcome: 'violated', because: 'it did', at: [1] } as const)
      : ({ condition, outcome: 'held' } as const),
  )
  const verdict = { conversation: id, pact: { id: 'salon', version: 1, hash: 'f' }, findings }
  return { source: 'production', id, name: id, atMs, conversation, verdict, rubricWeight: 1 }
}

const price = (id: string, atMs: number, asked: string) =>
  judged(id, atMs, ['tells-the-price'], [said('customer', asked), said('agent', 'It depends.')])

async function queueOf(all: readonly Judged[], labels: readonly Label[] = []) {
  const given = async function* <Item>(items: readonly Item[]) {
    yield* items
  }
  const people = await peopleIn(given(labels))
  const queue = new ViolationQueue({ pact, people, newSinceMs: 10 * day })
  await queue.addAll(given(all))
  return queue.ranked()
}

const label = (conversation: string, truth: 'held' | 'violated', who = 'ana'): Label => ({
  ...{ project: 'default', source: 'production', condition: 'tells-the-price', said: 'violated', atMs: 0 },
  ...{ conversation, truth, who },
})

test('violations are one group where the promise, the path and the words are alike, and apart otherwise', async () => {
  const failing = [
    said('customer', 'What does a haircut cost?'),
    ...called('get_price', 'error'),
    said('agent', 'I cannot see it.'),
  ]
  const groups = await queueOf([
    price('a', day, 'What does a haircut cost?'),
    price('b', 2 * day, 'what does a hair cut cost'),
    price('c', 3 * day, 'My parrot needs his claws trimmed'),
    judged('d', 4 * day, ['tells-the-price'], failing),
    judged('e', 5 * day, [], [said('customer', 'Hello'), said('agent', '$3')]),
  ])
  expect(groups.map(({ path, violations }) => [pathWords(path), violations.map(({ name }) => name)])).toEqual([
    ['agent spoke last', ['a', 'b']],
    expect.anything(),
    expect.anything(),
  ])
  expect(groups.slice(1).map(({ path, violations }) => [pathWords(path), violations.map(({ name }) => name)])).toEqual(
    expect.arrayContaining([
      ['agent spoke last', ['c']],
      ['get_price failed > agent spoke last', ['d']],
    ]),
  )
  expect(groups[0]?.shares).toMatchObject({ production: { successes: 2, n: 5 } })
})

test('what weighs more, happens more or began lately comes first, and each reason can be seen', async () => {
  const groups = await queueOf([
    price('old', day, 'What does a haircut cost?'),
    price('new', 11 * day, 'My parrot needs his claws trimmed'),
    judged('vow', 11 * day, ['never-guarantees'], [said('customer', 'Is it safe?'), said('agent', 'We guarantee it.')]),
  ])
  expect(groups.map(({ condition, isNew, weighs }) => ({ condition, isNew, ...weighs }))).toEqual([
    { condition: 'tells-the-price', isNew: true, severity: 100, frequency: 1 / 3, novelty: 1 },
    { condition: 'tells-the-price', isNew: false, severity: 100, frequency: 1 / 3, novelty: 0.5 },
    { condition: 'never-guarantees', isNew: true, severity: 1, frequency: 1 / 3, novelty: 1 },
  ])
})

test('a large suite makes nothing of production rarer: each is a share of where it came from', async () => {
  const asked = 'What does a haircut cost?'
  const held = (at: number) => judged(`h${at}`, 11 * day, [], [said('customer', asked), said('agent', 'It is $35.')])
  const run = [price('7', 11 * day, asked), ...[1, 2, 3, 4, 5, 6, 7].map(held)]
  const [group] = await queueOf([
    ...[price('a', 11 * day, asked), held(0)],
    ...run.map((each) => ({ ...each, source: 'a-run' })),
  ])
  expect(group).toMatchObject({
    shares: { production: { successes: 1, n: 2 }, simulation: { successes: 1, n: 8 } },
    weighs: { frequency: 0.5 },
  })
})

test('what people have confirmed or dismissed goes to the end, and what they dispute stays', async () => {
  const asked = 'What does a haircut cost?'
  const all = [price('a', day, asked), price('b', day, asked), price('c', day, asked)]
  const [group] = await queueOf(all, [
    label('a', 'violated'),
    label('b', 'violated'),
    label('b', 'held'),
    label('c', 'violated'),
    label('c', 'held', 'ben'),
  ])
  expect(group).toMatchObject({ confirmed: 1, dismissed: 1, weighs: { novelty: 0.5 / 3 } })
  expect(group?.violations.map(({ said }) => said)).toEqual(['violated', 'held', 'disputed'])
})
