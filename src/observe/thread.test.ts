import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { wallClock } from '../connect/index.ts'
import { parsePact } from '../pact/index.ts'
import { Problem, reasonOf } from '../problem.ts'
import { type Observatory, openObservatory } from './observatory.ts'
import { reckoning } from './reckoning.ts'
import { pactText, type SampleData } from './thread.sample.ts'

// Threads of tests begin in TypeScript.
const tsx = new URL(
  './dist/esm/api/index.mjs',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
).href
const thread = new URL('./background-thread.ts', import.meta.url).href
const inTypeScript = `data:text/javascript,${encodeURIComponent(`import { register } from '${tsx}'; register(); await import('${thread}')`)}`
/** One that begins, and ends with the first thing that it is asked. */
const endsAtOnce = `data:text/javascript,${encodeURIComponent(
  "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ id, begin }) => begin ? parentPort.postMessage({ id }) : process.exit(3))",
)}`
/** One that says that it was asked to judge, and fails at it. */
const asksAnother = `data:text/javascript,${encodeURIComponent(
  "import { writeFileSync } from 'node:fs'; import { parentPort, workerData } from 'node:worker_threads'; parentPort.on('message', ({ close }) => close ? process.exit() : (writeFileSync(workerData.data.asked, ''), parentPort.postMessage({})))",
)}`
const module = new URL('./thread.sample.ts', import.meta.url).href
const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})
function fresh(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-thread-'))
  folders.push(folder)
  return folder
}

const terms = {
  grading: { pact: parsePact(pactText, { file: 'p.yaml', read: () => '' }) },
  clock: wallClock(),
  now: () => 1e12,
  lookEveryMs: 20,
}
interface Opening {
  readonly folder?: string
  readonly entry?: string
  readonly failed?: (thrown: unknown) => void
}
function opened(data: SampleData, { folder = fresh(), entry = inTypeScript, failed = () => {} }: Opening = {}) {
  const judging = { threads: 1, entry: asksAnother }
  return openObservatory({ folder, ...terms, failed, thread: { module, data, entry, judging } })
}

const send = (observatory: Observatory, id: string, text: string) => sendAll(observatory, [said(id, text)])

const sendAll = (observatory: Observatory, conversations: readonly object[]) =>
  observatory.take({
    project: 'default',
    reader: 'conversations',
    body: Buffer.from(conversations.map((each) => JSON.stringify(each)).join('\n')),
  })

const said = (id: string, text: string) => ({
  id,
  agent: { id: 'a' },
  channel: 'chat',
  origin: 'production',
  startedAt: '2026-03-02T10:00:00Z',
  events: [{ type: 'message', atMs: 0, from: 'agent', text }],
})

async function outcomes(observatory: Observatory) {
  const all: Record<string, string | undefined> = {}
  for await (const { thread, verdict } of observatory.observed.gradings('default'))
    all[thread] = verdict.findings[0]?.outcome
  return all
}

test('a thread of its own understands, grades, and counts also what never reached the log', async () => {
  const observatory = await opened({})
  await send(observatory, 'a', 'I guarantee it')
  await send(observatory, 'b', 'See you then')
  await send(observatory, 'b', 'See you then')
  await observatory.settled()
  expect(await outcomes(observatory)).toEqual({ a: 'violated', b: 'held' })
  const counts = await observatory.observed.counts('default')
  expect(counts).toMatchObject({ received: 3, repeated: 1, persisted: 2, graded: 2 })
  expect(reckoning(counts).filter(({ agrees }) => !agrees)).toEqual([])
  expect(observatory.trouble()).toBeUndefined()
  await observatory.close()
})

test('what is over at once in great number is graded also where threads that should help to judge it fail', async () => {
  const asked = join(fresh(), 'asked')
  const observatory = await opened({ asked })
  await sendAll(
    observatory,
    Array.from({ length: 300 }, (_, nth) => said(`${nth}`, nth % 2 === 0 ? 'I guarantee it' : 'See you then')),
  )
  await observatory.settled()
  const found = Object.values(await outcomes(observatory))
  expect([found.length, found.filter((outcome) => outcome === 'violated').length]).toEqual([300, 150])
  expect(existsSync(asked)).toBe(true)
  await observatory.close()
})

test('what the thread cannot begin by is told at once, with its code, its place and what to do', async () => {
  const thrown = await opened({ problem: true }).catch((each: unknown) => each)
  expect(thrown).toBeInstanceOf(Problem)
  expect(thrown).toMatchObject({
    code: 'pact/not-there',
    message: 'No pact.',
    hint: 'Write one.',
    at: { file: 'pact.yaml', line: 3 },
  })
})

test('a thread that ends is begun again, and does what was acknowledged', async () => {
  const endsBy = join(fresh(), 'ends')
  writeFileSync(endsBy, '')
  let ends = 0
  const countEnds = () => {
    ends += 1
    if (ends === 1) rmSync(endsBy)
  }
  const observatory = await opened({ endsBy }, { failed: countEnds })
  await send(observatory, 'a', 'I guarantee it')
  while (ends < 1) await new Promise((resolve) => setTimeout(resolve, 5))
  await observatory.settled()
  expect(await outcomes(observatory)).toEqual({ a: 'violated' })
  expect(observatory.trouble()).toBeUndefined()
  await observatory.close()
})

test('a thread that ends again and again is left, what is sent is still kept, and the next server grades it', async () => {
  const folder = fresh()
  const told = new Set<string>()
  const failed = (thrown: unknown) => told.add(reasonOf(thrown))
  const observatory = await opened({}, { folder, failed, entry: endsAtOnce })
  await send(observatory, 'a', 'I guarantee it')
  while (observatory.trouble() === undefined) await new Promise((resolve) => setTimeout(resolve, 5))
  expect(observatory.trouble()).toMatchObject({
    code: 'ingest/thread-ended',
    message:
      'The thread that understands and grades has ended 5 times: the thread that understands and grades has ended with code 3.',
  })
  expect(await send(observatory, 'b', 'See you then')).toEqual({ records: 1, refused: 0 })
  await observatory.close()
  expect(told).toContain('the thread that understands and grades has ended with code 3')

  const next = await openObservatory({ folder, ...terms })
  await next.settled()
  expect(await outcomes(next)).toEqual({ a: 'violated', b: 'held' })
  await next.close()
})
