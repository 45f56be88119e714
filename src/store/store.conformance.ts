/**
 * What every store must do. A new database is one more call of `storeConformance`.
 *
 * Public, so that a store of your own can be held to it.
 */
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { aRun, aTrial } from './store.sample.ts'
import type { RunRecord, Store } from './store.ts'

/** Everything an async iterable yields. */
export async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const list: Value[] = []
  for await (const value of values) list.push(value)
  return list
}

/**
 * @param open a new, empty store
 * @param reopen the same store again after `close`, when it outlives its process
 */
export function storeConformance(name: string, open: () => Promise<Store>, reopen?: () => Promise<Store>): void {
  describe(`${name} is a store`, () => {
    let store: Store
    const started = async (...runs: readonly RunRecord[]) => {
      store = await open()
      for (const run of runs) await store.openRun(run)
      return store
    }
    afterEach(() => store.close())

    test('a trial comes back as it was saved, whatever was said in it', async () => {
      await started(aRun('r'))
      let index = 0
      await fc.assert(
        fc.asyncProperty(fc.string({ unit: 'grapheme' }), async (text) => {
          const trial = aTrial('r', index++, text, ['lied'])
          await store.save(trial)
          expect(await store.trial('r', trial.id)).toEqual(trial)
        }),
        { numRuns: 50 },
      )
    })

    test('trials come in the order of the plan, not in the order in which they ended', async () => {
      await started(aRun('r'))
      await Promise.all([5, 0, 3, 1, 4, 2].map((index) => store.save(aTrial('r', index))))
      expect((await all(store.trials('r'))).map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5])
    })

    test('more trials than a page holds are all there, once each', async () => {
      await started(aRun('r'))
      await Promise.all(Array.from({ length: 501 }, (_, index) => store.save(aTrial('r', index))))
      expect((await all(store.trials('r'))).map(({ index }) => index)).toEqual(Array.from({ length: 501 }, (_, i) => i))
      expect(new Set(await all(store.trialIds('r'))).size).toBe(501)
    })

    test('saving a trial twice keeps the first record', async () => {
      await started(aRun('r'))
      await store.save(aTrial('r', 0, 'first'))
      await store.save(aTrial('r', 0, 'second'))
      expect(await all(store.trials('r'))).toEqual([aTrial('r', 0, 'first')])
    })

    test('trials can be asked for by scenario and by the condition that was violated', async () => {
      await started(aRun('r'))
      await Promise.all([
        store.save(aTrial('r', 0, 'a', ['lied'])),
        store.save(aTrial('r', 1, 'b', ['lied', 'slow'])),
        store.save(aTrial('r', 2, 'c')),
      ])
      expect((await all(store.trials('r', { scenario: 'even' }))).map(({ id }) => id)).toEqual(['t0', 't2'])
      expect((await all(store.trials('r', { violated: 'lied' }))).map(({ id }) => id)).toEqual(['t0', 't1'])
      expect((await all(store.trials('r', { violated: 'slow', scenario: 'even' }))).map(({ id }) => id)).toEqual([])
    })

    test('runs are listed newest first, with how many trials they hold and how they ended', async () => {
      await started(aRun('old', '2026-01-01T00:00:00.000Z'), aRun('new', '2026-02-01T00:00:00.000Z'))
      await store.save(aTrial('old', 0))
      await store.closeRun('old', { endedAt: '2026-01-01T00:01:00.000Z', how: 'complete' })
      expect(await store.runs()).toEqual([
        { ...aRun('new', '2026-02-01T00:00:00.000Z'), kept: 0 },
        {
          ...aRun('old', '2026-01-01T00:00:00.000Z'),
          kept: 1,
          end: { endedAt: '2026-01-01T00:01:00.000Z', how: 'complete' },
        },
      ])
      expect(await store.run('nowhere')).toBeUndefined()
    })

    test('opening a run again forgets that it ended and keeps its trials', async () => {
      await started(aRun('r'))
      await store.save(aTrial('r', 0))
      await store.closeRun('r', { endedAt: '2026-01-01T00:01:00.000Z', how: 'interrupted' })
      await store.openRun(aRun('r'))
      expect(await store.run('r')).toEqual({ ...aRun('r'), kept: 1 })
    })

    test('a baseline changes only when it is blessed again', async () => {
      await started(aRun('a'), aRun('b'))
      expect(await store.blessed('main')).toBeUndefined()
      await store.bless('main', 'a')
      expect(await store.blessed('main')).toBe('a')
      await store.bless('main', 'b')
      expect(await store.blessed('main')).toBe('b')
    })

    test('a trial of a run that was never opened is refused and the next one is kept', async () => {
      await started(aRun('r'))
      await expect(store.save(aTrial('elsewhere', 0))).rejects.toThrow()
      await store.save(aTrial('r', 1))
      expect(await all(store.trialIds('r'))).toEqual(['t1'])
    })

    if (reopen !== undefined) {
      test('what was acknowledged is there after closing and opening again', async () => {
        await started(aRun('r'))
        await store.save(aTrial('r', 0))
        await store.bless('main', 'r')
        await store.close()
        store = await reopen()
        expect(await all(store.trials('r'))).toEqual([aTrial('r', 0)])
        expect(await store.blessed('main')).toBe('r')
      })
    }
  })
}
