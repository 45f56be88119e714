import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { bothOf, logsRequest, traceRequest } from '../otlp/opentelemetry.sample.ts'
import { placesIn } from '../otlp/places.ts'
import { readOtlp } from '../otlp/read-otlp.ts'
import { marksOf } from './marks.ts'
import { redacted } from './redact.ts'
import { redactedInPlace } from './redact-in-place.ts'

const protobuf = 'application/x-protobuf'
const marks = marksOf(Buffer.alloc(32, 7), 'shop', 'remove')
const valuesIn = (body: Uint8Array, signal: 'traces' | 'logs') => {
  const { spans, logs } = readOtlp(body, protobuf, signal)
  return { spans, logs } as unknown as Json
}
const inPlace = (body: Buffer, signal: 'traces' | 'logs', terms = { marks }) =>
  redactedInPlace(body, (asked) => placesIn(body, signal, asked), terms)
const plainly = (value: unknown) => JSON.parse(JSON.stringify(value)) as Json

const personal = fc.constantFrom(
  ...['ines@example.com', '415-555-0132', '+351 912 345 678', '4111 1111 1111 1111', '378282246310005', '536-22-8145'],
  ...[
    'DE89 3704 0044 0532 0130 00',
    'AB 12 34 56 C',
    '123.456.789-09',
    '221B Baker Street',
    'Lindenstraße 14',
    'Hauptstrasse 5',
  ],
  ...[
    'My name is Tomas Berg',
    "je m'appelle Zoë",
    'BERG',
    'tomas\nberg',
    'zoë',
    'ZOË',
    'password: hunter2!',
    'Bearer abcdef123456789',
  ],
  ...[
    'q7Zk2mXv9Lr4Tn8Wp3Hs6Yd1Bc5Gf0Ja',
    'sk-live-4f8a9b2c7d6e1f0a3b5c8d9e',
    '2026-03-02 415-555-0199',
    'https://a:secret1@host/',
  ],
)
const harmless = fc.constantFrom(
  'hello',
  '2026-03-02 at 10:30',
  '$1,250.00',
  'o’clock',
  '日本',
  '\n',
  '\\',
  '"',
  '/',
  '{',
  '[1]',
  'K',
  '',
)
const line = fc.array(fc.oneof(personal, harmless), { maxLength: 4 }).map((parts) => parts.join(' '))
const field = fc.constantFrom(
  'content',
  'phone',
  'customerName',
  'name',
  'id',
  'api-key',
  'card number',
  'Address_Line 1',
  'seat',
)
const inside = fc.letrec<{ any: Json }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    line,
    fc.constantFrom<Json>(4111111111111111, 41111111111111110e-1, 12, true, null, 912345678),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(field, tie('any'), { maxKeys: 3 }),
    tie('any').map((value) => JSON.stringify(value)),
  ),
})).any
const escaped = (json: string) => json.replace(/[@/ ]/g, (letter) => `\\u00${letter.charCodeAt(0).toString(16)}`)
const json = inside.map((value) => JSON.stringify(value) ?? '')
const text = fc.oneof(
  line,
  json,
  json.map(escaped),
  json.map((whole) => whole.slice(0, -1)),
  line.map((all) => all.replaceAll('\n', '\\n')),
)
const number = fc.constantFrom('4111111111111111', '912345678', '-3', '9007199254740993')

type Message = Readonly<Record<string, unknown>>

/** A request with ids and times that are kept, no name of an attribute twice, and texts and numbers put in. */
function planted(request: Message, texts: readonly string[], numbers: readonly string[]): Message {
  let nth = 0
  const next = <Of>(of: readonly Of[]) => of[nth++ % of.length] as Of
  const id = (length: number) => Uint8Array.from({ length }, () => 0xa0 + (nth++ % 80))
  const puts: readonly (readonly [RegExp, () => unknown])[] = [
    [/^traceId$/, () => id(16)],
    [/^(?:spanId|parentSpanId)$/, () => id(8)],
    [/UnixNano$/, () => '1767261600000250000'],
    [/^(?:stringValue|message)$/, () => next(texts)],
    [/^intValue$/, () => next(numbers)],
  ]
  const walked = (value: unknown, key: string): unknown => {
    const put = puts.find(([name]) => name.test(key))
    if (put !== undefined) return put[1]()
    if (Array.isArray(value)) return unique(value.map((item) => walked(item, ''))).filter(hasRecords)
    if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, walked(item, name)]))
  }
  return walked(request, '') as Message
}
/** What stands above no records is nowhere among them, but may tell a name. */
const hasRecords = (item: unknown) => {
  const { spans, logRecords, scopeSpans, scopeLogs } = item as Readonly<Record<string, readonly unknown[] | undefined>>
  return (spans ?? logRecords ?? scopeSpans ?? scopeLogs)?.length !== 0
}
const unique = (list: readonly unknown[]) => {
  const keys = new Set<unknown>()
  return list.filter((item) => {
    const { key } = item as { readonly key?: unknown }
    if (key === undefined || !keys.has(key)) return keys.add(key) !== undefined
    return false
  })
}

test.each([
  ['traces', traceRequest],
  ['logs', logsRequest],
] as const)('%s: what is read of a body redacted in place is what was read of it, redacted', (signal, request) => {
  let done = 0
  fc.assert(
    fc.property(
      request,
      fc.array(text, { minLength: 1, maxLength: 8 }),
      fc.array(number, { minLength: 1 }),
      (message, texts, numbers) => {
        const body = Buffer.from(bothOf(signal, planted(message, texts, numbers)).bytes)
        const expected = redacted(valuesIn(body, signal), { marks })
        const clean = inPlace(body, signal)
        if (clean === undefined) return
        done += 1
        expect(plainly(valuesIn(clean.body, signal))).toEqual(plainly(expected.values))
      },
    ),
    { numRuns: 120 },
  )
  expect(done).toBeGreaterThan(100)
})

const span = (more: Message) => ({
  resourceSpans: [
    {
      scopeSpans: [
        {
          spans: [
            {
              traceId: Uint8Array.from({ length: 16 }, () => 0xab),
              spanId: Uint8Array.from({ length: 8 }, () => 0xab),
              startTimeUnixNano: '1767261600000000000',
              ...more,
            },
          ],
        },
      ],
    },
  ],
})
const textOf = (value: string) => ({ stringValue: value })

test('what holds nothing stays as it came, and what nobody reads of it goes', () => {
  const plain = span({ name: 'chat', attributes: [{ key: 'gen_ai.request.model', value: textOf('gpt-4o') }] })
  const body = Buffer.from(bothOf('traces', plain).bytes)
  expect(inPlace(body, 'traces')).toEqual({ body, records: 1, removed: {} })
  const attributes = [{ key: 'from', value: textOf('ines@example.com') }]
  const links = [{ traceId: new Uint8Array(16), spanId: new Uint8Array(8), attributes }]
  const linked = Buffer.from(bothOf('traces', span({ name: 'chat', links, traceState: 'to=ines@example.com' })).bytes)
  expect(inPlace(linked, 'traces')?.body.toString('latin1')).not.toContain('ines@')
})

test('what is longer or shorter than before leaves the lengths of everything around it right', () => {
  const texts = ['a@example.com', 'x'.repeat(125), 'y'.repeat(16_380)].map((text) => textOf(`${text} 415-555-0132`))
  const list = { key: 'list', value: { arrayValue: { values: texts } } }
  const within = { key: 'object', value: { kvlistValue: { values: [list] } } }
  const body = Buffer.from(bothOf('traces', span({ name: 'chat', attributes: [within, list] })).bytes)
  const clean = inPlace(body, 'traces')
  const { values, removed } = redacted(valuesIn(body, 'traces'), { marks })
  expect(clean?.removed).toEqual(removed)
  expect(plainly(valuesIn(clean?.body ?? body, 'traces'))).toEqual(plainly(values))
})

test('a body with a record that is refused, or an id that is to be changed, is left to be decoded', () => {
  const card = Buffer.from('4111111111111111', 'hex')
  for (const more of [{ startTimeUnixNano: '0' }, { traceId: new Uint8Array(3) }, { spanId: card }])
    expect(inPlace(Buffer.from(bothOf('traces', span(more)).bytes), 'traces')).toBeUndefined()
})
