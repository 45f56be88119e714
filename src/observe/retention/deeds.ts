/** What can be done with what is kept, as plain values: it may be done on another thread than the one that was asked. */
import type { Hold, Observed, ThreadName } from '../../store/index.ts'
import { askToReread } from '../reread.ts'
import { forget, hold, release } from './forget.ts'
import { forgetPoints } from './points.ts'
import { retain } from './retain.ts'
import type { RetentionTerms } from './terms.ts'

export type KeepingDeed =
  | { readonly hold: Hold }
  | { readonly release: ThreadName }
  | { readonly forget: { readonly project: string; readonly threads: readonly string[] } }
  /** The segment of the log from which on it is read again. */
  | { readonly reread: number }
  | { readonly retain: Retaining }

/** What is old is removed. */
interface Retaining {
  readonly terms: RetentionTerms
  readonly nowMs: number
  /** The first that the log still has. */
  readonly segment: number
  /** That holds production. */
  readonly folder: string
}

/** @throws Problem `observe/no-such-conversation`, `observe/held` */
export async function keepAs(observed: Observed, deed: KeepingDeed): Promise<void> {
  if ('hold' in deed) await hold(observed, deed.hold)
  else if ('release' in deed) await release(observed, deed.release)
  else if ('forget' in deed) await forget(observed, deed.forget.project, deed.forget.threads)
  else if ('reread' in deed) await askToReread(observed, deed.reread)
  else await retained(observed, deed.retain)
}

async function retained(observed: Observed, { terms, folder, ...at }: Retaining): Promise<void> {
  const { removed } = await retain(observed, terms, at)
  if (removed > 0) await forgetPoints(folder)
}
