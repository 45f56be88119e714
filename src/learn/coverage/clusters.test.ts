import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Clusters } from './clusters.ts'
import { Wording } from './distinctive.ts'
import { Reservoir } from './reservoir.ts'
import { spaceOf } from './space.ts'

const texts = [
  'where can I park',
  'is there parking near you',
  'my parrot needs his claws trimmed',
  'can I park my car there',
  'do you trim the claws of parrots',
]

function clustered(all: readonly string[]): readonly number[] {
  const space = spaceOf(all)
  const clusters = new Clusters()
  return all.map((text) => clusters.add(space.vector(text)))
}

test('texts that say alike things come together, in the order in which they came', () => {
  expect(clustered(texts)).toEqual([0, 1, 2, 0, 2])
  expect(clustered(['👍', 'where can I park', '👍'])).toEqual([0, 1, 2])
})

test('every text has one cluster, the same text the same one when nothing came between, and the counts add up', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...texts, 'hours on Sunday?', 'ok', '👍')), (all) => {
      const space = spaceOf(all)
      const clusters = new Clusters()
      for (const text of all) {
        const cluster = clusters.add(space.vector(text))
        if (text !== '👍') expect(clusters.nearness(space.vector(text), cluster)).toBeGreaterThan(0.2)
        expect(cluster).toBeLessThan(clusters.counts.length)
      }
      expect(clusters.counts.reduce((sum, count) => sum + count, 0)).toBe(all.length)
      expect(clusters.counts).not.toContain(0)
      expect(clustered(all)).toEqual(clustered(all))
    }),
  )
})

test('a group is called by the words that it has and others have not', () => {
  const wording = new Wording(texts)
  expect(wording.of([texts[2] ?? '', texts[4] ?? ''], 1)).toEqual(['claws'])
  expect(wording.of([])).toEqual([])
  const access = Array.from({ length: 5 }, () => 'is there wheelchair access ok thanks')
  const others = ['is there parking', 'ok thanks', 'ok is there a bus', 'how much is it', 'at ten', 'is a dog ok']
  expect(new Wording([...access, ...others, ...others]).of(access, 2)).toEqual(['wheelchair', 'access'])
})

test('a sample keeps all while they fit, and later each as likely as any other', () => {
  const sampled = (size: number, n: number, seed: number) => {
    const reservoir = new Reservoir<number>(size, seed)
    for (let each = 0; each < n; each += 1) reservoir.add(each)
    return reservoir
  }
  expect(sampled(5, 5, 1).kept).toEqual([0, 1, 2, 3, 4])
  expect(sampled(5, 50, 1).n).toBe(50)
  expect(sampled(5, 50, 1).kept).toEqual(sampled(5, 50, 1).kept)
  const drawn = Array.from({ length: 2000 }, (_, seed) => sampled(3, 10, seed).kept).flat()
  const shares = Array.from({ length: 10 }, (_, each) => drawn.filter((item) => item === each).length / 2000)
  // Each with a chance of 0.3: four standard errors are 0.041.
  for (const share of shares) expect(Math.abs(share - 0.3)).toBeLessThan(0.041)
})
