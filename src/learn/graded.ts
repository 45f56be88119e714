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
  /** What the cell is made of, where it is made of several: the same traits for the same cell, in the same order. */
  readonly traits?: readonly string[]
  /** What it is called where no scenario has its kind, and enough others are like it. */
  readonly called?: string
  readonly held: boolean
  /** What people said of it. */
  readonly truth?: boolean
  /** How many verdicts like it are spoken for by that, so that labels asked for more often count less. Default 1. */
  readonly speaksFor?: number
  /** How many conversations it stands for: one over its chance to be graded. Default 1. */
  readonly weight?: number
}
