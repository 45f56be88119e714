/**
 * What is kept so that turns which carry no conversation id find each other: by what each turn took up and left behind.
 */

/** One thing by which a turn (a trace) can be known again. Moments are milliseconds since 1970. */
export interface TurnMark {
  readonly trace: string
  /** `begins`: what had been said before the turn. `ends`: what had been said after it. */
  readonly side: 'begins' | 'ends'
  readonly hash: string
  /** When the turn began, or ended. */
  readonly atMs: number
  readonly agent: string
  readonly customer: string
}

/** What is known of a turn's place. */
export interface TurnLink {
  readonly trace: string
  /** The turn before it; absent where it begins a conversation, or where that is not known. */
  readonly after?: string
  /** How sure that is, 0..1. */
  readonly confidence: number
  /** It may have been taken up by a turn that is not known, or may take one up. */
  readonly doubtful: boolean
}

/** A turn with where it is kept. */
export interface PlacedTurn extends TurnLink {
  readonly thread: string
}

/** From when to when, and how many of one kind are looked at. */
export interface MarkTimes {
  readonly fromMs: number
  readonly toMs: number
  readonly most: number
}

export interface SharedMarks {
  readonly marks: readonly TurnMark[]
  /** Hashes that more turns have, with whether any of them begins with it. */
  readonly common: ReadonlyMap<string, { readonly isTakenUp: boolean }>
}

export interface StitchWriting {
  /** What is kept of these turns, as JSON. */
  bodiesOf(
    project: string,
    traces: readonly string[],
  ): Promise<readonly { readonly trace: string; readonly body: string }[]>
  putMarks(project: string, marks: readonly TurnMark[]): Promise<void>
  /** Forgets all marks of these turns. */
  forgetMarks(project: string, traces: readonly string[]): Promise<void>
  /** Marks by what they stand for, of a time; of what too many turns share only how it is shared. */
  marksBy(project: string, hashes: readonly string[], within: MarkTimes): Promise<SharedMarks>
  /** By what these turns can be known. */
  marksOf(project: string, traces: readonly string[]): Promise<readonly TurnMark[]>
  turns(project: string, traces: readonly string[]): Promise<ReadonlyMap<string, PlacedTurn>>
  turnsAfter(project: string, traces: readonly string[]): Promise<readonly PlacedTurn[]>
  /** Where turns belong and what they follow; of their records nothing is changed. */
  putTurns(project: string, turns: readonly PlacedTurn[]): Promise<void>
  /** Puts turns into another conversation, with everything that is kept of them. */
  moveTraces(project: string, traces: readonly string[], thread: string): Promise<void>
  /** Forgets everything that is kept of these turns but the turns themselves. @returns how many records that were */
  dropRecords(project: string, traces: readonly string[]): Promise<number>
  /** From when to when the records of conversations are, and when the last of them came; nothing of those without any. */
  spansOf(
    project: string,
    threads: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly firstMs: number; readonly lastMs: number; readonly seenMs: number }>>
  /** Forgets conversations that nothing is left of. @returns how many of them had been over at least once */
  dropThreads(project: string, threads: readonly string[]): Promise<number>
}
