import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Problem } from '../problem.ts'
import { type Embedder, embedder } from './embedder.ts'
import { jumpingClock } from './jumping-clock.conformance.ts'
import { keptPoints } from './kept-points.ts'

interface Asked {
  readonly key: string | undefined
  readonly body: { readonly model: string; readonly input: readonly string[] }
}
type Mood = (texts: readonly string[]) => { readonly status?: number; readonly body: unknown }

let folder: string
let server: Server
let asked: Asked[]
let moods: Mood[]
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fieldproof-points-'))
  asked = []
  moods = []
  server = createServer((request, response) => {
    let text = ''
    request.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
    request.on('end', () => {
      const body = JSON.parse(text)
      asked.push({ key: request.headers.authorization, body })
      const { status = 200, body: answer } = (moods.shift() ?? lengths)(body.input)
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
})
afterEach(async () => {
  await new Promise((done) => server.close(done))
  rmSync(folder, { recursive: true, force: true })
})

/** A text's point is its length and 1. Told from the last text to the first, as servers may. */
const lengths: Mood = (texts) => ({
  body: { data: texts.map((text, index) => ({ index, embedding: [text.length, 1] })).reverse() },
})
const busy: Mood = () => ({ status: 503, body: { error: { message: 'busy, my-secret-key' } } })

const here = (): Embedder =>
  embedder({
    ...{ baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, model: 'small' },
    ...{ apiKey: 'my-secret-key', portion: 2, clock: jumpingClock() },
  })
const kept = () => join(folder, 'deep/points.jsonl')
const problemOf = (work: Promise<unknown>): Promise<Problem> =>
  work.then(
    () => expect.unreachable('points arrived'),
    (thrown) => thrown,
  )

test('texts are sent in portions with the key, and each gets its own point', async () => {
  const { points, asked: n } = await keptPoints(here(), ['a', 'bb', 'ccc', 'a'], { file: kept() })
  expect([...points]).toEqual([
    ['a', [1, 1]],
    ['bb', [2, 1]],
    ['ccc', [3, 1]],
  ])
  expect(n).toBe(3)
  expect(asked.map(({ key, body }) => [key, body.model, body.input])).toEqual([
    ['Bearer my-secret-key', 'small', ['a', 'bb']],
    ['Bearer my-secret-key', 'small', ['ccc']],
  ])
})

test('what was had before is not asked for again, and the file holds no text', async () => {
  await keptPoints(here(), ['a parrot', 'bb'], { file: kept() })
  const again = await keptPoints(here(), ['bb', 'ccc', 'a parrot'], { file: kept() })
  expect(again.asked).toBe(1)
  expect(again.points.get('a parrot')).toEqual([8, 1])
  expect(asked.flatMap(({ body }) => body.input)).toEqual(['a parrot', 'bb', 'ccc'])
  expect(readFileSync(kept(), 'utf8')).not.toContain('parrot')
})

test('a server that is busy is asked again; one that stays busy is told of, and what it gave before is kept', async () => {
  moods = [busy, lengths, busy, busy, busy, busy]
  const problem = await problemOf(keptPoints(here(), ['a', 'bb', 'ccc'], { file: kept() }))
  expect(problem.code).toBe('model/provider-failed')
  expect(problem.message).toMatch(/^Model "small at http:\S+\/v1" answered HTTP 503: busy, \*\*\*$/)
  expect(asked).toHaveLength(6)
  const later = await keptPoints(here(), ['a', 'bb', 'ccc'], { file: kept() })
  expect([later.asked, later.points.size]).toEqual([1, 3])
})

test('points that do not fit the texts are refused, and nothing of them is kept', async () => {
  const answers: readonly unknown[] = [
    { data: [{ embedding: [1] }] },
    { data: [{ embedding: [1] }, { embedding: [1, 2] }] },
    { data: [{ embedding: [] }, { embedding: [] }] },
    { hello: 'world' },
  ]
  for (const body of answers) {
    moods = [() => ({ body })]
    const problem = await problemOf(keptPoints(here(), ['a', 'bb'], { file: kept() }))
    expect(problem.code).toBe('model/garbled')
  }
  expect(existsSync(kept())).toBe(false)
})
