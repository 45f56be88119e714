/** What arrives, before it is known where it belongs. */
import type { Item } from '../intake/reader.ts'

/** An item with when it came. */
export interface Arrived {
  readonly item: Item
  readonly receivedMs: number
}
