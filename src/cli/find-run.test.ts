import { expect, test } from 'vitest'
import { openStore, type RunRecord, type Store } from '../store/index.ts'
import { findRun, wholeRun } from './find-run.ts'

async function storeWith(...runs: readonly (readonly [id: string, settings: RunRecord['settings']])[]): Promise<Store> {
  const store = await openStore(':memory:')
  for (const [day, [id, settings]] of runs.entries())
    await store.openRun({
      ...{ id, startedAt: `2026-03-0${day + 1}T09:00:00.000Z`, agent: { id: 'desk' } },
      ...{ pact: { id: 'salon', version: 1, hash: 'h' }, planned: 1, seed: 1, settings },
    })
  return store
}

test('production is held against the newest run of all scenarios, not against the few that were played last', async () => {
  const store = await storeWith(['all', { seed: 1, repeats: 3 }], ['guards', { seed: 1, tags: ['regression'] }])
  expect([(await findRun(store, wholeRun)).id, (await findRun(store, undefined)).id]).toEqual(['all', 'guards'])
  await store.close()
})

test('where all runs are of a few scenarios, the newest of them is taken', async () => {
  const store = await storeWith(['one', { scenarios: ['haircut'] }], ['attacks', { probes: {} }])
  expect((await findRun(store, wholeRun)).id).toBe('attacks')
  await store.close()
})
