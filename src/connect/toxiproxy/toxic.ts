/** A toxic, as Toxiproxy calls it: one thing that happens to the bytes of a connection in one direction. */
import { z } from 'zod'
import type { KeyedRandom } from '../../stats/index.ts'

export const toxicForm = z.looseObject({
  name: z.string().optional(),
  type: z.string(),
  stream: z.enum(['upstream', 'downstream']).default('downstream'),
  toxicity: z.number().min(0).max(1).default(1),
  attributes: z.record(z.string(), z.unknown()).default({}),
})

/** A toxic as it is told over the API. */
export interface Toxic {
  readonly name: string
  readonly type: string
  readonly stream: 'upstream' | 'downstream'
  /** Chance that it strikes a connection, a fraction 0..1. */
  readonly toxicity: number
  readonly attributes: Readonly<Record<string, unknown>>
}

/** What happens to one piece of data. */
interface Passing {
  /** When it came, in milliseconds. */
  readonly cameMs: number
  readonly bytes: Buffer
  readonly random: KeyedRandom
  /** Kept for a toxic on one connection. */
  readonly memory: Map<string, number>
  nowMs(): number
  /** Ends early when the toxic is removed or the connection closes. */
  sleep(ms: number): Promise<void>
}

/** What is passed on: pieces, possibly none, and whether and how the connection ends afterwards. */
export interface Passed {
  readonly pieces: readonly { readonly bytes: Buffer; readonly waitMs?: number }[]
  readonly ending?: 'close' | 'reset'
}

/** One type of toxic: its attributes, and what it does to data and to the end of data. */
export interface ToxicType<Attributes = unknown> {
  readonly type: string
  readonly attributes: z.ZodType<Attributes>
  /** In words that follow "the connection". */
  explain(attributes: Attributes): string
  pass?(attributes: Attributes, passing: Passing): Promise<Passed>
  /** How long the end of the stream is held back, in milliseconds. */
  holdsEndMs?(attributes: Attributes): number
}

/** Any type, in lists; its attributes are known only to itself. */
export interface AnyToxicType extends Omit<ToxicType, 'explain' | 'pass' | 'holdsEndMs'> {
  explain(attributes: never): string
  pass?(attributes: never, passing: Passing): Promise<Passed>
  holdsEndMs?(attributes: never): number
}
