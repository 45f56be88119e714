/** What the trials of a kept run add up to. */
import { type Pact, type Summary, tallyOf } from '../pact/index.ts'
import type { Store } from '../store/index.ts'

/** Reads a run from the store, one page at a time, and counts it. */
export async function gather(store: Pick<Store, 'trials'>, run: string, pact: Pact): Promise<Summary> {
  const counts = tallyOf(pact)
  for await (const { conversation, verdict, index } of store.trials(run)) counts.add(conversation, verdict, index)
  return counts.summary()
}
