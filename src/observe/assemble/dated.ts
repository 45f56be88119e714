/** Events before they are counted from the beginning of their conversation. */
import type { Event } from '../../conversation/index.ts'

/** An event whose `atMs` counts from 1970. */
export interface Dated {
  readonly event: Event
  readonly key: string
  /** Which of the same moment came first. */
  readonly cameMs?: number
}
