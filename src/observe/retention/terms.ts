/** How long what production sent is kept, by class. Numbers (counts, findings) are kept for good. */

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
