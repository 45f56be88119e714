/** Which changed facts the agent stated in a conversation that was had before the change. */
import type { Conversation } from '../../conversation/index.ts'
import { sameValue, valuesIn } from '../../pact/index.ts'
import type { KnowledgeChange } from './changes.ts'
import { folded, termsOf } from './terms.ts'

/** @returns keys of changes whose old value a message states together with a name of what it is of */
export function toldIn({ events }: Conversation, changes: readonly KnowledgeChange[]): readonly string[] {
  const texts = events.flatMap((event) => (event.type === 'message' && event.from === 'agent' ? [event.text] : []))
  const messages = texts.map((text) => ({
    words: ` ${folded(text)} `,
    terms: new Set(termsOf(text)),
    values: valuesIn(text),
  }))
  return changes.filter((change) => messages.some((message) => isTold(change, message))).map(({ key }) => key)
}

interface Message {
  readonly words: string
  readonly terms: ReadonlySet<string>
  readonly values: ReturnType<typeof valuesIn>
}

function isTold({ before }: KnowledgeChange, { words, terms, values }: Message): boolean {
  if (before === undefined) return false
  const { fact, passage } = before
  if (passage.form === 'prose') {
    const own = [...new Set(termsOf(passage.text))]
    return own.length > 1 && own.filter((term) => terms.has(term)).length / own.length >= 0.6
  }
  const names = passage.names.map((name) => termsOf(name)).filter((name) => name.length > 0)
  if (names.length > 0 && !names.some((name) => name.every((term) => terms.has(term)))) return false
  const value = fact?.value
  if (fact === undefined) return true
  return (
    words.includes(` ${folded(fact.said)} `) || (value !== undefined && values.some((each) => sameValue(each, value)))
  )
}
