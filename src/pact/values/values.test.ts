import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dayNumber, dayOfNumber, exists, readIso, weekdayOf } from './calendar.ts'
import { finderOf, sameValue, type Value, valuesIn, valuesOf } from './index.ts'

const friday = { reference: '2019-03-01', timeZone: 'America/New_York' }

function said(text: string): string[] {
  return valuesIn(text, friday).map(({ type, value, text: words }) => `${type} ${value} (${words})`)
}

function only(text: string): Value {
  const [value, ...others] = valuesIn(text, friday)
  if (value === undefined || others.length > 0) throw new Error(`"${text}" holds ${others.length + 1} values`)
  return value
}

test('reads amounts of money in the ways people write them', () => {
  expect(said('$1,200.50, 1.200,50 €, USD 40, fifty dollars, 20 bucks, $80-120, $1.5k, 3 euros and 20 cents')).toEqual([
    'money 1200.50 USD ($1,200.50)',
    'money 1200.50 EUR (1.200,50 €)',
    'money 40.00 USD (USD 40)',
    'money 50.00 USD (fifty dollars)',
    'money 20.00 USD (20 bucks)',
    'money 80.00 USD ($80-120)',
    'money 120.00 USD ($80-120)',
    'money 1500.00 USD ($1.5k)',
    'money 3.20 EUR (3 euros and 20 cents)',
  ])
})

test('reads days, and only as much of them as was said', () => {
  expect(
    said('tomorrow, next Tuesday, March 3rd, the 12th of May 2020, 3/4, 3/14/2020, 2020-02-29, on the 5th, in June'),
  ).toEqual([
    'date 2019-03-02 (tomorrow)',
    'date weekday:2 (Tuesday)',
    'date --03-03 (March 3rd)',
    'date 2020-05-12 (12th of May 2020)',
    'date --03-04|--04-03 (3/4)',
    'date 2020-03-14 (3/14/2020)',
    'date 2020-02-29 (2020-02-29)',
    'date ---05 (on the 5th)',
    'date --06 (in June)',
  ])
})

test('reads times of day, and keeps both halves of the day where neither was said', () => {
  expect(said('2:30 pm, 14:30, 9-11:30am, half past three, quarter to 5 p.m., noon, 5 o’clock, at 4.')).toEqual([
    'time 14:30 (2:30 pm)',
    'time 14:30 (14:30)',
    'time 09:00 (9)',
    'time 11:30 (11:30am)',
    'time 03:30|15:30 (half past three)',
    'time 16:45 (quarter to 5 p.m.)',
    'time 12:00 (noon)',
    'time 05:00|17:00 (5 o’clock)',
    'time 04:00|16:00 (at 4)',
  ])
})

test('brings a zoned timestamp to the clock of the business', () => {
  expect(said('starts 2019-03-12T10:00:00Z')).toEqual([
    'date 2019-03-12 (2019-03-12T10:00:00Z)',
    'time 06:00 (2019-03-12T10:00:00Z)',
  ])
  expect(readIso('2019-03-12T01:30:00+02:00', 'America/New_York')).toEqual({
    day: { year: 2019, month: 3, day: 11 },
    clock: '19:30',
  })
})

test('reads lengths of time, shares, counts and names made of characters', () => {
  expect(
    said('3-5 business days, an hour and a half, 2 hours and 30 minutes, within a week, 1h 30m, 6 months'),
  ).toEqual([
    'duration 3bd (3-5 business days)',
    'duration 5bd (3-5 business days)',
    'duration 5400s (an hour and a half)',
    'duration 9000s (2 hours and 30 minutes)',
    'duration 604800s (a week)',
    'duration 5400s (1h 30m)',
    'duration 6mo (6 months)',
  ])
  expect(said('12.5% off for 3 passengers, a table for four; code HATHAT, order #W2378156, user a_b_3668')).toEqual([
    'percent 12.5 (12.5%)',
    'count 3 (3 passengers)',
    'count 4 (table for four)',
    'id HATHAT (HATHAT)',
    'id W2378156 (#W2378156)',
    'id AB3668 (a_b_3668)',
  ])
  expect(said('Write to A.B@example.com or call +1 (415) 555-0134.')).toEqual([
    'email a.b@example.com (A.B@example.com)',
    'phone 14155550134 (+1 (415) 555-0134)',
  ])
})

test('reads no value where a number names none', () => {
  for (const text of [
    'open 24/7',
    'a 2 in 3 chance',
    'May I ask one thing?',
    'you may 3 go',
    '5-star',
    'version 2.10.3',
  ])
    expect(said(text)).toEqual([])
})

test.each([
  ['half past three', '15:30'],
  ['Tuesday', '2019-03-05'],
  ['March 5', 'Mar 5th, 2019'],
  ['03/04/2019', '2019-04-03'],
  ['$120', '120 dollars'],
  ['an hour and a half', '90 minutes'],
  ['two weeks', '14 days'],
  ['415-555-0134', '+1 (415) 555-0134'],
  ['#W2378156', 'w2378156'],
  ['two passengers', '2 passengers'],
])('%s and %s are the same', (a, b) => {
  expect(sameValue(only(a), only(b))).toBe(true)
  expect(sameValue(only(b), only(a))).toBe(true)
})

test.each([
  ['2:30 pm', '2:30 am'],
  ['Tuesday', '2019-03-06'],
  ['March 5', 'March 6'],
  ['$120', '€120'],
  ['$120.00', '$120.01'],
  ['5 days', '5 business days'],
  ['415-555-0134', '415-555-0135'],
  ['2 passengers', '3 passengers'],
  ['2 passengers', '2 bags'],
  ['20%', '$20'],
])('%s and %s differ', (a, b) => {
  expect(sameValue(only(a), only(b))).toBe(false)
  expect(sameValue(only(b), only(a))).toBe(false)
})

test('a bare number in JSON agrees with an amount, a share and a count of that size', () => {
  const [number] = valuesOf({ amount: 120 })
  if (number === undefined) throw new Error('no number')
  expect(
    ['$120', '120%', '120 passengers', '120 minutes', '$121'].map((text) => sameValue(number, only(text))),
  ).toEqual([true, true, true, false, false])
  expect(
    valuesOf({ id: 'HATHAT', at: ['2019-03-12', null, true], n: '54.04' }).map(({ type, value }) => `${type} ${value}`),
  ).toEqual(['id HATHAT', 'date 2019-03-12', 'number 54.04'])
})

test('every day has one number, and the weekday that calendars print', () => {
  fc.assert(
    fc.property(fc.integer({ min: -700_000, max: 700_000 }), (n) => {
      const day = dayOfNumber(n)
      const js = new Date(n * 86_400_000)
      expect(day).toEqual({ year: js.getUTCFullYear(), month: js.getUTCMonth() + 1, day: js.getUTCDate() })
      expect([dayNumber(day), exists(day), weekdayOf(day) % 7]).toEqual([n, true, js.getUTCDay()])
    }),
  )
})

test('in any text, values lie where they say, in order, and equal themselves', () => {
  const pieces = fc.constantFrom(
    '$',
    '1',
    '12',
    ':',
    '30',
    ' pm',
    ' ',
    '-',
    'March',
    ' 3',
    '/',
    '@',
    'a.b',
    'two',
    ' days',
    '%',
    ',',
    '#',
    'x9',
  )
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(pieces).map((all) => all.join('')),
      ),
      (text) => {
        let last = 0
        for (const value of valuesIn(text, friday)) {
          expect(text.slice(value.start, value.end)).toBe(value.text)
          expect(value.start).toBeGreaterThanOrEqual(last)
          expect(sameValue(value, value)).toBe(true)
          last = value.start
        }
      },
    ),
  )
})

test('looking for some types only finds what looking for all finds of them', () => {
  const types = ['money', 'date', 'time', 'duration', 'percent', 'id', 'email', 'phone', 'count'] as const
  const pieces = fc.constantFrom(
    ...[
      '$',
      '12',
      '0',
      ':30',
      ' pm',
      ' ',
      '-',
      'March',
      'Monday',
      ' 3',
      '/',
      '@',
      'a.b',
      'two',
      ' days',
      '%',
      ',',
      '#',
      'X9QZ',
      'T',
    ],
    ...['2026-03-05T10:00:00Z', 'half past ', ' dollars', ' per cent', ' am', 'noon', ' hours', '+1 415 '],
  )
  fc.assert(
    fc.property(fc.array(pieces), fc.subarray([...types], { minLength: 1 }), (parts, wanted) => {
      const text = parts.join('')
      const asked: readonly string[] = wanted
      expect(finderOf(wanted)(text)).toEqual(valuesIn(text).filter(({ type }) => asked.includes(type)))
    }),
    { numRuns: 1000 },
  )
})

test('a hostile text of a million characters is read to its end', () => {
  for (const piece of ['1', 'a@', 'one ', '1,111', '1-', 'half past ', 'a-', '$', '3 days ', 'a_1', '1/1/'])
    expect(Array.isArray(valuesIn(piece.repeat(1_000_000 / piece.length)))).toBe(true)
})
