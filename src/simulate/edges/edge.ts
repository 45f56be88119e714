/**
 * An edge: one way in which records are awkward that nobody put into a test, made of a scenario's own records.
 *
 * An edge is one file, registered in `index.ts`, that passes `edge.conformance.ts`. It changes the records and what
 * must be true afterwards; what the customer wants stays the scenario's. It makes no person up beyond a name, a
 * number and an id drawn by the seed.
 */
import type { KeyedRandom } from '../../stats/index.ts'
import type { Fact, Scenario, ScheduledEvent } from '../scenario.ts'
import type { Fields, JsonRecord } from './fields.ts'

export type { JsonRecord } from './fields.ts'

/** A scenario, read for what its records mean. */
export interface Base {
  readonly scenario: Scenario
  readonly fields: Fields
  /** The records that exist before, facts filled in. */
  readonly given: JsonRecord
  /** The customer's own record. */
  readonly person: JsonRecord
  readonly others: readonly JsonRecord[]
  /** What is theirs: appointments, orders. */
  readonly things: readonly JsonRecord[]
  /** What the project can have happen in the backends, by name. */
  readonly changes: readonly string[]
}

/** What an edge makes of a scenario. What is left out stays. */
export interface Twist {
  readonly title: string
  /** The customer's record comes first, unless the order is what is awkward. */
  readonly people?: readonly JsonRecord[]
  readonly things?: readonly JsonRecord[]
  readonly facts?: readonly Fact[]
  readonly events?: readonly ScheduledEvent[]
  readonly expect?: Scenario['expect']
}

export interface Edge {
  /** Ends the ids of its scenarios. */
  readonly id: string
  readonly summary: string
  /** @returns why it cannot be made of this scenario, in words, where it cannot */
  twist(base: Base, random: KeyedRandom): Twist | string
}
