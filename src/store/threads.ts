/** What is kept of what production sends: records, and conversations as far as they have come. */

/** A place in the log that was read: a segment and an offset in it, in bytes. */
export interface ReadPlace {
  readonly segment: number
  readonly offset: number
}

/** One message, span or whole conversation, as it was understood. A record of the same key replaces it. */
export interface ObservedRecord {
  readonly key: string
  readonly thread: string
  readonly trace?: string
  readonly kind: string
  readonly atMs: number
  readonly receivedMs: number
  /** JSON. */
  readonly body: string
}

/** How far a conversation has come. `quiet`: nothing new for a while. `closed`: over as far as anyone knows, and graded. */
export type ThreadState = 'open' | 'quiet' | 'closed'

/** A conversation as far as it has come. Moments are milliseconds since 1970. */
export interface Thread {
  readonly project: string
  readonly id: string
  readonly state: ThreadState
  readonly channel: string
  readonly agent: string
  readonly version: string
  readonly customer?: string
  readonly firstMs: number
  readonly lastMs: number
  /** When the last of it arrived, by the server's clock. */
  readonly seenMs: number
  /** Grows with everything that arrives. */
  readonly revision: number
  /** The revision that was graded last; 0 for none. */
  readonly graded: number
  /** When it counts as over unless more arrives; 0 when somebody said that it is. */
  readonly dueMs: number
}
