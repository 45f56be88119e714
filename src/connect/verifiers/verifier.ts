/**
 * A verifier reads what is really in a backend, independently of what the agent says.
 *
 * It is read before and after a conversation, scoped to the trial's customer; the difference is what
 * the agent did. A verifier is one file that passes `verifier.conformance.ts`. It never writes.
 */
import type { z } from 'zod'
import type { Json } from '../../conversation/index.ts'

/** Reads what is really in a backend, before and after a conversation. It never writes. */
export interface Verifier {
  /** The name by which scenarios and pacts refer to it: `appointments`. */
  readonly id: string
  explain(): string
  /**
   * Reads the records that a conversation may touch, by stable keys.
   *
   * @param values for the templates of the verifier's settings: the customer, what `prepare` answered
   * @throws VerifierFailure when the backend cannot be read; the conversation is then unjudged
   */
  read(values: Readonly<Record<string, Json>>, signal: AbortSignal): Promise<Readonly<Record<string, Json>>>
  close(): Promise<void>
  /**
   * How long backends may go on working after the agent has answered. Absent: a reading is final at once,
   * as it is for code in this process.
   */
  readonly settle?: Settling
}

/** How long to wait until a backend has come to rest. */
export interface Settling {
  /** Pause between two readings, in milliseconds. */
  readonly everyMs: number
  /** Longest wait for two equal readings, in milliseconds. */
  readonly timeoutMs: number
}

/** One way to read a backend: its key in the project file, its settings, and how to make a verifier of them. */
export interface VerifierKind<Settings = unknown> {
  readonly kind: string
  /** Gives `Settings`. */
  readonly settings: z.ZodType
  create(id: string, settings: Settings, surroundings: VerifierSurroundings): Verifier
}

/** What a verifier may need of the project around it. */
export interface VerifierSurroundings {
  /** Folder that relative paths in the settings start from. */
  readonly folder: string
}

/** The backend could not be read: our infrastructure's failure, never the agent's. */
export class VerifierFailure extends Error {
  override readonly name = 'VerifierFailure'
  readonly verifier: string

  constructor(verifier: string, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.verifier = verifier
  }
}
