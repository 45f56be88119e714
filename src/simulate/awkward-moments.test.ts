import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Problems, problemsIn } from '../problem.ts'
import { after, momentNames, nextMoment } from './awkward-moments.ts'
import { goalCustomer } from './customers/index.ts'
import { dayAfter, isoAt, localAt, momentAt, offsetAt } from './local-time.ts'
import { parseScenarios } from './scenario-file.ts'
import { scenariosText } from './scenario-text.ts'
import { aScenario, plainPersona } from './stage.sample.ts'

const minute = 60_000
const zones = fc.constantFrom(
  'America/New_York',
  'Europe/Lisbon',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Asia/Kathmandu',
  'Pacific/Chatham',
  'America/St_Johns',
  'Africa/Casablanca',
  'America/Santiago',
  'UTC',
)
/** 1975 to 2060, to the minute. */
const moments = fc.integer({ min: 2_600_000, max: 47_000_000 }).map((minutes) => minutes * minute)

/** The local time as the runtime's own formatter of whole texts has it, which nothing here is built on. */
function shownBy(utcMs: number, timeZone: string): string {
  return new Date(utcMs).toLocaleString('sv-SE', { timeZone }).slice(0, 16).replace(' ', 'T')
}

test('a moment is shown as clocks in its zone show it, and the text says the same moment', () => {
  fc.assert(
    fc.property(moments, zones, (utcMs, zone) => {
      expect(localAt(utcMs, zone)).toBe(shownBy(utcMs, zone))
      if (Number.isInteger(offsetAt(utcMs, zone))) expect(Date.parse(isoAt(utcMs, zone))).toBe(utcMs)
    }),
  )
})

test('the moment of a clock time shows that time, or lies right after a gap that skips it', () => {
  fc.assert(
    fc.property(moments, zones, (utcMs, zone) => {
      const local = localAt(utcMs, zone)
      const found = momentAt(local, zone)
      expect(localAt(found, zone)).toBe(local)
      expect(found).toBeLessThanOrEqual(utcMs)
    }),
  )
  expect(localAt(momentAt('2026-03-08T02:30', 'America/New_York'), 'America/New_York')).toBe('2026-03-08T03:30')
})

test('tomorrow is the next date and half an hour is thirty minutes, however the clocks change', () => {
  fc.assert(
    fc.property(moments, zones, fc.integer({ min: 1, max: 40 * 60 }), (utcMs, zone, minutes) => {
      const startsAt = isoAt(utcMs, zone)
      const today = shownBy(utcMs, zone).slice(0, 10)
      expect(after(startsAt, zone, { days: 1 }).date).toBe(
        new Date(Date.parse(`${today}T00:00Z`) + 86_400_000).toISOString().slice(0, 10),
      )
      const { date, time } = after(startsAt, zone, { ms: minutes * minute })
      expect(`${date}T${time}`).toBe(shownBy(utcMs + minutes * minute, zone))
    }),
  )
})

test('before the clocks change, the hour after is another than the hour before', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(
        'America/New_York',
        'Europe/Lisbon',
        'Australia/Lord_Howe',
        'America/St_Johns',
        'Pacific/Chatham',
      ),
      fc.integer({ min: 2008, max: 2036 }),
      (zone, year) => {
        for (const [name, sign] of [
          ['dst-start', 1],
          ['dst-end', -1],
        ] as const) {
          const at = Date.parse(nextMoment(name, `${year}-01-01`, zone) ?? '')
          const gained = (when: number) => Math.sign(offsetAt(when, zone) - offsetAt(at, zone))
          expect(gained(at + 9 * minute)).toBe(0)
          expect(gained(at + 10 * minute)).toBe(sign)
          expect(localAt(at, zone) >= `${year}-01-01`).toBe(true)
          expect(localAt(at, zone) < `${year + 1}-01-01`).toBe(true)
        }
      },
    ),
    { numRuns: 40 },
  )
})

test('every moment that is named is one, in the zone that is asked for', () => {
  const table = ['America/New_York', 'Europe/Lisbon', 'Asia/Kolkata'].map((zone) =>
    [zone, ...momentNames.map((name) => nextMoment(name, '2026-01-01', zone) ?? 'none')].join('  '),
  )
  expect([momentNames.join('  '), ...table]).toMatchInlineSnapshot(`
    [
      "midnight  month-end  year-end  leap-day  dst-start  dst-end",
      "America/New_York  2026-01-01T23:55:00-05:00  2026-01-31T16:30:00-05:00  2026-12-31T16:30:00-05:00  2028-02-28T16:30:00-05:00  2026-03-08T01:50:00-05:00  2026-11-01T01:50:00-04:00",
      "Europe/Lisbon  2026-01-01T23:55:00+00:00  2026-01-31T16:30:00+00:00  2026-12-31T16:30:00+00:00  2028-02-28T16:30:00+00:00  2026-03-29T00:50:00+00:00  2026-10-25T01:50:00+01:00",
      "Asia/Kolkata  2026-01-01T23:55:00+05:30  2026-01-31T16:30:00+05:30  2026-12-31T16:30:00+05:30  2028-02-28T16:30:00+05:30  none  none",
    ]
  `)
  expect(dayAfter('2028-02-28', 1)).toBe('2028-02-29')
  expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01')
})

const soon = (how: string, more = '') => `scenarios:
  - id: books-soon
    startsAt: ${how}
    timeZone: America/New_York
    goal: { want: book a call, kind: book, needs: [date, time] }
    facts:
      date: { in: 1 day }
      time: { in: 30 minutes }
      until: { in: 36 hours, type: date, say: [the day after] }${more}
`

test('facts that are told relatively have the value they mean on the day', () => {
  const told = (how: string) =>
    parseScenarios(soon(how), 'a.yaml').map(({ startsAt, facts }) => [
      startsAt,
      ...facts.map(({ key, type, value, say }) => `${key} (${type}) ${value}: ${say}`),
    ])
  expect(
    ['dst-start', 'dst-end', 'midnight', '{ at: leap-day, after: 2027-06-01 }'].flatMap(told),
  ).toMatchInlineSnapshot(`
    [
      [
        "2026-03-08T01:50:00-05:00",
        "date (date) 2026-03-09: tomorrow",
        "time (time) 03:20: in 30 minutes",
        "until (date) 2026-03-09: the day after",
      ],
      [
        "2026-11-01T01:50:00-04:00",
        "date (date) 2026-11-02: tomorrow",
        "time (time) 01:20: in 30 minutes",
        "until (date) 2026-11-02: the day after",
      ],
      [
        "2026-01-01T23:55:00-05:00",
        "date (date) 2026-01-02: tomorrow",
        "time (time) 00:25: in 30 minutes",
        "until (date) 2026-01-03: the day after",
      ],
      [
        "2028-02-28T16:30:00-05:00",
        "date (date) 2028-02-29: tomorrow",
        "time (time) 17:00: in 30 minutes",
        "until (date) 2028-03-01: the day after",
      ],
    ]
  `)
})

test('what is read of a moment is written as it is meant', () => {
  const scenarios = parseScenarios(soon('dst-start'), 'a.yaml')
  expect(parseScenarios(scenariosText(scenarios, 'again'), 'a.yaml')).toEqual(scenarios)
})

test('what cannot be counted is said with its place', () => {
  const complaints = (yaml: string) => {
    try {
      parseScenarios(yaml, 'a.yaml')
      return []
    } catch (thrown) {
      return thrown instanceof Problems ? problemsIn(thrown).map(({ message }) => message) : [String(thrown)]
    }
  }
  const goal = 'goal: { want: book, kind: book, needs: [] }'
  expect([
    ...complaints(`scenarios: [{ id: a, ${goal}, startsAt: dst-start, timeZone: Asia/Kolkata }]`),
    ...complaints(`scenarios: [{ id: a, ${goal}, startsAt: midnight, timeZone: Mars/Olympus }]`),
    ...complaints(`scenarios: [{ id: a, ${goal}, facts: { date: { in: 1 day } } }]`),
    ...complaints(`scenarios: [{ id: a, ${goal}, startsAt: midnight, facts: { name: { in: 1 day } } }]`),
    ...complaints(`scenarios: [{ id: a, ${goal}, startsAt: midnight, facts: { date: { in: soon } } }]`),
  ]).toMatchInlineSnapshot(`
    [
      "In Asia/Kolkata there is no such moment.",
      "There is no time zone "Mars/Olympus".",
      ""in: 1 day" of the fact "date" means nothing.",
      ""in: 1 day" of the fact "name" means nothing.",
      "Write a number with its unit: 20 minutes, 3 h, 2 days.",
      "Write a span longer than nothing.",
    ]
  `)
})

test('a customer says tomorrow while it is tomorrow, and names the day once midnight has passed', () => {
  const [scenario = aScenario()] = parseScenarios(soon('midnight'), 'a.yaml')
  const saidAt = (atMs: number, seed: number) => {
    const customer = goalCustomer({ scenario, persona: plainPersona, seed })
    customer.next([], 0)
    const asks = { type: 'message', from: 'agent', atMs, text: 'On which day, and at what time?' } as const
    return JSON.stringify(customer.next([asks], 1))
  }
  const relative = (atMs: number) =>
    Array.from({ length: 60 }, (_, seed) => saidAt(atMs, seed)).filter((move) => /tomorrow|in 30 minutes/i.test(move))
      .length
  expect(relative(60_000)).toBeGreaterThan(0)
  expect(relative(181_000)).toBe(0)
})
