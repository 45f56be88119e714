/** How long what production sent is kept, by class. Numbers (counts, findings) are kept for good. */

const dayMs = 86_400_000

/** In milliseconds since the last of a conversation came; of the log, since a segment was last written. */
export interface RetentionTerms {
  /** Requests as they were kept. */
  readonly logMs: number
  /** What was understood of them, part by part; afterwards a conversation is kept as it was graded. */
  readonly partsMs: number
  /** Conversations whose newest grading found no violation. */
  readonly conversationsMs: number
  /** Conversations whose newest grading found one. */
  readonly violationsMs: number
}

export interface RetentionDays {
  readonly log: number
  readonly parts: number
  readonly conversations: number
  readonly violations: number
}

export const usualDays: RetentionDays = { log: 30, parts: 30, conversations: 90, violations: 365 }

export function retentionOf({ log, parts, conversations, violations }: RetentionDays): RetentionTerms {
  return {
    logMs: log * dayMs,
    partsMs: parts * dayMs,
    conversationsMs: conversations * dayMs,
    violationsMs: violations * dayMs,
  }
}
