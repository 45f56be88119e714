/** Places of values in the bytes of a body. */
import type { Json } from '../../conversation/index.ts'

/** A message that a stretch is in. */
export interface Around {
  /** Where its length is written, where it begins, and where it ends. */
  readonly lengthAt: number
  readonly at: number
  readonly end: number
}

/** Bytes from a tag to the end of its field. */
export interface Stretch {
  readonly from: number
  readonly to: number
  /** Outermost first. */
  readonly around: readonly Around[]
}

/** A value, as it would stand among the records. */
export interface Place extends Stretch {
  readonly name: string
  readonly within: string
  readonly depth: number
  /** The tag that a text has there. */
  readonly textTag: number
  read(): Json
}

export interface Places {
  readonly records: number
  readonly wanted: readonly Place[]
  /** Fields that nobody reads and that can hold texts. */
  readonly unread: readonly Stretch[]
}

/** What is asked of values on the way. */
export interface Asked {
  /** Whether a text is wanted, which stands in a field of this name, within one of that name. */
  isWanted(start: number, end: number, name: string, within: string): boolean
  /** Whether a value that is no text, or an id, is wanted. */
  isWantedValue(value: Json, name: string, within: string): boolean
  /** Whether the name of an attribute may stay. */
  isPlainName(name: string): boolean
}
