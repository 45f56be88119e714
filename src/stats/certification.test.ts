import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certification, certify, certifyNext, logEvidenceAgainst, logEvidenceFor } from './certification.ts'
import { keyedRandom } from './random.ts'

const passes = (count: number) => Array.from({ length: count }, () => true)

test('a clean run certifies 95 % after 68 trials while peeking after each', () => {
  expect(certify(passes(67), { target: 0.95 })).toMatchObject({ state: 'undecided', moreNeeded: 1, decidedAt: null })
  expect(certify(passes(68), { target: 0.95 })).toEqual({
    target: 0.95,
    alpha: 0.05,
    successes: 68,
    failures: 0,
    state: 'proven',
    e: expect.closeTo(20.9634511485787, 9),
    eAgainst: expect.closeTo(0.0072463768115942, 12),
    decidedAt: 68,
    moreNeeded: 0,
  })
})

test('the bet on no failure alone would need 72', () => {
  expect(Math.ceil(Math.log(2 / 0.05) / -Math.log(0.95))).toBe(72)
  expect(0.5 * 0.95 ** -72).toBeGreaterThanOrEqual(20)
  expect(0.5 * 0.95 ** -71).toBeLessThan(20)
})

test('before anything ran it says how many clean trials it will take, and each failure adds to them', () => {
  expect(certification({ target: 0.95 })).toMatchObject({ state: 'undecided', e: 1, eAgainst: 1, moreNeeded: 68 })
  const needed = [0, 1, 2, 3].map(
    (failures) =>
      certify([...passes(20), ...Array.from({ length: failures }, () => false)], { target: 0.95 }).moreNeeded,
  )
  expect(needed).toEqual([48, 132, 172, 208])
})

test('an agent that always fails is refuted within two trials, a bad one soon after', () => {
  expect(certify([false, false], { target: 0.95 })).toMatchObject({ state: 'refuted', decidedAt: 2, moreNeeded: 0 })
  expect(certify([true, false, true, false, true, false, true, false], { target: 0.95 })).toMatchObject({
    state: 'refuted',
  })
})

test('the first decision stands, whatever comes after it', () => {
  const later = certify([...passes(68), ...Array.from({ length: 30 }, () => false)], { target: 0.95 })
  expect(later).toMatchObject({ state: 'proven', decidedAt: 68, successes: 68, failures: 30 })
  expect(later.eAgainst).toBeGreaterThan(20)
})

test('one by one is the same as all at once', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 120 }), fc.constantFrom(0.5, 0.9, 0.99), (outcomes, target) => {
      const gate = outcomes.reduce(certifyNext, certification({ target }))
      expect(gate).toEqual(certify(outcomes, { target }))
    }),
  )
})

test('the evidence is the integral it stands for', () => {
  const mixture = (s: number, f: number, m: number) => {
    let sum = 0
    for (let cell = 0; cell < 20_000; cell += 1) {
      const theta = m + ((cell + 0.5) / 20_000) * (1 - m)
      sum += (theta / m) ** s * ((1 - theta) / (1 - m)) ** f
    }
    return sum / 20_000
  }
  expect(Math.exp(logEvidenceFor(90, 3, 0.9))).toBeCloseTo(mixture(90, 3, 0.9) / 2, 6)
  expect(Math.exp(logEvidenceAgainst(3, 90, 0.1))).toBeCloseTo(mixture(90, 3, 0.9) / 2, 6)
  expect(Math.exp(logEvidenceFor(12, 0, 0.9))).toBeCloseTo((mixture(12, 0, 0.9) + 0.9 ** -12) / 2, 6)
})

const counts = fc.tuple(fc.nat(3000), fc.nat(300), fc.constantFrom(0.5, 0.9, 0.95, 0.995))

test('one more failure never speaks for the promise, one more pass never against it', () => {
  fc.assert(
    fc.property(counts, ([s, f, target]) => {
      expect(logEvidenceFor(s, f + 1, target)).toBeLessThanOrEqual(logEvidenceFor(s, f, target) + 1e-9)
      expect(logEvidenceFor(s + 1, f, target)).toBeGreaterThanOrEqual(logEvidenceFor(s, f, target) - 1e-9)
      expect(logEvidenceAgainst(s, f + 1, target)).toBeGreaterThanOrEqual(logEvidenceAgainst(s, f, target) - 1e-9)
      expect(logEvidenceAgainst(s + 1, f, target)).toBeLessThanOrEqual(logEvidenceAgainst(s, f, target) + 1e-9)
    }),
  )
})

test('turning any pass into a failure never turns a fail into a pass', () => {
  const mostlyPasses = fc.array(
    fc.integer({ min: 0, max: 9 }).map((digit) => digit > 0),
    { minLength: 1, maxLength: 150 },
  )
  fc.assert(
    fc.property(mostlyPasses, fc.nat(), (outcomes, at) => {
      const worse = outcomes.with(at % outcomes.length, false)
      if (certify(outcomes, { target: 0.9 }).state !== 'proven')
        expect(certify(worse, { target: 0.9 }).state).not.toBe('proven')
      if (certify(outcomes, { target: 0.9 }).state === 'refuted')
        expect(certify(worse, { target: 0.9 }).state).toBe('refuted')
    }),
  )
})

/** Chance of having been decided after each look, exactly: all paths are followed at once, by their failures. */
function decidedBy(passRate: number, looks: number, evidence: typeof logEvidenceFor): number[] {
  const decided = [0]
  let open = new Map([[0, 1]])
  for (let n = 1; n <= looks; n += 1) {
    const next = new Map<number, number>()
    for (const [failures, chance] of open) {
      next.set(failures, (next.get(failures) ?? 0) + chance * passRate)
      next.set(failures + 1, (next.get(failures + 1) ?? 0) + chance * (1 - passRate))
    }
    let stopped = 0
    for (const [failures, chance] of next) {
      const done = evidence(n - failures, failures, 0.95) >= Math.log(20)
      if (done) stopped += chance
      if (done || chance < 1e-15) next.delete(failures)
    }
    decided.push((decided[n - 1] ?? 0) + stopped)
    open = next
  }
  return decided
}

test('an agent at exactly the promised rate is decided wrongly less than 5 % of the time over 1,500 looks', () => {
  expect(decidedBy(0.95, 1500, logEvidenceFor)[1500]).toBeCloseTo(0.04135, 4)
  expect(decidedBy(0.95, 1500, logEvidenceAgainst)[1500]).toBeCloseTo(0.00919, 4)
})

test('simulated through the gate itself, wrong decisions stay below 5 % for either side', () => {
  let proven = 0
  let refuted = 0
  for (let run = 0; run < 200; run += 1) {
    const random = keyedRandom(run, 'type one')
    const { state } = certify(
      Array.from({ length: 300 }, () => random.chance(0.95)),
      { target: 0.95 },
    )
    if (state === 'proven') proven += 1
    if (state === 'refuted') refuted += 1
  }
  expect(proven / 200).toBeLessThan(0.05)
  expect(refuted / 200).toBeLessThan(0.05)
  expect(proven).toBeGreaterThan(0)
})

test.each([
  [1, 68],
  [0.995, 68],
  [0.99, 68],
  [0.98, 266],
  [0.97, 740],
])('an agent that passes %d of the time is certified at 95 %% after %d trials in the median', (passRate, median) => {
  expect(decidedBy(passRate, median, logEvidenceFor)[median]).toBeGreaterThanOrEqual(0.5)
  expect(decidedBy(passRate, median, logEvidenceFor)[median - 1]).toBeLessThan(0.5)
})

test('a promise of nothing or of perfection cannot be tested', () => {
  expect(() => certification({ target: 1 })).toThrow('target must be a fraction between 0 and 1, got 1')
  expect(() => certification({ target: 0.9, alpha: 0 })).toThrow('alpha must be a fraction between 0 and 1, got 0')
})
