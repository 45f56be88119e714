/** What detectors remember between conversations, stream by stream. */

/** One stream's memory. */
export interface DetectorRow {
  readonly stream: string
  /** JSON. */
  readonly state: string
  readonly atMs: number
}

/** A conversation of a customer, to tell whether it is the first of a visit. */
export interface Visit {
  readonly thread: string
  readonly channel: string
  readonly customer: string
  readonly closedMs: number
}

export interface Detectors {
  /** All but what canaries answered, which is large and asked for by its name. */
  all(project: string): Promise<readonly DetectorRow[]>
  /** Streams of every project whose names begin so. */
  named(beginning: string): Promise<readonly (DetectorRow & { readonly project: string })[]>
  /** When the last of any conversation arrived, by the server's clock; of one channel where one is named. */
  lastHeardMs(project: string, channel?: string): Promise<number | undefined>
}

/** What may be read and written within a transaction. */
export interface DetectorsWriting extends Detectors {
  one(project: string, stream: string): Promise<DetectorRow | undefined>
  /** Adds or replaces. */
  put(project: string, rows: readonly DetectorRow[]): Promise<void>
  drop(project: string, streams: readonly string[]): Promise<void>
  /** Conversations whose customer had another one on that channel, graded, in the time before. */
  returning(project: string, visits: readonly Visit[], withinMs: number): Promise<ReadonlySet<string>>
}
