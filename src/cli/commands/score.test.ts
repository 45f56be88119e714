import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { openObservatory } from '../../observe/index.ts'
import { parsePact } from '../../pact/index.ts'
import { openObserved } from '../../store/index.ts'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'

const pact = `pact: desk
version: 1
conditions:
  - id: no-guarantees
    dimension: accuracy
    target: 0.8
    never-says: guarantee
`
let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'fieldproof-score-'))
  writeFileSync(join(cwd, 'pact.yaml'), pact)
})
afterEach(() => rmSync(cwd, { recursive: true }))

async function run(...words: readonly string[]) {
  const io = sampleIo({ cwd })
  const code = await runProgram([...words], io, '0.0.0')
  return { code, text: io.text() }
}

/** Conversations of the last hour before what the sample's clock says. */
async function served(n: number, violating: number) {
  const nowMs = sampleIo({ cwd }).now().getTime()
  const folder = join(cwd, '.fieldproof/production')
  mkdirSync(folder, { recursive: true })
  const grading = { pact: parsePact(pact, { file: 'pact.yaml', read: () => '' }) }
  const observatory = await openObservatory({ folder, grading, clock: wallClock(), now: () => nowMs })
  const at = (minute: number) => new Date(nowMs - 3_600_000 + minute * 60_000).toISOString()
  const conversations = Array.from({ length: n }, (_, each) => ({
    id: `c-${each}`,
    channel: 'chat',
    agent: { id: 'desk', version: '1' },
    events: [
      { at: at(each % 50), type: 'message', from: 'customer', text: 'will it work?' },
      {
        at: at((each % 50) + 1),
        type: 'message',
        from: 'agent',
        text: (each * 7) % n < violating ? 'I guarantee it.' : 'It may.',
      },
    ],
    ended: true,
  }))
  const body = Buffer.from(conversations.map((each) => JSON.stringify(each)).join('\n'))
  if (n > 0)
    await observatory.take({ project: 'default', reader: 'conversations', body, contentType: 'application/x-ndjson' })
  await observatory.settled()
  await observatory.close()
}

test('production is scored over the last week with intervals, and drift says what is watched and what it costs', async () => {
  await served(60, 3)
  expect(await run('score')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "text": "2026-02-23 to 2026-03-02  score 95.0 (86.9 to 98.6) pass
      accuracy (weight 3): 95.0 % (85.9 % to 98.3 %) of 59 findings
        no-guarantees: 95.0 % (85.9 % to 98.3 %) held, 57 of 60, 80.0 % promised",
    }
  `)
  expect(await run('drift')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "text": "60 conversations a day are counted; at most one false alarm in 90 days on average (every 5400 conversations), over all that is watched.
    No alarm stands.
      no-guarantees/chat/1: 3 of 60 violated, 20 % may; 0.057 % of the way to an alarm; a fall of 4 points is told within about 31 days
      0 measures are watched, 0 of them still gather what is usual.",
    }
  `)
})

test('a promise that is broken from the start stands as an alarm, and both commands say so by their exit code', async () => {
  await served(60, 40)
  expect(await run('drift')).toMatchInlineSnapshot(`
    {
      "code": 1,
      "text": "60 conversations a day are counted; at most one false alarm in 90 days on average (every 5400 conversations), over all that is watched.
      alarm  no-guarantees is broken more often than promised on chat, version 1: 5 of 5 conversations violated it since about 2026-03-02 08:17 UTC, where 20 % may; nothing else that is watched changed with it, so look at the agent itself.
      no-guarantees/chat/1: 40 of 60 violated, 20 % may; alarm a3e5ba83 stands; a fall of 4 points is told within about 31 days
      0 measures are watched, 0 of them still gather what is usual.",
    }
  `)
  expect((await run('score', '--json')).code).toBe(1)
})

test('before anything came there is nothing to score', async () => {
  expect((await run('score')).code).toBe(2)
  await served(0, 0)
  expect(await run('score')).toMatchInlineSnapshot(`
    {
      "code": 3,
      "text": "2026-02-23 to 2026-03-02  nothing was decided",
    }
  `)
  expect(await run('drift')).toMatchInlineSnapshot(`
    {
      "code": 0,
      "text": "Nothing was counted yet.",
    }
  `)
})

test('drift says by which budget the project is watched, and what canaries and the jury showed', async () => {
  await served(60, 3)
  writeFileSync(join(cwd, 'fieldproof.yaml'), 'observe: { drift: { quietDays: 30 } }')
  const observed = await openObserved(join(cwd, '.fieldproof/production/observed.db'))
  const atMs = Date.UTC(2026, 1, 27)
  const again = { n: 40, worse: 3, better: 2, p: 1, examples: [] }
  const rows = [
    { kind: 'asked', agent: 'desk', atMs, isOther: true, sinceMs: atMs - 86_400_000 },
    { kind: 'judge', pact: 'h', anchors: [], last: { atMs, level: 0.05, rubrics: { warm: again } } },
  ]
  await observed.together(({ detectors }) =>
    detectors.put(
      'default',
      rows.map((row) => ({ stream: row.kind, state: JSON.stringify(row), atMs })),
    ),
  )
  await observed.close()
  expect((await run('drift', '--pact', 'pact.yaml')).text.split('\n')).toMatchInlineSnapshot(`
    [
      "60 conversations a day are counted; at most one false alarm in 30 days on average (every 1800 conversations), over all that is watched.",
      "No alarm stands.",
      "  no-guarantees/chat/1: 3 of 60 violated, 20 % may; 0.17 % of the way to an alarm; a fall of 4 points is told within about 27 days",
      "  0 measures are watched, 0 of them still gather what is usual.",
      "  canary/desk: asked 2026-02-27; answers otherwise since 2026-02-26",
      "  jury: 0 conversations read again 2026-02-27: warm 3 worse and 2 better of 40",
    ]
  `)
})
