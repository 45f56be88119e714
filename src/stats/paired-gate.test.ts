import fc from 'fast-check'
import { expect, test } from 'vitest'
import { logEvidenceWorse, type PairedGate, type PairOutcome, pairedGate, pairedNext } from './paired-gate.ts'

const after = (...outcomes: PairOutcome[]): PairedGate => outcomes.reduce(pairedNext, pairedGate())

test('eight breaks in a row refute; pairs that came out the same say nothing', () => {
  expect(after('broke', 'same', 'broke', 'broke', 'same', 'broke', 'broke', 'broke')).toEqual({
    alpha: 0.05,
    pairs: 8,
    broke: 6,
    mended: 0,
    state: 'undecided',
    e: expect.closeTo((2 ** 7 * (1 - 0.5 ** 7)) / 7, 10),
    decidedAt: null,
    moreNeeded: 1,
  })
  expect(pairedGate()).toMatchObject({ e: 1, moreNeeded: 7, state: 'undecided' })
  expect(after(...Array.from({ length: 7 }, () => 'broke' as const))).toMatchObject({
    state: 'refuted',
    decidedAt: 7,
    moreNeeded: 0,
  })
})

test('the evidence is the integral it stands for', () => {
  let sum = 0
  for (let cell = 0; cell < 20_000; cell += 1) {
    const theta = 0.5 + (cell + 0.5) / 40_000
    sum += (2 * theta) ** 11 * (2 - 2 * theta) ** 4
  }
  expect(Math.exp(logEvidenceWorse({ broke: 11, mended: 4 }))).toBeCloseTo(sum / 20_000, 5)
})

test('a break never speaks for the new version, and a decision stands', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.nat(300), (broke, mended) => {
      const before = logEvidenceWorse({ broke, mended })
      expect(logEvidenceWorse({ broke: broke + 1, mended })).toBeGreaterThanOrEqual(before - 1e-9)
      expect(logEvidenceWorse({ broke, mended: mended + 1 })).toBeLessThanOrEqual(before + 1e-9)
    }),
  )
  const refuted = after(...Array.from({ length: 7 }, () => 'broke' as const))
  expect(pairedNext(pairedNext(refuted, 'mended'), 'mended')).toMatchObject({
    state: 'refuted',
    decidedAt: 7,
    pairs: 9,
  })
})

/** Chance of having been refuted after each pair, exactly. */
function refutedBy(broke: number, mended: number, pairs: number): number[] {
  const width = pairs + 2
  const decided = [0]
  let open = new Map([[0, 1]])
  for (let n = 1; n <= pairs; n += 1) {
    const next = new Map<number, number>()
    const add = (key: number, chance: number) => next.set(key, (next.get(key) ?? 0) + chance)
    for (const [key, chance] of open) {
      add(key, chance * (1 - broke - mended))
      add(key + width, chance * broke)
      add(key + 1, chance * mended)
    }
    let stopped = 0
    for (const [key, chance] of next) {
      const done = crosses(Math.floor(key / width), key % width)
      if (done) stopped += chance
      if (done || chance < 1e-11) next.delete(key)
    }
    decided.push((decided[n - 1] ?? 0) + stopped)
    open = next
  }
  return decided
}

const seen = new Map<string, boolean>()
function crosses(broke: number, mended: number): boolean {
  const key = `${broke},${mended}`
  const known = seen.get(key) ?? logEvidenceWorse({ broke, mended }) >= Math.log(20)
  seen.set(key, known)
  return known
}

test.each([
  [0.05, 0.01, 217],
  [0.2, 0.02, 41],
  [0.035, 0, 191],
])('when %d of pairs break and %d mend, it says so after %d pairs in the median', (broke, mended, median) => {
  expect(refutedBy(broke, mended, median).findIndex((chance) => chance >= 0.5)).toBe(median)
})

test('versions that are alike are called worse less than 5 % of the time', () => {
  expect(refutedBy(0.5, 0.5, 400)[400]).toBeLessThan(0.05)
})
