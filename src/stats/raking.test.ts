import fc from 'fast-check'
import { expect, test } from 'vitest'
import { coveringArray } from './covering.ts'
import { raked } from './raking.ts'

const factors = [
  { name: 'channel', levels: ['chat', 'sms', 'email'] },
  { name: 'writing', levels: ['careful', 'hurried'] },
  { name: 'backend', levels: ['fine', 'slow'] },
]
const everything = factors.reduce<Record<string, string>[]>(
  (rows, { name, levels }) => rows.flatMap((row) => levels.map((level) => ({ ...row, [name]: level }))),
  [{}],
)

test('over every combination the weights are the product of the shares', () => {
  const shares = {
    channel: { chat: 70, sms: 20, email: 10 },
    writing: { careful: 1, hurried: 3 },
    backend: { fine: 0.95, slow: 0.05 },
  }
  const { weights, off } = raked(everything, shares)

  expect(off).toBe(0)
  expect(weights[0]).toBeCloseTo(0.7 * 0.25 * 0.95, 12)
  expect(weights.at(-1)).toBeCloseTo(0.1 * 0.75 * 0.05, 12)
})

test('over the few rows of a covering array every level still gets its share', () => {
  const { rows } = coveringArray({ factors, strength: 2 })
  const share = fc.integer({ min: 1, max: 1000 })
  fc.assert(
    fc.property(fc.tuple(share, share, share), fc.tuple(share, share), fc.tuple(share, share), (a, b, c) => {
      const shares = {
        channel: { chat: a[0], sms: a[1], email: a[2] },
        writing: { careful: b[0], hurried: b[1] },
        backend: { fine: c[0], slow: c[1] },
      }
      const { weights, off } = raked(rows, shares)
      const sms = weights.reduce((sum, weight, index) => sum + (rows[index]?.channel === 'sms' ? weight : 0), 0)

      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 9)
      expect(weights.every((weight) => weight >= 0)).toBe(true)
      expect(Math.abs(sms - a[1] / (a[0] + a[1] + a[2]))).toBeLessThanOrEqual(off + 1e-9)
    }),
  )
})

test('shares that the rows cannot have are said to be off, by how much', () => {
  const rows = [
    { channel: 'chat', writing: 'careful' },
    { channel: 'sms', writing: 'hurried' },
  ]
  const { off } = raked(rows, { channel: { chat: 50, sms: 50 }, writing: { careful: 80, hurried: 20 } })

  expect(off).toBeGreaterThan(0.1)
  expect(raked(rows, { channel: { chat: 50, sms: 50 }, writing: { careful: 50, hurried: 50 } })).toEqual({
    weights: [0.5, 0.5],
    off: 0,
  })
})

test('what production never has gets no weight', () => {
  const rows = [{ channel: 'chat' }, { channel: 'sms' }]

  expect(raked(rows, { channel: { chat: 1, sms: 0 } })).toEqual({ weights: [1, 0], off: 0 })
})

test.each([
  [{ channel: { chat: -1, sms: 2 } }, 'the share of channel chat must be a number from 0, got -1'],
  [{ channel: { chat: 0, sms: 0 } }, 'no level of channel has a share above 0'],
  [{ channel: { chat: 1 } }, 'channel sms has no share; shares are of chat'],
])('refuses shares that cannot be (%#)', (shares, message) => {
  expect(() => raked([{ channel: 'chat' }, { channel: 'sms' }], shares)).toThrow(new RangeError(message))
})
