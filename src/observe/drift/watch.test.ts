import { expect, test } from 'vitest'
import { parsePact } from '../../pact/index.ts'
import { type Grading, type Observed, openObserved, type Reading } from '../../store/index.ts'
import { productionScores } from '../score/production-score.ts'
import { driftOverview } from './overview.ts'
import { hourMs, sighting, startMs, type World } from './production.sample.ts'
import { driftTermsOf, watchGradings, watchReading } from './watch.ts'

const pact = parsePact(
  `pact: desk
version: 1
conditions:
  - id: no-guarantees
    severity: critical
    target: 0.98
    never-says: guarantee
`,
  { file: 'p.yaml', read: () => '' },
)
const terms = driftTermsOf(pact)

function grading(n: number, world: World, customer?: string): Grading {
  const atMs = startMs + n * 60_000
  const { conversation, findings } = sighting(n, atMs, world)
  return {
    project: 'default',
    thread: conversation.id,
    revision: 1,
    gradedMs: atMs + hourMs,
    closedMs: atMs,
    inclusion: 1,
    conversation: { ...conversation, ...(customer !== undefined && { customerId: customer }) },
    verdict: { conversation: conversation.id, pact: { id: pact.id, version: pact.version, hash: pact.hash }, findings },
  }
}

/** Keeps and counts gradings, some in each transaction. */
async function keep(observed: Observed, gradings: readonly Grading[], atOnce = 50) {
  for (let at = 0; at < gradings.length; at += atOnce) {
    const some = gradings.slice(at, at + atOnce)
    await observed.together(async (writing) => {
      await writing.putGradings(some)
      await watchGradings(writing, some, terms)
    })
  }
}

const kept = { failing: { 'no-guarantees': 0.01 } }
const broken = { failing: { 'no-guarantees': 0.2 }, version: '2' }

test('an alarm is kept with its cause, stands until the promise is kept again, and the score says the same', async () => {
  const observed = await openObserved(':memory:')
  const from = (low: number, high: number, world: World) =>
    Array.from({ length: high - low }, (_, at) => grading(low + at, world))
  await keep(observed, [...from(0, 400, kept), ...from(400, 520, broken)])
  const standing = await observed.alarms.list({ standing: true })
  expect(standing.map(({ stream, title }) => [stream, title])).toEqual([
    ['no-guarantees/chat/2', 'no-guarantees is broken more often than promised on chat, version 2'],
  ])
  expect(standing[0]?.because).toMatchInlineSnapshot(
    `"7 of 33 conversations violated it since about 2026-03-02 06:41 UTC, where 2 % may; most likely the agent: version 2 came in as it began (2026-03-02 06:40 UTC)."`,
  )
  const [window] = await productionScores(observed, { project: 'default', pact, nowMs: startMs + 24 * hourMs })
  expect(window?.promises.map(({ held, violated }) => held + violated)).toEqual([520])
  expect([window?.score?.state, (window?.score?.score ?? 100) <= 49]).toEqual(['fail', true])

  await keep(observed, from(520, 900, { ...kept, version: '2' }))
  expect(await observed.alarms.list({ standing: true })).toEqual([])
  expect((await observed.alarms.list()).map(({ recoveredMs }) => recoveredMs !== undefined)).toEqual([true])
  await observed.close()
})

test('it does not matter how many conversations are counted in one transaction', async () => {
  const gradings = Array.from({ length: 300 }, (_, n) => grading(n, n < 200 ? kept : broken))
  const [one, many] = [await openObserved(':memory:'), await openObserved(':memory:')]
  await keep(one, gradings, 7)
  await keep(many, gradings, 300)
  expect((await one.detectors.all('default')).map(({ stream, state }) => [stream, state])).toEqual(
    (await many.detectors.all('default')).map(({ stream, state }) => [stream, state]),
  )
  await one.close()
  await many.close()
})

test('of a visit only the first conversation counts, and of a later visit again one', async () => {
  const observed = await openObserved(':memory:')
  const visit = Array.from({ length: 30 }, (_, n) => grading(n, kept, 'c-1'))
  await keep(observed, [...visit, grading(30 + 24 * 60, kept, 'c-1'), grading(31, kept, 'c-2'), grading(32, kept)])
  const overview = await driftOverview(observed, 'default', terms, startMs + 48 * hourMs)
  expect(overview.promises.map(({ stream, n }) => [stream, n])).toEqual([['no-guarantees/chat/1', 4]])
  await observed.close()
})

test('a conversation that went on and was read again counts once', async () => {
  const observed = await openObserved(':memory:')
  const read: Reading = {
    ...{ project: 'default', thread: 'c1', revision: 1, pactHash: pact.hash, channel: 'chat', version: '1' },
    ...{ place: 0.1, base: 0.5, inclusion: 0.5, danger: 0, state: 'read', queuedMs: 0, dueMs: 0, tries: 0 },
  }
  const rubric = { ...terms, promises: terms.promises.map((promise) => ({ ...promise, isRead: true })) }
  for (const revision of [1, 2]) {
    const reading = { ...read, revision }
    await observed.together(async (writing) => {
      await writing.readings.put([reading])
      await writing.readings.settle(reading)
      await watchReading(writing, { grading: { ...grading(1, kept), revision }, reading }, rubric)
    })
  }
  const overview = await driftOverview(observed, 'default', rubric, startMs + hourMs)
  expect(overview.promises.map(({ n }) => n)).toEqual([1])
  await observed.close()
})
