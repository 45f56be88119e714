/**
 * What every store of labels must do. A new database is one more call of `labelsConformance`.
 *
 * Public, so that a store of your own can be held to it.
 */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import type { Label, Labels } from './labels.ts'

const label = (changes: Partial<Label> = {}): Label => ({
  project: 'shop',
  source: 'production',
  conversation: 'c-1',
  condition: 'polite',
  said: 'violated',
  truth: 'violated',
  who: 'ana',
  atMs: 1_772_409_600_000,
  ...changes,
})

async function listed(labels: AsyncIterable<Label>): Promise<readonly Label[]> {
  const list: Label[] = []
  for await (const each of labels) list.push(each)
  return list
}

/**
 * @param open a new, empty one
 * @param reopen the same again after `close`, when it outlives its process
 */
export function labelsConformance(name: string, open: () => Promise<Labels>, reopen?: () => Promise<Labels>): void {
  describe(`${name} is a store of labels`, () => {
    let labels: Labels
    afterEach(() => labels.close())

    test('a label comes back as it was given, whatever is written in it', async () => {
      labels = await open()
      const text = fc.string({ unit: 'grapheme', minLength: 1 })
      let n = 0
      await fc.assert(
        fc.asyncProperty(text, text, fc.option(text, { nil: undefined }), async (conversation, condition, because) => {
          n += 1
          const more = { ...(because !== undefined && { because, level: because }) }
          const given = label({ project: `${n}`, conversation, condition, ...more })
          await labels.put(given)
          expect(await listed(labels.all(`${n}`))).toEqual([given])
        }),
        { numRuns: 50 },
      )
    })

    test('what somebody said earlier stays, in the order in which it was said, beyond a page', async () => {
      labels = await open()
      const given = Array.from({ length: 201 }, (_, n) => label({ truth: n % 2 === 0 ? 'held' : 'violated', atMs: n }))
      for (const each of given) await labels.put(each)
      expect(await listed(labels.all('shop'))).toEqual(given)
    })

    test('labels given at the same moment are all kept', async () => {
      labels = await open()
      await Promise.all(['a', 'b', 'c'].map((who) => labels.put(label({ who }))))
      expect((await listed(labels.all('shop'))).map(({ who }) => who).sort()).toEqual(['a', 'b', 'c'])
    })

    test('labels are asked for by source, conversation and condition, and never told to another project', async () => {
      labels = await open()
      await labels.put(label())
      await labels.put(label({ source: 'run-1' }))
      await labels.put(label({ conversation: 'c-2', condition: 'honest' }))
      await labels.put(label({ project: 'bank' }))
      expect(await listed(labels.all('shop', { source: 'run-1' }))).toEqual([label({ source: 'run-1' })])
      expect(await listed(labels.all('shop', { conversation: 'c-1' }))).toHaveLength(2)
      expect(await listed(labels.all('shop', { condition: 'honest' }))).toHaveLength(1)
      expect(await listed(labels.all('bank'))).toEqual([label({ project: 'bank' })])
    })

    test('of a forgotten conversation nothing is kept, and of others all', async () => {
      labels = await open()
      await labels.put(label())
      await labels.put(label({ source: 'run-1' }))
      await labels.put(label({ project: 'bank' }))
      await labels.forget('shop', 'production', ['c-1', 'c-9'])
      expect(await listed(labels.all('shop'))).toEqual([label({ source: 'run-1' })])
      expect(await listed(labels.all('bank'))).toHaveLength(1)
    })

    if (reopen !== undefined) {
      test('what was given is there after closing and opening again', async () => {
        labels = await open()
        await labels.put(label())
        await labels.close()
        labels = await reopen()
        expect(await listed(labels.all('shop'))).toEqual([label()])
      })
    }
  })
}
