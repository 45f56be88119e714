import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openDoor } from '../observe/door.ts'
import { unpackedEntry } from '../observe/entry.ts'
import { logStart, openSegmentLog } from '../observe/log/segment-log.ts'
import { openPreparing } from '../observe/preparing.ts'
import { openServer } from './open-server.ts'
import { saying, served } from './server.sample.ts'

test('more than a slow disk keeps up with is turned away for a moment, and nothing that was acknowledged is lost', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-slow-'))
  const log = await openSegmentLog(folder)
  const slow = Object.create(log, {
    append: { value: (entry: Uint8Array) => sleep(20).then(() => log.append(entry)) },
  }) as typeof log
  const { prepare } = openPreparing({})
  const now = () => 1e12
  const door = openDoor({ log: slow, now, bodyBytes: 1e6, underWayBytes: 250_000, prepare, count: () => {} })
  const usual = await served()
  const observatory = { ...usual.observatory, take: door.take }
  const server = await openServer({ observatory, access: usual.access, now: usual.now, version: '1', port: 0 })
  const authorization = `Bearer ${await usual.key(['ingest'])}`

  const turnedAway: (readonly [number, string | null])[] = []
  async function sentUntilTaken(id: string): Promise<void> {
    const body = JSON.stringify(saying(id, 'See you then. '.repeat(7000)))
    for (;;) {
      const answer = await fetch(`${server.url}/v1/conversations`, { method: 'POST', body, headers: { authorization } })
      await answer.arrayBuffer()
      if (answer.status === 200) return
      turnedAway.push([answer.status, answer.headers.get('retry-after')])
      await sleep(10)
    }
  }
  const ids = Array.from({ length: 12 }, (_, at) => `c${at}`)
  await Promise.all(ids.map(sentUntilTaken))

  expect(turnedAway.length).toBeGreaterThan(0)
  expect(new Set(turnedAway.map(String))).toEqual(new Set(['503,2']))
  const kept: string[] = []
  for await (const logged of log.read(logStart)) {
    const text = 'payload' in logged ? `${unpackedEntry(logged.payload).body}` : 'damaged'
    kept.push(/"id":"(c\d+)"/.exec(text)?.[1] ?? text)
  }
  expect(kept.sort()).toEqual([...ids].sort())
  await server.close()
  await usual.close()
  await log.close()
  await rm(folder, { recursive: true })
})
