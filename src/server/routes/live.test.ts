import { afterEach, expect, test } from 'vitest'
import { type Served, saying, served } from '../server.sample.ts'

let at: Served
let isClosed = false
afterEach(async () => {
  if (!isClosed) await at.close()
})

/** Reads events until one of them fits, or the stream ends. */
async function until(answer: Response, wanted: RegExp): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk as Uint8Array, { stream: true })
    if (wanted.test(text)) return text
  }
  return `${text}(ended)`
}

test('whoever listens hears of a conversation when it comes and when it is graded, in their project alone', async () => {
  at = await served()
  const [ours, theirs] = [await at.key(['admin'], 'ours'), await at.key(['admin'], 'theirs')]
  const answer = await at.ask('/v1/live', { key: ours })
  const heard = until(answer, /"graded":1/)
  await at.ask('/v1/conversations', { key: theirs, body: saying('not-ours', 'Hello') })
  await at.ask('/v1/conversations', { key: ours, body: saying('ours-1', 'Hello') })
  const text = await heard
  expect([answer.headers.get('content-type'), text.includes('not-ours')]).toEqual(['text/event-stream', false])
  expect(text).toMatch(/event: conversation\ndata: \{"project":"ours","id":"ours-1"/)
})

test('a listener whose key is revoked hears nothing more', async () => {
  at = await served()
  const [admin, reader] = [await at.key(['admin']), await at.key(['read'])]
  const heard = until(await at.ask('/v1/live', { key: reader }), /never/)
  await at.ask(`/v1/keys/${reader.slice(3, 13)}`, { method: 'DELETE', key: admin })
  expect(await heard).toMatch(/\(ended\)$/)
})

test('listeners do not keep the server from ending', async () => {
  at = await served()
  const heard = until(await at.ask('/v1/live'), /never/)
  isClosed = true
  await at.close()
  expect(await heard).toMatch(/\(ended\)$/)
})
