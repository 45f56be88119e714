/** Names for runs: when they began and what they are of. */
import type { Store } from '../store/index.ts'

/** A run's id tells when it began: `20260302-091500-3f2a`. A second run in the same second gets `-2`. */
export async function freshRunId(store: Pick<Store, 'run'>, startedAt: string, of: string): Promise<string> {
  const moment = startedAt.slice(0, 19).replace(/[-:]/g, '').replace('T', '-')
  const first = `${moment}-${of}`
  let id = first
  for (let others = 2; (await store.run(id)) !== undefined; others += 1) id = `${first}-${others}`
  return id
}
