import { expect, test } from 'vitest'
import { retryAfterMs } from './retry-after.ts'

const now = Date.parse('2026-03-03T10:00:00Z')

test.each([
  ['2', 2000],
  [' 1.5 ', 1500],
  ['0', 0],
  ['Tue, 03 Mar 2026 10:00:30 GMT', 30_000],
  ['Tue, 03 Mar 2026 09:00:00 GMT', 0],
  ['99999999', 86_400_000],
  ['soon', undefined],
  ['-5', undefined],
  ['', undefined],
  [undefined, undefined],
])('Retry-After %s is %s ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms)
})
