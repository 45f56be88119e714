/**
 * A fault: one way in which a backend misbehaves, as data.
 *
 * A kind of fault is one file in this folder that passes `fault.conformance.ts`. It stands between the agent and
 * the backend for one exchange: it may change what is asked, ask or not, and change what comes back. It decides
 * nothing about when: that is the rule it stands in (`rule.ts`). What it draws, it draws from the randomness it is given.
 */
import type { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import type { KeyedRandom } from '../../stats/index.ts'
import type { Call, Reply } from '../backends/exchange.ts'

/** What a fault is about; coverage is counted by it. */
export type FaultFamily = 'time' | 'transport' | 'status' | 'drift' | 'data' | 'write'

/** What a fault may use besides the exchange. */
export interface FaultContext {
  /** Keyed by trial seed, rule and the number of the call, so that no draw depends on any other call. */
  readonly random: KeyedRandom
  /** Which call that this rule met it is within the trial, from 1. */
  readonly nth: number
  /** Real time, in milliseconds since some fixed moment. */
  nowMs(): number
  /** Waits in real time; ends early, without an error, when the agent goes away or the trial ends. */
  sleep(ms: number): Promise<void>
  /** Aborted when the agent has gone away: nobody waits for the reply any more. */
  readonly gone: AbortSignal
  /** What this fault remembers within its trial, such as until when it refuses. */
  readonly memory: Map<string, unknown>
  /** The moment of the exchange, for dates in headers. */
  date(): Date
}

/** A fault with its options, ready to stand in an exchange. */
export interface Fault {
  /** What it does, in words that follow "the backend": `answers 9 s late`. */
  explain(): string
  /** Paths that the fault has made up itself: calls of them are its own, whatever its rule says. */
  owns?(path: string): boolean
  /**
   * @param ask asks the backend; may be called not at all, once, or again
   * @returns what the agent gets
   */
  meet(call: Call, ask: (call: Call) => Promise<Reply>, context: FaultContext): Promise<Reply>
}

export interface FaultKind<Options = unknown> {
  /** The key under `do:`: `delay`, `status`, `rename`. */
  readonly kind: string
  readonly family: FaultFamily
  /** One line for the reference. */
  readonly summary: string
  /** What a person could paste under `do:`, in YAML. */
  readonly example: string
  readonly options: z.ZodType<Options>
  /** Whether only writes can meet it: a lost commit needs something to commit. Default false. */
  readonly writesOnly?: true
  /** Where it makes sense in a reply, for kinds that can be generated from what a backend answers. */
  applicable?(reply: ObservedReply): readonly Applicable[]
  /** @throws Problem when the options cannot work */
  create(options: Options): Fault
}

/** What a backend answered, as far as drifts can be made of it. */
interface ObservedReply {
  readonly method: string
  readonly status: number
  readonly json: Json
}

/** A fault that could be played on a reply. */
export interface Applicable {
  readonly path: string
  /** Which of its variants it is, where it has several. */
  readonly variant?: string
  /** What stands under `do:` to play it. */
  readonly settings: Json
}

/** Any kind, in lists; its options are known only to itself. */
export interface AnyFaultKind extends Omit<FaultKind, 'create'> {
  create(options: never): Fault
}
