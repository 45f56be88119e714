/**
 * What people say of verdicts: that a promise was truly held or violated in a conversation, whatever a judge said.
 *
 * Labels lie in a database of their own: conversations can be understood and graded again, and what a person has said
 * cannot be made again. They are added and never changed; of one person the newest counts. A label keeps what the verdict
 * said when it was given, so that a judge that changes can be held against it later.
 */

/** `production`, or the id of a run. */
export type LabelSource = string
export const production: LabelSource = 'production'

export interface Label {
  readonly project: string
  readonly source: LabelSource
  /** The conversation of production, or the trial of a run. */
  readonly conversation: string
  readonly condition: string
  /** What the verdict said when it was labelled. */
  readonly said: 'held' | 'violated' | 'unjudged' | 'not-applicable'
  readonly truth: 'held' | 'violated'
  /** The name of the rubric's level that the person would have chosen; absent where none was named. */
  readonly level?: string
  /** Why; always there where a person says other than the verdict. */
  readonly because?: string
  readonly who: string
  /** Milliseconds since 1970. */
  readonly atMs: number
}

export interface LabelFilter {
  readonly source?: LabelSource
  readonly conversation?: string
  readonly condition?: string
}

export interface Labels {
  /** Adds one; resolves when it is on disk. */
  put(label: Label): Promise<void>
  /** All of a project, earlier ones of the same person included, in the order in which they were given. */
  all(project: string, filter?: LabelFilter): AsyncIterable<Label>
  /** Removes all that was said of conversations that are forgotten. */
  forget(project: string, source: LabelSource, conversations: readonly string[]): Promise<void>
  close(): Promise<void>
}
