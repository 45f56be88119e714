import fc from 'fast-check'
import { expect, test } from 'vitest'
import { eventsOf, eventText, type SseEvent } from './event-reader.ts'
import { inPieces } from './pieces.sample.ts'

const ending = fc.constantFrom('\n', '\r\n', '\r')
const value = fc
  .oneof(fc.constantFrom('', '{"jsonrpc":"2.0","id":1,"result":{}}', 'naïve 你好 👩‍👧'), fc.string())
  .map((text) => text.replace(/[\r\n]/g, ' '))
const event = fc.record({
  data: fc.array(value, { minLength: 1, maxLength: 3 }),
  id: fc.option(value, { nil: undefined }),
  comment: fc.boolean(),
})

async function read(pieces: readonly Buffer[]): Promise<SseEvent[]> {
  async function* body() {
    yield* pieces
  }
  const found: SseEvent[] = []
  for await (const each of eventsOf(body())) found.push(each)
  return found
}

test('events are understood and kept byte for byte, however they were cut and whatever ends their lines', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(event), ending, inPieces, async (events, end, cutUp) => {
      const texts = events.map(({ data, id, comment }) =>
        [
          ...(comment ? [': keep-alive', 'junk'] : []),
          ...(id === undefined ? [] : [`id: ${id}`]),
          ...data.map((line) => `data: ${line}`),
          '',
          '',
        ].join(end),
      )
      const found = await read(cutUp(Buffer.from(texts.join(''))))

      expect(found.map(({ data, id }) => ({ data, id }))).toEqual(
        events.map(({ data, id }) => ({ data: data.join('\n'), id })),
      )
      expect(found.map(({ bytes }) => bytes.toString())).toEqual(texts)
    }),
  )
})

test('of any bytes nothing is lost and nothing is added', async () => {
  const noise = fc.oneof(
    fc.uint8Array(),
    fc.constantFrom('\r', '\n', '\r\n\r\n', 'data:').map((text) => Buffer.from(text)),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(noise), inPieces, async (parts, cutUp) => {
      const whole = Buffer.concat(parts)
      const found = await read(cutUp(whole))
      expect(Buffer.concat(found.map(({ bytes }) => bytes)).equals(whole)).toBe(true)
    }),
  )
})

test('what is written is read again', async () => {
  await fc.assert(
    fc.asyncProperty(value, value, async (data, id) => {
      expect((await read([Buffer.from(eventText(data, id))])).map((each) => [each.data, each.id])).toEqual([[data, id]])
    }),
  )
})
