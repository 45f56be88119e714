/**
 * What every reader has to keep: what is sent is understood whole, alike however often it is kept and read, and nothing that
 * anybody sends makes it do more than refuse.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { problemsIn } from '../../problem.ts'
import type { Reader } from './reader.ts'

export interface ReaderSample {
  readonly contentType: string
  /** JSON of which everything belongs to conversations of production. */
  readonly body: Json
  /** How many records that are. */
  readonly records: number
  /** What becomes of a body before the reader gets it. Default nothing. */
  readonly handed?: (body: Buffer) => Buffer
}

export function readerConformance(reader: Reader, sample: ReaderSample): void {
  const { contentType, records, handed = (body: Buffer) => body } = sample
  const decoded = (body: Buffer) => reader.decode(handed(body), contentType)
  const whole = Buffer.from(JSON.stringify(sample.body))
  const { name } = reader

  test(`${name}: what is sent is taken whole, and every part of it belongs to a conversation`, () => {
    const { values, refused, ...counted } = decoded(whole)
    const { items, skipped } = reader.understand(values, 1)
    expect([counted.records, refused.count, skipped]).toEqual([records, 0, {}])
    expect(reader.values?.(handed(whole)) ?? values).toEqual(values)
    expect(items.length).toBeGreaterThan(0)
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length)
  })

  test(`${name}: kept as JSON and read again, and sent again later, it is the same parts under the same keys`, () => {
    const { values } = decoded(whole)
    const first = reader.understand(values, 1)
    expect(reader.understand(JSON.parse(JSON.stringify(values)), 1)).toEqual(first)
    const later = reader.understand(decoded(whole).values, 86_400_000)
    expect(later.items.map(({ key }) => key)).toEqual(first.items.map(({ key }) => key))
  })

  test(`${name}: whatever is sent is refused for a reason, or counted and understood as far as it can be`, () => {
    const value = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom(null, '', -1, 1e300, [], [[]], { __proto__: null }),
    ) as fc.Arbitrary<Json>
    const bytes = fc.oneof(
      fc.tuple(fc.nat(200), value).map(([at, change]) => JSON.stringify(changed(sample.body, at, change))),
      fc.json(),
      fc.string({ unit: 'binary' }),
    )
    fc.assert(
      fc.property(bytes, (text) => {
        try {
          const { values, refused, ...counted } = decoded(Buffer.from(text))
          expect([refused.count >= 0, refused.count <= counted.records]).toEqual([true, true])
          reader.understand(JSON.parse(JSON.stringify(values)), 1)
        } catch (thrown) {
          expect([text, problemsIn(thrown).map(({ code }) => code.split('/')[0])]).toEqual([text, ['ingest']])
        }
      }),
      { numRuns: 400 },
    )
  })
}

/** The value with one of its places changed, counted from the outside in. */
function changed(value: Json, at: number, change: Json): Json {
  let left = at
  const walked = (each: Json): Json => {
    if (left-- === 0) return change
    if (Array.isArray(each)) return each.map(walked)
    if (typeof each !== 'object' || each === null) return each
    return Object.fromEntries(Object.entries(each).map(([name, own]) => [name, walked(own)]))
  }
  return walked(value)
}
