/**
 * What an agent's turn does, as somebody hears it who knows nothing of what the customer wants.
 *
 * For recorded conversations, of which no scenario tells the facts. Like the customers' own hearing it understands English.
 */
import type { ActType } from './act.ts'
import { ontologyOf } from './ontology.ts'
import { hear } from './recogniser.ts'

const nothingKnown = ontologyOf([])
const none: ReadonlySet<string> = new Set()

/** The acts of one agent turn; `unknown` alone where it is in another language or fits nothing. */
export function overheard(text: string): ReadonlySet<ActType> {
  const { acts } = hear(text, nothingKnown, { asked: true, agreed: true, told: none, needs: none, known: [] })
  return new Set(acts.map(({ type }) => type))
}
