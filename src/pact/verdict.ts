/** What a pact says about one conversation: one finding per condition and rubric. */
import type { Outcome } from './condition.ts'

/** What one condition or rubric says about one conversation. */
export type Finding = { readonly condition: string } & Outcome & RubricReading

/** What a jury adds to a finding; absent for conditions that code checks. */
export interface RubricReading {
  /** Where the reading lies on the rubric's levels, a fraction 0..1. */
  readonly score?: number
  /** Verbatim words that carry the reading; `at` is the event index. Code has checked each quote. */
  readonly quotes?: readonly { readonly at: number; readonly text: string }[]
  readonly jurors?: readonly JurorReading[]
  /** Where somebody seems to speak to the jury. Evidence for people; it changes no outcome. Absent when nothing was seen. */
  readonly suspicions?: readonly Suspicion[]
}

/** A sign that the words at an event are meant for whoever grades them. */
export interface Suspicion {
  /** The event's index. */
  readonly at: number
  readonly sign:
    | 'speaks-to-readers'
    | 'grades-itself'
    | 'overrides-rules'
    | 'looks-like-an-answer'
    | 'unseen-text'
    | 'template-mark'
}

/** One model's reading of one conversation. */
export interface JurorReading {
  readonly juror: string
  /** Level the juror chose, from 0; absent when its answer could not be used. */
  readonly level?: number
  readonly reasoning?: string
  /** Why the answer could not be used. */
  readonly failure?: string
  /** It was never asked, because the budget for models was spent. Counted apart from failures. */
  readonly skipped?: true
}

/** All findings of one conversation under one version of a pact. */
export interface Verdict {
  readonly conversation: string
  readonly pact: { readonly id: string; readonly version: number; readonly hash: string }
  readonly findings: readonly Finding[]
}
