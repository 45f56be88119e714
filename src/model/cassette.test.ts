import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cassette } from './cassette.ts'
import { modelConformance, plain, structuredQuestion } from './model.conformance.ts'
import { scripted } from './scripted.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cassette-'))
})
afterAll(() => rm(folder, { recursive: true }))

let files = 0
const freshFile = () => {
  files += 1
  return join(folder, 'deep', `${files}.jsonl`)
}

modelConformance('a recording cassette', async (texts) => ({
  model: cassette({ file: freshFile(), mode: 'record', model: scripted(texts) }),
}))

test('plays what was recorded, word for word and token for token, with no model behind it', async () => {
  const file = freshFile()
  const asked = [plain, structuredQuestion, { ...plain, seed: 4182 }]
  const live = cassette({ file, mode: 'record', model: scripted(['closed', '{"open":false}', 'open'], { id: 'desk' }) })
  const recorded = await Promise.all(asked.map((question) => live.ask(question)))
  const tape = cassette({ file, model: { id: 'desk' } })
  expect(await Promise.all(asked.map((question) => tape.ask(question)))).toEqual(recorded)
})

test('the same question asked twice plays its two answers in order', async () => {
  const file = freshFile()
  const live = cassette({ file, mode: 'record', model: scripted(['one', 'two'], { id: 'desk' }) })
  await live.ask(plain)
  await live.ask(plain)
  const tape = cassette({ file, model: { id: 'desk' } })
  expect([(await tape.ask(plain)).text, (await tape.ask(plain)).text]).toEqual(['one', 'two'])
  await expect(tape.ask(plain)).rejects.toThrow('was asked 3 times but recorded 2 times on the cassette')
})

test('a question that was not recorded is a problem that names it', async () => {
  const file = freshFile()
  await cassette({ file, mode: 'record', model: scripted(['closed'], { id: 'desk' }) }).ask(plain)
  const tape = cassette({ file, model: { id: 'desk' } })
  await expect(tape.ask({ ...plain, maxTokens: 51 })).rejects.toMatchObject({
    code: 'model/not-recorded',
    message: `${file}: the question "Is the clinic open on Sunday?" to "desk" is not on the cassette.`,
  })
  const other = cassette({ file, model: { id: 'another' } })
  await expect(other.ask(plain)).rejects.toMatchObject({ code: 'model/not-recorded' })
})

test('replaying a cassette that is not there is a problem; recording starts one', async () => {
  const file = freshFile()
  await expect(cassette({ file, model: { id: 'desk' } }).ask(plain)).rejects.toMatchObject({
    code: 'model/no-cassette',
  })
})

test('recording adds only what is new', async () => {
  const file = freshFile()
  await cassette({ file, mode: 'record', model: scripted(['closed'], { id: 'desk' }) }).ask(plain)
  const before = await readFile(file, 'utf8')
  const again = cassette({ file, mode: 'record', model: scripted(['{"open":true}'], { id: 'desk' }) })
  expect((await again.ask(plain)).text).toBe('closed')
  expect(await readFile(file, 'utf8')).toBe(before)
  expect((await again.ask(structuredQuestion)).value).toEqual({ open: true })
  expect((await readFile(file, 'utf8')).split('\n')).toHaveLength(3)
})

test('half a last line left by a killed recording is dropped, and recording goes on after it', async () => {
  const file = freshFile()
  await cassette({ file, mode: 'record', model: scripted(['clösed'], { id: 'desk' }) }).ask(plain)
  await appendFile(file, '{"key":"half')
  expect((await cassette({ file, model: { id: 'desk' } }).ask(plain)).text).toBe('clösed')
  const live = cassette({ file, mode: 'record', model: scripted(['{"open":true}'], { id: 'desk' }) })
  await live.ask(structuredQuestion)
  const tape = cassette({ file, model: { id: 'desk' } })
  expect([(await tape.ask(plain)).text, (await tape.ask(structuredQuestion)).value]).toEqual(['clösed', { open: true }])
})

test('a line in the middle that is no exchange is a problem at its line', async () => {
  const file = freshFile()
  await cassette({ file, mode: 'record', model: scripted(['closed'], { id: 'desk' }) }).ask(plain)
  await writeFile(file, `${await readFile(file, 'utf8')}{"key":"short"}\n`)
  await expect(cassette({ file, model: { id: 'desk' } }).ask(plain)).rejects.toMatchObject({
    code: 'model/broken-cassette',
    message: `${file}:2: this line is not a recorded exchange.`,
    at: { file, line: 2 },
  })
})
