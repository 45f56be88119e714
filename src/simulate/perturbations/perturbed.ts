/** A text as somebody would write it, for use outside a simulated conversation. */
import type { Edit } from '../customers/customer.ts'
import { type PerturbationChoices, perturb, perturbationsOf } from './choose.ts'
import { applied, messagesOf } from './edits.ts'
import { type GuardedFact, guardOf } from './guard.ts'

/** What decides the draws, and what must stay as it is. */
export interface PerturbedOptions {
  /** The same seed, text and choices give the same result. */
  readonly seed: number
  /** Facts of which nothing may change, besides all that looks like a value. */
  readonly facts?: readonly GuardedFact[]
  /** Phrases of which nothing may be lost when a message is cut. */
  readonly whole?: readonly string[]
  /** How many messages came before in the conversation. */
  readonly turn?: number
}

/** What was sent: one message or several, and each change with its place in the plain text. */
export interface Perturbed {
  readonly messages: readonly string[]
  readonly edits: readonly Edit[]
}

/**
 * A text with ways of writing, as a persona's `perturbations` name them.
 *
 * @param plain the wording without any
 * @throws z.ZodError when options of a perturbation are not its own
 */
export function perturbed(plain: string, choices: PerturbationChoices, options: PerturbedOptions): Perturbed {
  const { seed, facts = [], whole = [], turn = 0 } = options
  const guard = guardOf(facts)
  const occasion = {
    seed,
    key: [turn, 0],
    spans: guard.spans(plain),
    words: guard.words,
    whole,
    ...(turn > 0 && { isLater: true as const }),
  }
  const edits = perturb(plain, perturbationsOf(choices), occasion)
  return { messages: messagesOf({ text: applied(plain, edits), edits }).map(({ text }) => text.trim()), edits }
}
