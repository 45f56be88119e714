import { expect, test } from 'vitest'
import type { Conversation } from '../../conversation/index.ts'
import type { Finding, Rubric } from '../../pact/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import type { Label } from '../../store/index.ts'
import type { Judged } from '../violations/judged.ts'
import { peopleIn } from '../violations/people.ts'
import { calibrate, strataOf } from './calibrate.ts'
import { juryComposition } from './composition.ts'
import { toLabel } from './next.ts'

const kind: Rubric = {
  ...{ id: 'kind', kind: 'rubric', dimension: 'tone', severity: 'major', target: 0.9, question: 'Was it kind?' },
  levels: [
    { name: 'Cold', description: 'It was not.', holds: false },
    { name: 'Warm', description: 'It was.', holds: true },
  ],
}
const pact = { rubrics: [kind] }

async function* given<Item>(items: readonly Item[]): AsyncIterable<Item> {
  yield* items
}

/** A conversation whose jurors chose these levels. */
function judged(id: string, ...levels: readonly number[]): Judged {
  const conversation: Conversation = {
    ...{ id, origin: 'production', agent: { id: 'desk' }, channel: 'chat', startedAt: '2026-03-02T10:00:00Z' },
    events: [{ type: 'message', atMs: 0, from: 'agent', text: 'Hello' }],
  }
  const jurors = levels.map((level, at) => ({ juror: `juror ${at}`, level }))
  const isHeld = levels.every((level) => level === 1)
  const finding: Finding = isHeld
    ? { condition: 'kind', outcome: 'held', jurors }
    : { condition: 'kind', outcome: 'violated', because: 'cold', at: [0], jurors }
  const verdict = { conversation: id, pact: { id: 'p', version: 1, hash: 'f' }, findings: [finding] }
  return { source: 'production', id, name: id, atMs: 0, conversation, verdict, rubricWeight: 1 }
}

const label = (conversation: string, truth: 'held' | 'violated', said: Label['said'], who = 'ana'): Label => ({
  ...{ project: 'default', source: 'production', condition: 'kind', atMs: 0, conversation, truth, said, who },
})

const many = Array.from({ length: 400 }, (_, n) =>
  judged(`c-${n}`, ...(n % 10 === 0 ? [0, 0, 0] : n % 10 === 1 ? [0, 1, 1] : [1, 1, 1])),
)

async function strataWith(labels: readonly Label[]) {
  return strataOf(given(many), { pact, people: await peopleIn(given(labels)) })
}

async function calibrated(labels: readonly Label[], all = many) {
  return calibrate(given(all), { pact, people: await peopleIn(given(labels)), seed: 1 })
}

test('labels are asked for where jurors differ more often than their share, and each says why', async () => {
  const strata = await strataWith([])
  const asked = toLabel(strata, 30)
  expect(asked).toHaveLength(30)
  expect(asked.filter(({ because }) => because.includes('jurors differ')).length).toBeGreaterThan(30 * 0.1)
  expect(new Set(asked.map(({ because }) => because))).toMatchInlineSnapshot(`
    Set {
      "drawn from 320 called held where nothing speaks against it; no label yet",
      "drawn from 40 called violated where jurors differ; no label yet",
      "drawn from 39 called violated where nothing speaks against it; no label yet",
    }
  `)
  expect(toLabel(strata, 30)).toEqual(asked)
})

test('labels given as they are asked for correct the rate, and a jury is told from its best juror', async () => {
  const random = keyedRandom(1, 'calibrate test')
  const truths = new Map(
    many.map(
      (each, n) => [each.id, n % 10 === 0 || (n % 10 === 1 && random.chance(0.2)) ? 'violated' : 'held'] as const,
    ),
  )
  const labels: Label[] = []
  for (let round = 0; round < 5; round += 1) {
    const strata = await strataWith(labels)
    for (const { conversation, said } of toLabel(strata, 30))
      labels.push(label(conversation, truths.get(conversation) ?? 'held', said))
  }
  const { promises } = await calibrated(labels)
  const truly = [...truths.values()].filter((truth) => truth === 'held').length / truths.size
  const [kindness] = promises
  expect(kindness?.judge).toMatchObject({ successes: 320, n: 400 })
  expect(kindness?.labels).toBe(150)
  expect(kindness?.estimate?.corrected.low).toBeLessThan(truly)
  expect(kindness?.estimate?.corrected.high).toBeGreaterThan(truly)
  expect(kindness?.estimate?.corrected.low).toBeGreaterThan(0.8)
  expect(kindness?.estimate?.finds.rate).toBeGreaterThan(0.95)
  expect(kindness?.tiers.find(({ stands }) => stands)).toMatchObject({ said: 'held', doubt: 'none', wrong: 0 })
  expect(kindness?.jury?.jurors.map(({ juror }) => juror)).toEqual(['juror 0', 'juror 1', 'juror 2'])
})

test('a label that somebody chose counts once those before it in the random order are given', async () => {
  const strata = await strataWith([])
  const order = strata.find(({ doubt, said }) => doubt === 'none' && said === 'held')?.next ?? []
  const [first, second, third] = order.map(({ conversation }) => label(conversation, 'held', 'held'))
  if (first === undefined || second === undefined || third === undefined) throw new Error('too few to label')
  const counts = async (labels: readonly Label[]) => {
    const [promise] = (await calibrated(labels)).promises
    return { labels: promise?.labels, waiting: promise?.waiting }
  }
  expect(await counts([third])).toEqual({ labels: 0, waiting: 1 })
  expect(await counts([third, first])).toEqual({ labels: 1, waiting: 1 })
  expect(await counts([third, first, second])).toEqual({ labels: 3, waiting: 0 })
})

test('a judge that says other than when people labelled has drifted, and the way it went is told', async () => {
  const strata = await strataWith([])
  const labels = strata.flatMap(({ said, next }) =>
    next.map(({ conversation }) => label(conversation, 'violated', said === 'held' ? 'violated' : 'held')),
  )
  const [promise] = (await calibrated(labels)).promises
  expect(promise?.drift.broke).toBeGreaterThan(0)
  expect(promise?.drift.mended).toBeGreaterThan(0)
  expect(promise?.drift.n).toBe(promise?.labels)
})

test('jurors that err together count as little more than one, and those that err often are named', () => {
  const heard = Array.from({ length: 100 }, (_, n) => ({
    truth: true,
    said: { a: n >= 20, b: n >= 22, c: n % 3 !== 0 },
  }))
  const { jurors, effectiveSize = 0, unfit } = juryComposition(heard)
  expect(jurors.map(({ right }) => right.successes)).toEqual([80, 78, 66])
  expect(effectiveSize).toBeLessThan(3)
  expect(unfit).toMatchInlineSnapshot(`
    [
      "c was right in 66 of 100; below three in four it outvotes better ones",
    ]
  `)
  const twins = heard.map(({ truth, said: { a } }) => ({ truth, said: { a, b: a } }))
  expect(juryComposition(twins)).toMatchObject({
    errorCorrelation: expect.closeTo(1, 9),
    effectiveSize: expect.closeTo(1, 9),
  })
  expect(juryComposition(twins).unfit).toMatchInlineSnapshot(`
    [
      "jurors err together (correlation 1.00): the best alone does as well",
    ]
  `)
  expect(juryComposition([])).toEqual({ jurors: [], unfit: [] })
})
