import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'
import { problemsIn } from '../problem.ts'
import { unpackedEntry } from './entry.ts'
import type { Arriving } from './prepared.ts'
import { openPreparing } from './preparing.ts'

// Threads of tests begin in TypeScript.
const tsx = pathToFileURL(createRequire(import.meta.url).resolve('tsx/package.json'))
const thread = new URL('./preparing-thread.ts', import.meta.url).href
const entry = `data:text/javascript,${encodeURIComponent(
  `import { register } from '${new URL('./dist/esm/api/index.mjs', tsx).href}'; register(); await import('${thread}')`,
)}`
const endsAtOnce = `data:text/javascript,${encodeURIComponent(
  "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(3))",
)}`
const plan = { key: Buffer.alloc(32, 7), mode: 'remove', fields: [], keep: [] } as const

function arriving(body: string): Arriving {
  const what = { project: 'shop', reader: 'conversations', contentType: 'application/json', receivedMs: 1e12 }
  return { ...what, body: Buffer.from(body) }
}
const said = (text: string) =>
  JSON.stringify({ id: 'a', events: [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'customer', text }] })
const long = 'I have a question. '.repeat(2000)

test('a thread prepares a request exactly as it is prepared where it arrives, large or small', async () => {
  const here = openPreparing({ plan })
  const there = openPreparing({ plan, threads: 2, entry })
  for (const text of ['Hello', long, `${long} Write to ines@example.com.`]) {
    const [expected, got] = await Promise.all([here, there].map((each) => each.prepare(arriving(said(text)))))
    expect(got?.records).toBe(1)
    expect(Buffer.from(got?.entry ?? []).equals(expected?.entry ?? Buffer.alloc(0))).toBe(true)
    expect(unpackedEntry(Buffer.from(got?.entry ?? [])).body.toString()).not.toContain('ines@')
  }
  await there.close()
})

test('what cannot be read is told with the same problem from a thread', async () => {
  const there = openPreparing({ threads: 1, entry })
  const thrown = await there.prepare(arriving(`{"not": ${long}`)).catch((reason: unknown) => reason)
  expect(problemsIn(thrown).map(({ code }) => code)).toEqual(['ingest/undecodable'])
  await there.close()
})

test('a thread that ends fails what it had in hand, and another is begun with the next request', async () => {
  const there = openPreparing({ threads: 1, entry: endsAtOnce })
  for (let time = 0; time < 2; time += 1) {
    await expect(there.prepare(arriving(said(long)))).rejects.toThrow('a preparing thread ended with code 3')
  }
  await there.close()
})
