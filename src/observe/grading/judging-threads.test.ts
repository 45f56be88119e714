import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, expect, test } from 'vitest'
import { type Observed, openObserved, type Thread } from '../../store/index.ts'
import { takeIn } from '../take-in.ts'
import { gradingTerms } from '../thread.sample.ts'
import { gradeDue } from './grade.ts'
import { type Judging, judgingHere } from './judging.ts'
import { judgingThreads } from './judging-threads.ts'

// Threads of tests begin in TypeScript.
const tsx = new URL(
  './dist/esm/api/index.mjs',
  pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json')),
).href
const thread = new URL('./judging-thread.ts', import.meta.url).href
const inTypeScript = `data:text/javascript,${encodeURIComponent(`import { register } from '${tsx}'; register(); await import('${thread}')`)}`
const module = new URL('../thread.sample.ts', import.meta.url).href
const endsAtOnce = 'data:text/javascript,process.exit(3)'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

/** A store with more conversations that are over than are kept at once. */
async function filled(): Promise<{ readonly observed: Observed; readonly file: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-judging-'))
  folders.push(folder)
  const file = join(folder, 'observed.db')
  const observed = await openObserved(file, { canBeMadeAgain: true })
  const conversations = Array.from({ length: 600 }, (_, nth) => {
    const text = nth % 7 === 0 ? 'I guarantee it' : `See you at ${nth}`
    const events = [{ type: 'message', atMs: 0, from: 'agent', text }]
    const startedAt = new Date(1e12 + nth).toISOString()
    return { id: `c${nth}`, agent: { id: 'a' }, channel: 'chat', origin: 'production', startedAt, events }
  })
  const body = Buffer.from(conversations.map((each) => JSON.stringify(each)).join('\n'))
  const entry = { project: 'p', reader: 'conversations', receivedMs: 2e12, contentType: '', records: 600, refused: 0 }
  await takeIn(observed, [{ ...entry, asCame: true, body }], { segment: 0, offset: body.length })
  return { observed, file }
}

/** All gradings in the order in which they were kept, and the counts. */
async function graded(judgingOver: (here: Judging, file: string) => Judging) {
  const { observed, file } = await filled()
  const terms = await gradingTerms({})
  const order: string[] = []
  const noting = {
    ...terms,
    alsoWrite: async (_: unknown, some: readonly { thread: string }[]) =>
      void order.push(...some.map((each) => each.thread)),
  }
  const judging = judgingOver(judgingHere(observed, terms), file)
  try {
    await gradeDue(observed, noting, { nowMs: 3e12, judging })
    const gradings = []
    for await (const each of observed.gradings('p')) gradings.push(each)
    return { order, gradings, counts: await observed.counts('p') }
  } finally {
    await judging.close()
    await observed.close()
  }
}

/** Whoever asks this one fails. */
const nobody: Judging = {
  judged: () => {
    throw new Error('nobody judges here')
  },
  close: async () => {},
}

test('a thread that judges leaves the same as none does, in the same order, and so do threads that end', async () => {
  const alone = await graded((here) => here)
  expect(alone.counts).toMatchObject({ graded: 600 })
  const among = (here: Judging, file: string, entry: string) =>
    judgingThreads(here, { threads: 1, entry, file, module, data: {} })
  expect(await graded((_, file) => among(nobody, file, inTypeScript))).toEqual(alone)
  expect(await graded((here, file) => among(here, file, endsAtOnce))).toEqual(alone)
})

test('who ends while much is over waits for the page in hand, and the rest is graded the next time', async () => {
  const { observed } = await filled()
  const terms = await gradingTerms({})
  try {
    expect(await gradeDue(observed, terms, { nowMs: 3e12, signal: AbortSignal.abort() })).toBe(256)
    expect(await gradeDue(observed, terms, { nowMs: 3e12 })).toBe(600 - 256)
  } finally {
    await observed.close()
  }
})

test('pages come back in the order in which they were asked for, whichever thread is done first', async () => {
  // The first thread to be asked takes its time.
  const unequal = `data:text/javascript,${encodeURIComponent(`
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ page, close }) => {
      if (close) process.exit()
      setTimeout(() => parentPort.postMessage({ judged: page.map((thread) => ({ thread })) }), page[0] % 2 === 0 ? 30 : 0)
    })`)}`
  const judging = judgingThreads(nobody, { threads: 2, entry: unequal, file: '', module: '', data: {} })
  const pages = Array.from({ length: 9 }, (_, nth) => [nth]) as unknown as readonly (readonly Thread[])[]
  const judged: unknown[] = []
  for await (const page of judging.judged('p', pages)) judged.push(page.map(({ thread }) => thread))
  expect(judged).toEqual(pages)
  await judging.close()
})
