/**
 * One decided finding, of a test or of production: all that the gap and forecasts need to know of a conversation.
 *
 * What could not be judged is not among them; whoever gathers them counts it apart.
 */
export interface Graded {
  readonly side: 'test' | 'production'
  /**
   * What would be drawn together: a scenario with its repeats, a customer with all visits. The same name on both sides is
   * the same thing, and is drawn on both.
   */
  readonly unit: string
  /** The kind of customer: cluster, channel, whatever the two sides are compared within. */
  readonly cell: string
  readonly held: boolean
  /** What a person said of it. */
  readonly truth?: boolean
  /** How many conversations it stands for: one over its chance to be graded. Default 1. */
  readonly weight?: number
}
