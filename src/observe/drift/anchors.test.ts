import { expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { scripted } from '../../model/index.ts'
import { parsePact } from '../../pact/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { type Grading, type Observed, openObserved, type Reading } from '../../store/index.ts'
import { anchorRound, keepAnchor } from './anchors.ts'
import { startMs } from './production.sample.ts'
import { type JudgeRow, judgeName } from './rows.ts'

const pact = parsePact(
  `pact: p
version: 1
juries: { default: { jurors: ['ollama:one'] } }
conditions:
  - id: warm
    rubric:
      question: Is the agent warm?
      levels:
        - { name: Cold, description: Curt., holds: false }
        - { name: Warm, description: Kind., holds: true }
`,
  { file: 'p.yaml', read: () => '' },
)

const isCold = (n: number) => n % 2 === 0

function grading(n: number, revision = 1): Grading {
  const outcome = isCold(n)
    ? { condition: 'warm', outcome: 'violated' as const, because: 'It was curt.', at: [0] }
    : { condition: 'warm', outcome: 'held' as const }
  return {
    ...{ project: 'default', thread: `c${n}`, revision, gradedMs: startMs, closedMs: startMs, inclusion: 1 },
    conversation: {
      id: `c${n}`,
      origin: 'production',
      agent: { id: 'desk' },
      channel: 'chat',
      startedAt: '2026-03-02T00:00:00Z',
      events: [{ type: 'message', atMs: 0, from: 'agent', text: `Hello ${n}` }],
    },
    verdict: { conversation: `c${n}`, pact: { id: 'p', version: 1, hash: pact.hash }, findings: [outcome] },
  }
}

async function keep(observed: Observed, gradings: readonly Grading[], size: number): Promise<void> {
  await observed.together(async (writing) => {
    await writing.putGradings(gradings)
    for (const each of gradings) await keepAnchor(writing, { grading: each, reading: {} as Reading }, pact, size)
  })
}

/** Says Cold with this chance. */
function jury(chance: (n: number) => number) {
  const random = keyedRandom(4, 'juror')
  const juror = scripted(
    ({ messages }) => {
      const [text = '', n = ''] = /Hello (\d+)/.exec(messages[0]?.text ?? '') ?? []
      const level = random.chance(chance(Number(n))) ? 'Cold' : 'Warm'
      return { json: { reasoning: 'It reads so.', level, quotes: [{ at: 0, text }] } }
    },
    { id: 'one' },
  )
  return { default: { jurors: [juror] } }
}

const anchorsOf = async (observed: Observed) => {
  const [stored] = await observed.detectors.named(judgeName)
  return (JSON.parse(stored?.state ?? '{"anchors":[]}') as JudgeRow).anchors
}

test('an unsteady jury raises nothing, one that turned harsh is told with what it reads otherwise, and can be accepted', async () => {
  const observed = await openObserved(':memory:')
  await keep(
    observed,
    Array.from({ length: 60 }, (_, n) => grading(n)),
    60,
  )
  const unsteady = jury((n) => (isCold(n) ? 0.7 : 0.15))
  const harsh = jury((n) => (isCold(n) ? 0.95 : 0.8))
  let weeks = 0
  const round = async (juries: ReturnType<typeof jury>) => {
    weeks += 1
    const nowMs = startMs + weeks * 7 * 86_400_000
    const options = { observed, pact, juries, clock: wallClock(), now: () => nowMs }
    const last = await anchorRound('default', options, new AbortController().signal)
    const standing = await observed.alarms.list({ standing: true })
    return [last?.rubrics.warm?.n ?? 0, standing.length]
  }
  expect([await round(unsteady), await round(unsteady), await round(unsteady)]).toEqual([
    [0, 0],
    [60, 0],
    [60, 0],
  ])
  expect([await round(harsh), await round(harsh)]).toEqual([
    [60, 1],
    [60, 1],
  ])
  const [alarm] = await observed.alarms.list({ standing: true })
  expect([alarm?.stream, alarm?.title, alarm?.because]).toMatchInlineSnapshot(`
    [
      "jury/warm",
      "the jury reads the same conversations otherwise by warm",
      "Of 60 conversations that it had read before, it finds 21 worse and 0 better on 2026-03-30 00:00 UTC (p 9.5e-7); rates of warm have moved with it.",
    ]
  `)
  expect(alarm?.evidence).toMatchObject({
    budget: 'at most one false alarm in 140 days on average, apart from what is watched in production',
  })
  await observed.together(({ alarms }) => alarms.acknowledge(alarm?.id ?? '', startMs))
  expect([await round(harsh), await round(harsh)]).toEqual([
    [60, 0],
    [60, 0],
  ])
  await observed.close()
})

test('anchors are of both outcomes, and one whose conversation went on is one no more', async () => {
  const observed = await openObserved(':memory:')
  const both = Array.from({ length: 60 }, (_, n) => grading(n))
  await keep(observed, [...both, grading(100), grading(102)], 60)
  expect((await anchorsOf(observed)).map(({ isBad }) => isBad).filter(Boolean).length).toBe(30)
  await observed.together((writing) => writing.putGradings([grading(0, 2)]))
  const juries = jury((n) => (isCold(n) ? 1 : 0))
  const options = { observed, pact, juries, clock: wallClock(), now: () => startMs }
  await anchorRound('default', options, new AbortController().signal)
  expect((await anchorsOf(observed)).map(({ thread }) => thread)).not.toContain('c0')
  expect((await anchorsOf(observed)).length).toBe(59)
  await keep(observed, [grading(100)], 60)
  expect((await anchorsOf(observed)).at(-1)).toEqual({ thread: 'c100', revision: 1, isBad: true })
  await observed.close()
})
