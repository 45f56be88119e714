/**
 * A condition: one promise about a conversation that code can check.
 *
 * A kind of condition is one file under `conditions/`. It says which options it takes, what it means
 * with those options (`explain`), and whether it held in one conversation (`check`). Nothing
 * elsewhere knows which kinds there are except the list in `conditions/index.ts`, one line each.
 */
import type { z } from 'zod'
import type { Conversation } from '../conversation/index.ts'

/** What a check says of one conversation. `at` are indexes of the events that show it. */
export type Outcome =
  | { readonly outcome: 'held'; readonly at?: readonly number[] }
  | { readonly outcome: 'violated'; readonly because: string; readonly at: readonly number[] }
  | { readonly outcome: 'not-applicable' }
  /** The judge, or the record, failed; not the agent. Never counted as a pass or as a violation. */
  | { readonly outcome: 'unjudged'; readonly because: string }

/** What a kind makes of its options: the promise in words, and whether a conversation keeps it. */
export interface Check {
  /** What is promised, in words, with the options filled in: `never says anything matching /guarantee/`. */
  explain(): string
  /** Pure and synchronous; the same for simulated and production conversations; linear in the transcript. */
  check(conversation: Conversation): Outcome
}

/** What a kind may use besides its own options when a pact is read. */
export interface Terms {
  readonly id: string
  /** What is known of the agent: the tools it declares, its instructions, words planted in them. */
  readonly agent: AgentTerms
  /** Reads a file named in the pact, relative to the pact. Throws a `Problem` when it is not there. */
  read(path: string): string
}

/** What is known of the agent: its tools, its instructions, words planted in them. */
export interface AgentTerms {
  readonly tools: readonly ToolTerms[]
  /** The agent's system prompt, when it may be known, so that leaks of it can be recognised. */
  readonly instructions?: string
  /** Secret words planted in the agent's prompt, knowledge or records. */
  readonly canaries: readonly string[]
}

/** A tool as the agent declares it. */
export interface ToolTerms {
  readonly name: string
  readonly description?: string
  /** JSON Schema of the arguments. */
  readonly parameters?: Readonly<Record<string, unknown>>
  /** Whether a successful call changes something. When unknown it is guessed from the name and description. */
  readonly writes?: boolean
  /** Whether what it does cannot be undone, so that it needs the customer's yes first. */
  readonly irreversible?: boolean
}

/** One kind of condition: its key in the pact, its options, and how to make a check of them. */
export interface ConditionKind<Options = unknown> {
  /** The key under a condition in a pact: `says`, `claim`, `tools`. */
  readonly kind: string
  /** One line for the reference: what it is for. */
  readonly summary: string
  /** A condition in YAML that a person could paste, with realistic values. */
  readonly example: string
  readonly options: z.ZodType<Options>
  /** What a condition of this kind is about unless the pact says otherwise. Default `accuracy`. */
  readonly dimension?: Dimension
  /**
   * Whether the events that a violation points at prove it, whatever went wrong around them: a leaked
   * secret stays leaked when the network failed afterwards. Default false.
   */
  readonly selfEvident?: boolean
  /** Loads what is too heavy to load for every pact. `loadPact` calls it for the kinds that a pact uses. */
  prepare?(): Promise<void>
  /**
   * Makes the check.
   *
   * @throws Problem when the options cannot work, for example a pattern that does not parse
   */
  create(options: Options, terms: Terms): Check
}

/** What a promise is about; the score weighs promises by it. */
export type Dimension = 'resolution' | 'accuracy' | 'compliance' | 'safety' | 'tone' | 'speed' | (string & {})
/** How much a violation weighs. One violation of a critical promise breaks it. */
export type Severity = 'critical' | 'major' | 'minor'

/** A promise with its place in the pact. */
export interface Condition extends Check {
  readonly id: string
  readonly kind: string
  readonly dimension: Dimension
  readonly severity: Severity
  /** The promised rate, a fraction 0..1: the gate's and the drift detector's p0. */
  readonly target: number
  /** See `ConditionKind.selfEvident`. */
  readonly selfEvident: boolean
}
