import fc from 'fast-check'
import { expect, test } from 'vitest'
import { changePoint, detectionDelay, detectNext, type EDetector, eDetector, logEvidence } from './e-detector.ts'

const after = (target: number, failures: Iterable<number>): EDetector => {
  let detector = eDetector(target)
  for (const failure of failures) detector = detectNext(detector, failure)
  return detector
}

test('one failure of one against a promise of 99 % has the evidence that can be worked out by hand', () => {
  const q0 = 0.01
  const shifts = Array.from({ length: 10 }, (_, at) => 0.3 * (at + 1))
  const odds = q0 / (1 - q0)
  const parts = shifts.map((shift) => (odds * Math.exp(shift)) / (1 + odds * Math.exp(shift)) / q0)
  expect(logEvidence(after(0.99, [1]))).toBeCloseTo(Math.log(parts.reduce((a, b) => a + b) / 10), 12)
})

test('while the promise holds, evidence grows by at most one a step on average, whatever came before', () => {
  const evidence = (failures: readonly number[], next: number) =>
    Math.exp(logEvidence(after(0.95, [...failures, next])))
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(0, 0, 0, 1, 0.3)),
      fc.double({ min: 0, max: 0.05, noNaN: true }),
      (failures, q) => {
        const now = failures.length === 0 ? 0 : Math.exp(logEvidence(after(0.95, failures)))
        const expected = q * evidence(failures, 1) + (1 - q) * evidence(failures, 0)
        expect(expected).toBeLessThanOrEqual((now + 1) * (1 + 1e-9))
      },
    ),
  )
})

test('a change is dated to where it began', () => {
  const failures = [
    ...Array.from({ length: 500 }, () => 0),
    ...Array.from({ length: 40 }, (_, at) => (at % 3 === 0 ? 1 : 0)),
  ]
  const point = changePoint(after(0.95, failures))
  expect(point?.after).toBe(500)
  expect(point?.rate).toBeGreaterThan(0.2)
})

test('evidence beyond what a number can hold is kept, and scale does not change what comes after', () => {
  const detector = after(
    0.99,
    Array.from({ length: 2000 }, () => 1),
  )
  expect(logEvidence(detector)).toBeGreaterThan(2000)
  expect(Number.isFinite(logEvidence(detector))).toBe(true)
  const calm = after(0.99, [...Array.from({ length: 2000 }, () => 1), ...Array.from({ length: 10_000 }, () => 0)])
  expect(logEvidence(calm)).toBeLessThan(logEvidence(detector))
})

test('a score between 0 and 1 counts for what lies between', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      fc.double({ min: 0.5, max: 0.999, noNaN: true }),
      (failure, target) => {
        const middle = logEvidence(after(target, [failure]))
        expect(middle).toBeGreaterThanOrEqual(logEvidence(after(target, [0])) - 1e-9)
        expect(middle).toBeLessThanOrEqual(logEvidence(after(target, [1])) + 1e-9)
      },
    ),
  )
})

test('a detector survives being written down', () => {
  const detector = after(0.97, [0, 1, 0, 0, 1])
  expect(detectNext(JSON.parse(JSON.stringify(detector)), 1)).toEqual(detectNext(detector, 1))
})

test('smaller drops and quieter alarms take longer to see', () => {
  expect(detectionDelay(0.995, 0.035, 1e-4)).toBeCloseTo(188.7, 0)
  expect(detectionDelay(0.95, 0.04, 1e-4)).toBeCloseTo(669.6, 0)
  expect(detectionDelay(0.95, 0, 1e-4)).toBe(Number.POSITIVE_INFINITY)
})
