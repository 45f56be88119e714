import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byteLines } from './line-reader.ts'
import { inPieces } from './pieces.sample.ts'

const line = fc.oneof(
  fc.constantFrom('', '\r', '{"jsonrpc":"2.0"}\r', 'naïve 你好 👩‍👧', 'no JSON at all'),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
)

test('lines come whole, with their endings, however the bytes were cut', () => {
  fc.assert(
    fc.property(fc.array(line), fc.string(), inPieces, (lines, rest, cutUp) => {
      const last = rest.replaceAll('\n', ' ')
      const whole = Buffer.from([...lines.map((each) => `${each}\n`), last].join(''))
      const heard: Buffer[] = []
      const reader = byteLines((each) => heard.push(each))
      for (const piece of cutUp(whole)) reader.push(piece)
      reader.end()

      expect(heard.map((each) => each.toString())).toEqual([
        ...lines.map((each) => Buffer.from(`${each}\n`).toString()),
        ...(last === '' ? [] : [Buffer.from(last).toString()]),
      ])
      expect(Buffer.concat(heard).equals(whole)).toBe(true)
    }),
  )
})

test('bytes that are no text at all pass as they came', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), inPieces, (bytes, cutUp) => {
      const heard: Buffer[] = []
      const reader = byteLines((each) => heard.push(each))
      for (const piece of cutUp(Buffer.from(bytes))) reader.push(piece)
      reader.end()
      expect(Buffer.concat(heard).equals(Buffer.from(bytes))).toBe(true)
    }),
  )
})
