import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Element, minimised } from './minimised.ts'

/** Elements that may need earlier ones, and which of them it takes. */
const world = fc.integer({ min: 1, max: 25 }).chain((n) =>
  fc.record({
    elements: fc
      .array(fc.option(fc.nat(), { nil: undefined, freq: 2 }), { minLength: n, maxLength: n })
      .map((needs) =>
        needs.map(
          (need, at): Element => ({ id: `e${at}`, ...(need !== undefined && at > 0 && { needs: [`e${need % at}`] }) }),
        ),
      ),
    wanted: fc.subarray(Array.from({ length: n }, (_, at) => `e${at}`)),
  }),
)

test('what it takes is found with all that it needs, and nothing else', async () => {
  await fc.assert(
    fc.asyncProperty(world, async ({ elements, wanted }) => {
      const asked: string[] = []
      const { kept, tries, isMinimal } = await minimised(
        elements,
        async (left) => {
          asked.push([...left].join())
          for (const { id, needs = [] } of elements) {
            if (left.has(id)) expect(needs.every((need) => left.has(need))).toBe(true)
          }
          return wanted.every((id) => left.has(id))
        },
        { triesAtMost: 500 },
      )
      const needed = new Set<string>()
      const need = (id: string) => {
        needed.add(id)
        for (const each of elements.find((element) => element.id === id)?.needs ?? []) need(each)
      }
      for (const id of wanted) need(id)
      expect(new Set(kept)).toEqual(needed)
      expect(isMinimal).toBe(true)
      expect(new Set(asked).size).toBe(tries)
    }),
    { numRuns: 200 },
  )
})

test('three of a hundred elements are found in far fewer tries than one for each', async () => {
  const elements = Array.from({ length: 100 }, (_, at) => ({ id: `${at}` }))
  const { kept, tries } = await minimised(elements, async (left) => ['7', '42', '88'].every((id) => left.has(id)))
  expect(kept).toEqual(['7', '42', '88'])
  expect(tries).toBeLessThan(60)
})

test('when the tries are used up, what is left still makes it happen and is not called minimal', async () => {
  const elements = Array.from({ length: 50 }, (_, at) => ({ id: `${at}` }))
  const happens = async (left: ReadonlySet<string>) => ['1', '2', '30', '31', '49'].every((id) => left.has(id))
  const { kept, tries, isMinimal } = await minimised(elements, happens, { triesAtMost: 5 })
  expect({ tries, isMinimal }).toEqual({ tries: 5, isMinimal: false })
  expect(await happens(new Set(kept))).toBe(true)
})
