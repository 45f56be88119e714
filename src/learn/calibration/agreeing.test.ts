import { expect, test } from 'vitest'
import type { Finding, Rubric } from '../../pact/index.ts'
import { type KeyedRandom, keyedRandom } from '../../stats/index.ts'
import { agreeing, leanOf } from './agreeing.ts'
import { JurorsRead } from './among-jurors.ts'
import { Readings } from './readings.ts'

const levels = 5
const kept = (level: number) => Math.min(levels - 1, Math.max(0, level))

/** What people say of many conversations, and a judge that is a level off now and then, as `off` decides. */
function judged(n: number, seed: number, off: (random: KeyedRandom) => number): Readings {
  const random = keyedRandom(seed, 'agreeing test')
  const readings = new Readings()
  for (let at = 0; at < n; at += 1) {
    const people = random.int(levels)
    readings.add([kept(people + off(random)), people])
  }
  return readings
}

test('a judge that reads kindly is told from one that is as often too strict', () => {
  const kindly = leanOf(
    judged(400, 1, (random) => (random.chance(0.3) ? 1 : 0)),
    0,
    levels,
  )
  expect(kindly?.higher.low).toBeGreaterThan(0)
  expect(kindly?.to?.level).toBe(levels - 1)
  const leaning = Array.from({ length: 200 }, (_, seed) =>
    leanOf(
      judged(60, seed, (random) => (random.chance(0.3) ? (random.chance(0.5) ? 1 : -1) : 0)),
      0,
      levels,
    ),
  ).filter((lean) => (lean?.higher.low ?? 0) > 0 || (lean?.higher.high ?? 0) < 0)
  expect(leaning.length / 200).toBeLessThan(0.09)
})

test('being a level off costs less agreement than being at the other end', () => {
  const near = agreeing(
    judged(100, 1, (random) => (random.chance(0.2) ? 1 : 0)),
    { seed: 1, levels },
  )
  const far = agreeing(
    judged(100, 1, (random) => (random.chance(0.2) ? 4 : 0)),
    { seed: 1, levels },
  )
  for (const which of ['kappa', 'alpha', 'gwet'] as const)
    expect(near[which]?.low).toBeGreaterThan(far[which]?.high ?? 1)
})

test('labels asked for where the judge is in doubt make it no worse than it is', () => {
  const random = keyedRandom(1, 'agreeing test')
  const [all, asked] = [new Readings(), new Readings()]
  const judge = (right: number) => {
    const people = random.chance(0.8)
    return [random.chance(right) ? people : !people, people]
  }
  // Every doubtful one is labelled, and one in nineteen of the others.
  for (let at = 0; at < 200; at += 1) {
    const doubtful = judge(0.5)
    all.add(doubtful)
    asked.add(doubtful, 1, 'doubtful')
    const sure = Array.from({ length: 19 }, () => judge(0.97))
    for (const each of sure) all.add(each)
    asked.add(sure[0] ?? [], 19, 'sure')
  }
  const truly = agreeing(all, { seed: 1 }).kappa?.value ?? 0
  const { kappa } = agreeing(asked, { seed: 1 })
  expect(kappa?.low).toBeLessThan(truly)
  expect(kappa?.high).toBeGreaterThan(truly)
  expect(asked.alike().alike / asked.n).toBeLessThan(0.8)
})

test('of a jury, the juror that likes a level leans the most, and to it', () => {
  const rubric: Rubric = {
    ...{ id: 'kind', kind: 'rubric', dimension: 'tone', severity: 'major', target: 0.9, question: 'Was it kind?' },
    levels: ['Rude', 'Cold', 'Flat', 'Warm', 'Dear'].map((name, at) => ({ name, description: name, holds: at > 2 })),
  }
  const random = keyedRandom(1, 'agreeing test')
  const read = new JurorsRead()
  for (let at = 0; at < 300; at += 1) {
    const level = random.int(levels)
    const jurors = ['a', 'b', 'c'].map((juror) => ({
      juror,
      level: juror === 'c' && random.chance(0.3) ? 2 : kept(level + (random.chance(0.1) ? 1 : 0)),
    }))
    const finding: Finding = { condition: 'kind', outcome: 'unjudged', because: 'as in the test', jurors }
    read.add(finding, 1)
  }
  const among = read.of(rubric, 1)
  expect(among?.alike?.n).toBe(300)
  const leans = among?.leans.toSorted((a, b) => Math.abs(b.higher.value) - Math.abs(a.higher.value)) ?? []
  expect(leans.map(({ juror }) => juror)[0]).toBe('c')
  expect(leans[0]?.to?.level).toBe(2)
})
