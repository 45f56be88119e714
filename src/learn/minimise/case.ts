/** What is played, as far as it can be made smaller, and how it is taken apart. */
import type { FaultSet } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'
import type { Persona, Scenario } from '../../simulate/index.ts'
import type { Said } from '../reproduce/script.ts'
import type { Element } from './minimised.ts'

export interface Case {
  readonly turns: readonly (readonly Said[])[]
  readonly faults: readonly FaultSet[]
  readonly history: Scenario['history']
  readonly answers: Answers
  readonly given: Scenario['given']
  /** Who goes on freely. */
  readonly persona: Persona
  /** The customer goes on freely where the words end. */
  readonly goesOn: boolean
}

/** What the recordings of a case answer, in their order, by backend. */
export type Answers = Readonly<Record<string, readonly Json[]>>

/** Something a case can perhaps do without. */
export interface Piece extends Element {
  /** What the customer says in it, as it is written and as it plainly would be; absent where it is nothing said. */
  readonly text?: string
}

/** One way to take a case apart. */
export interface Level {
  elements(of: Case): readonly Piece[]
  /** The case with these elements alone. */
  with(of: Case, kept: ReadonlySet<string>): Case
}
