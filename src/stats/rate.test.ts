import fc from 'fast-check'
import { expect, test } from 'vitest'
import { clopperPearson, jeffreys, lowerLimit, upperLimit } from './exact-rate.ts'
import { type Rate, rate } from './rate.ts'

type Ends = readonly [number, number]
const TABLE: readonly (readonly [number, number, Ends, Ends, Ends])[] = [
  [
    81,
    263,
    [0.25273674558527126, 0.36762192260135135],
    [0.2552885198782742, 0.36620957698280004],
    [0.2545219349910236, 0.36564749917408246],
  ],
  [
    15,
    148,
    [0.05784401008344857, 0.161650490349479],
    [0.06238639953073628, 0.16048724172330803],
    [0.060448517009296425, 0.15764314347874112],
  ],
  [0, 20, [0, 0.1684334709830853], [0, 0.16112515805281938], [0, 0.11663898290487539]],
  [
    1,
    29,
    [0.000872646883579922, 0.1776442954887229],
    [0.006113214292762649, 0.17175521879320288],
    [0.003746173649057073, 0.15007768600223173],
  ],
  [59, 59, [0.9393910990496601, 1], [0.9388706294732116, 1], [0.9584914327354616, 1]],
  [60, 60, [0.9403705077138331, 1], [0.93982814785791, 1], [0.9591660771331015, 1]],
  [
    96,
    100,
    [0.9007428432873401, 0.9889955060138118],
    [0.9016292856411207, 0.9843366960084522],
    [0.9077103579585184, 0.9863501529898825],
  ],
  [
    995,
    1000,
    [0.9883705294401879, 0.9983745804824372],
    [0.9883490446266249, 0.9978624644726755],
    [0.9890753359281858, 0.9980896474991661],
  ],
]
const expectEnds = ({ low, high }: Rate, ends: Ends) => {
  expect(low).toBeCloseTo(ends[0], 11)
  expect(high).toBeCloseTo(ends[1], 11)
}

test.each(TABLE)('%d of %d has the known intervals to 11 digits', (successes, n, exact, wilson, posterior) => {
  expectEnds(clopperPearson(successes, n), exact)
  expectEnds(rate(successes, n), wilson)
  expectEnds(jeffreys(successes, n), posterior)
})

test('a rate carries its counts, its method and its confidence', () => {
  expect(rate(0, 20, 0.9)).toEqual({
    successes: 0,
    n: 20,
    rate: 0,
    low: 0,
    high: expect.closeTo(0.119157837361, 11),
    method: 'wilson',
    confidence: 0.9,
  })
  expect([clopperPearson(1, 2).method, jeffreys(1, 2).method]).toEqual(['clopper-pearson', 'jeffreys'])
})

test('one-sided limits: 59 of 59 shows more than 95 %, and 60 clean runs leave a failure rate below 4.87 %', () => {
  expect(lowerLimit(59, 59)).toBeCloseTo(0.9504923901117732, 11)
  expect(upperLimit(0, 60)).toBeCloseTo(0.04870291331009746, 11)
  expect(lowerLimit(58, 58)).toBeLessThan(0.95)
})

const counts = fc.integer({ min: 1, max: 2000 }).chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))

test('every interval contains the rate, lies in 0..1 and widens with confidence', () => {
  fc.assert(
    fc.property(counts, ([k, n]) => {
      for (const interval of [rate, clopperPearson, jeffreys]) {
        const { low, high } = interval(k, n)
        const wide = interval(k, n, 0.99)
        expect(0 <= low && low <= k / n && k / n <= high && high <= 1).toBe(true)
        expect(wide.low <= low && high <= wide.high).toBe(true)
      }
    }),
  )
})

test('one more failure never raises a limit, one more success never lowers one', () => {
  fc.assert(
    fc.property(counts, ([k, n]) => {
      for (const interval of [rate, clopperPearson, jeffreys]) {
        const before = interval(k, n)
        const worse = interval(k, n + 1)
        const better = interval(k + 1, n + 1)
        expect(worse.low <= before.low + 1e-12 && worse.high <= before.high + 1e-12).toBe(true)
        expect(better.low >= before.low - 1e-12 && better.high >= before.high - 1e-12).toBe(true)
      }
    }),
  )
})

test('counting failures instead of successes mirrors the interval', () => {
  fc.assert(
    fc.property(counts, ([k, n]) => {
      for (const interval of [rate, clopperPearson, jeffreys]) {
        const passes = interval(k, n)
        const failures = interval(n - k, n)
        expect(passes.low).toBeCloseTo(1 - failures.high, 10)
        expect(passes.high).toBeCloseTo(1 - failures.low, 10)
      }
    }),
  )
})

test('a rate of nothing, or of more than all, is refused', () => {
  expect(() => rate(0, 0)).toThrow('n must be a whole number of at least 1, got 0')
  expect(() => rate(21, 20)).toThrow('successes must be a whole number from 0 to n=20, got 21')
  expect(() => rate(1.5, 20)).toThrow('successes must be a whole number from 0 to n=20, got 1.5')
  expect(() => rate(1, 2, 95)).toThrow('confidence must be a fraction between 0 and 1, got 95')
})
