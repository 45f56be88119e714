import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hash64, hash128 } from './hash.ts'
import { keyedRandom, keyedRandoms } from './random.ts'

const purpose = fc.array(fc.oneof(fc.string(), fc.integer()), { maxLength: 4 })
const draws = (count: number, ...key: Parameters<typeof keyedRandom>) => {
  const random = keyedRandom(...key)
  return Array.from({ length: count }, () => random.float())
}

test('the same seed and purpose give the same draws, on every machine and in every version', () => {
  const random = keyedRandom(4182, 'typo', 3)
  expect([random.float(), random.float(), random.int(1000), random.normal(), random.lognormal(900, 0.5)]).toEqual(
    PINNED,
  )
  expect(keyedRandom(7, 'order').shuffle(['a', 'b', 'c', 'd', 'e', 'f'])).toEqual(PINNED_ORDER)
})

test('a draw depends on how many came before, not on what they were used for', () => {
  fc.assert(
    fc.property(fc.integer(), purpose, (seed, key) => {
      const one = keyedRandom(seed, ...key)
      one.int(7)
      one.normal()
      one.chance(0)
      one.pick(['a', 'b'])
      one.lognormal(1, 2)
      expect(one.float()).toBe(draws(6, seed, ...key)[5])
    }),
  )
})

test('purposes that begin alike draw the same when their beginning is taken in once for all', () => {
  fc.assert(
    fc.property(fc.integer(), purpose, fc.array(purpose, { minLength: 1, maxLength: 3 }), (seed, beginning, rests) => {
      const randomOf = keyedRandoms(seed, ...beginning)
      expect(rests.map((rest) => randomOf(...rest).float())).toEqual(
        rests.map((rest) => keyedRandom(seed, ...beginning, ...rest).float()),
      )
    }),
  )
})

test('different seeds and different purposes share no draws', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer(), purpose, purpose, (seed, otherSeed, key, otherKey) => {
      fc.pre(seed !== otherSeed || JSON.stringify(key) !== JSON.stringify(otherKey))
      expect(draws(3, seed, ...key)).not.toEqual(draws(3, otherSeed, ...otherKey))
    }),
  )
})

test('a purpose is its parts: 1 is not "1", and "a", "b" is not "ab"', () => {
  const firsts = [[1], ['1'], ['a', 'b'], ['ab'], ['a', '', 'b'], [], [''], [0], [0.5], ['0.5']].map(
    (key) => draws(1, 1, ...key)[0],
  )
  expect(new Set(firsts).size).toBe(firsts.length)
})

test('floats are spread evenly, also when each seed is used once', () => {
  const bins = new Array<number>(50).fill(0)
  for (let seed = 0; seed < 50_000; seed += 1) {
    const bin = Math.floor(keyedRandom(seed, 'even').float() * 50)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  const chiSquare = bins.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0)
  expect(chiSquare).toBeLessThan(86)
})

test('normals have mean 0, deviation 1 and normal tails; lognormals have the median asked for', () => {
  const random = keyedRandom(5, 'moments')
  const normals = Array.from({ length: 40_000 }, () => random.normal())
  const mean = normals.reduce((sum, z) => sum + z, 0) / normals.length
  const variance = normals.reduce((sum, z) => sum + z * z, 0) / normals.length
  expect(Math.abs(mean)).toBeLessThan(0.02)
  expect(Math.abs(variance - 1)).toBeLessThan(0.03)
  expect(normals.filter((z) => z > 1.96).length / normals.length).toBeCloseTo(0.025, 2)
  expect(normals.every(Number.isFinite)).toBe(true)

  const below = Array.from({ length: 10_000 }, () => random.lognormal(900, 0.7)).filter((ms) => ms < 900).length
  expect(Math.abs(below / 10_000 - 0.5)).toBeLessThan(0.02)
})

test('chance, int and pick hit their stated shares', () => {
  const random = keyedRandom(6, 'shares')
  const count = (draw: () => boolean) => Array.from({ length: 10_000 }, draw).filter(Boolean).length / 10_000
  expect(Math.abs(count(() => random.chance(0.3)) - 0.3)).toBeLessThan(0.02)
  expect(count(() => random.chance(0))).toBe(0)
  expect(count(() => random.chance(1))).toBe(1)
  expect(Math.abs(count(() => random.int(4) === 3) - 0.25)).toBeLessThan(0.02)
  expect(Math.abs(count(() => random.pick(['x', 'y']) === 'x') - 0.5)).toBeLessThan(0.02)
})

test('a shuffle keeps every item, leaves the list alone, and reaches every order equally often', () => {
  fc.assert(
    fc.property(fc.integer(), fc.array(fc.integer()), (seed, list) => {
      const before = [...list]
      const shuffled = keyedRandom(seed).shuffle(list)
      expect(list).toEqual(before)
      expect([...shuffled].sort((a, b) => a - b)).toEqual([...list].sort((a, b) => a - b))
    }),
  )
  const orders = new Map<string, number>()
  for (let seed = 0; seed < 6000; seed += 1) {
    const order = keyedRandom(seed, 'orders').shuffle(['a', 'b', 'c']).join('')
    orders.set(order, (orders.get(order) ?? 0) + 1)
  }
  expect(orders.size).toBe(6)
  for (const times of orders.values()) expect(Math.abs(times - 1000)).toBeLessThan(150)
})

test('refuses what cannot be drawn from, naming what it got', () => {
  const random = keyedRandom(1)
  expect(() => random.pick([])).toThrow('cannot pick from an empty list')
  expect(() => random.int(0)).toThrow('n must be a whole number of at least 1, got 0')
  expect(() => random.chance(1.2)).toThrow('p must be from 0 to 1, got 1.2')
  expect(() => keyedRandom(Number.NaN)).toThrow('seeds and purposes must be finite, got NaN')
})

test('hashes stay what they are', () => {
  expect(['', 'a', 'ab', 'trial 1', 'größe 😀'].map(hash64)).toEqual(PINNED_HASHES)
  expect(hash128('trial 1').startsWith(hash64('trial 1'))).toBe(true)
  expect(hash128('trial 1')).toMatch(/^[0-9a-f]{32}$/)
})

test('a hundred thousand similar texts have different hashes', () => {
  const hashes = new Set<string>()
  for (let index = 0; index < 100_000; index += 1) hashes.add(hash64(`scenario-${index}/persona/seed-7`))
  expect(hashes.size).toBe(100_000)
})

const PINNED = [0.19861048349403598, 0.0894455144655989, 288, -0.6134033692943105, 2173.7138499727607]
const PINNED_ORDER = ['f', 'e', 'a', 'd', 'b', 'c']
const PINNED_HASHES = [
  '025fb96dabb438ca',
  '72639b1e1b3b7a81',
  'bc4c58bd1e6ac952',
  '283503dff9c704ed',
  '86a8df5e9cf7fb47',
]
