import { expect, test } from 'vitest'
import { failed, PairedLine, passed } from '../paired.ts'
import { kneeOf, type LevelReading } from './knee.ts'

/** So many pairs of which some broke and some were mended. */
function line(id: string, pairs: number, broke: number, mended = 0) {
  const made = new PairedLine(id, false)
  for (let pair = 0; pair < pairs; pair += 1) {
    const [before, now] = pair < broke ? [passed, failed] : pair < broke + mended ? [failed, passed] : [passed, passed]
    made.add(String(pair), before, now)
  }
  const compared = made.compared(0.05)
  if (compared === undefined) throw new Error('no pairs')
  return compared
}

const reading = (level: number, changes: Partial<LevelReading> = {}): LevelReading => ({
  level,
  compared: [line('overall', 100, 0)],
  p95Ms: 1000,
  messages: 1000,
  tooSlow: 0,
  held: 0,
  ...changes,
})
const lowest = reading(10, { compared: [] })

test('where every level is carried the highest is the knee, and nothing is known above it', () => {
  const knee = kneeOf([lowest, reading(50), reading(100)], 4000)
  expect([knee.level, knee.beyond]).toEqual([100, undefined])
  expect(knee.unknown).toEqual([
    { kind: 'above', level: 100 },
    { kind: 'loss', level: 100, upTo: -line('overall', 100, 0).low, pairs: 100 },
  ])
})

test('the knee is before the first level that surely lost quality, even if a later one looks well', () => {
  const broken = line('booked-means-booked', 100, 30, 2)
  const levels = [lowest, reading(50), reading(100, { compared: [line('overall', 100, 2), broken] }), reading(500)]
  const knee = kneeOf(levels, 4000)
  expect([knee.level, knee.beyond]).toEqual([50, { level: 100, because: [{ kind: 'worse', lines: [broken] }] }])
  expect(knee.unknown[0]).toEqual({ kind: 'between', from: 50, to: 100 })
})

test('a loss that chance explains among all that was looked at is no knee', () => {
  const many = Array.from({ length: 20 }, (_, at) => line(`promise-${at}`, 100, at === 0 ? 6 : 5, 1))
  expect(kneeOf([lowest, reading(50, { compared: many })], 4000).level).toBe(50)
})

test('slow replies end what is carried, and so do replies that never come', () => {
  expect(kneeOf([lowest, reading(50, { p95Ms: 4001, tooSlow: 200 })], 4000).beyond?.because).toEqual([
    { kind: 'slow', p95Ms: 4001 },
  ])
  const silent = reading(50, { p95Ms: Number.POSITIVE_INFINITY, tooSlow: 500 })
  expect(kneeOf([lowest, silent], 4000).beyond?.because).toEqual([{ kind: 'unanswered' }])
  expect(kneeOf([lowest, silent]).beyond?.because).toEqual([{ kind: 'unanswered' }])
})

test('customers who stand in line are too many customers', () => {
  expect(kneeOf([lowest, reading(50, { held: 3 })], 4000).beyond?.because).toEqual([{ kind: 'overrun', held: 3 }])
})

test('the lowest level may be too much already', () => {
  const knee = kneeOf([reading(10, { compared: [], p95Ms: 9000, tooSlow: 900 }), reading(50)], 4000)
  expect([knee.level, knee.beyond?.level, knee.unknown]).toEqual([undefined, 10, []])
})

test('what could lie on either side of the bound is said to', () => {
  const knee = kneeOf([lowest, reading(50, { p95Ms: 3990, tooSlow: 48 })], 4000)
  expect(knee.level).toBe(50)
  expect(knee.unknown.find(({ kind }) => kind === 'bound')).toMatchObject({
    level: 50,
    late: { successes: 48, n: 1000 },
  })
})

test('without a bound, or without a decided pair, that is what cannot be told', () => {
  expect(kneeOf([lowest, reading(50, { compared: [] })]).unknown).toEqual([
    { kind: 'above', level: 50 },
    { kind: 'unpaired', level: 50 },
    { kind: 'no-bound' },
  ])
})
