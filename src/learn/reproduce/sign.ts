/** What one call shows of its backend: a fault, why it is taken for one, and the answer that there would have been without it. */
import type { Json } from '../../conversation/index.ts'

export interface Sign {
  /** As under `do:` of a fault. */
  readonly does: Readonly<Record<string, Json>>
  /** In words that stand after the events. */
  readonly because: string
  /** What the backend would have answered without the fault, where that can be told. */
  readonly answer?: Json
}
