/** What the customer of a conversation did that the customer of its control does not do. */
import type { Conversation } from '../conversation/index.ts'
import { perturbationKinds } from './perturbations/index.ts'

const hourMs = 3_600_000

const others = {
  'several messages in a row': 'writes several messages before an answer',
  'comes back later': 'is away for an hour or more',
  'comes back elsewhere': 'goes on on another channel',
  'leaves early': 'leaves for no reason of the agent',
} as const

const summaries = new Map<string, string>([
  ...perturbationKinds.map(({ id, summary }) => [id, summary] as const),
  ...Object.entries(others),
])

/** One line that follows "the customer". */
export const habitWords = (habit: string): string | undefined => summaries.get(habit)

/** Names of perturbations and of things done; each once. */
export function habitsIn({ events, circumstances }: Conversation): readonly string[] {
  const edited = (circumstances?.edits ?? []) as readonly { readonly edits: readonly { readonly kind: string }[] }[]
  const kinds = edited.flatMap(({ edits }) => edits.map(({ kind }) => kind))
  const messages = events.flatMap((event) => (event.type === 'message' ? [event.from] : []))
  const silences = events.flatMap((event) => (event.type === 'silence' && event.from === 'customer' ? [event] : []))
  const done: readonly (readonly [keyof typeof others, boolean])[] = [
    ['several messages in a row', messages.some((from, at) => from === 'customer' && messages[at + 1] === 'customer')],
    ['comes back later', silences.some(({ forMs }) => forMs >= hourMs)],
    ['comes back elsewhere', silences.some(({ backOn }) => backOn !== undefined)],
    ['leaves early', circumstances?.ending?.ownAccord === true],
  ]
  return [...new Set([...kinds, ...done.flatMap(([name, isSo]) => (isSo ? [name] : []))])]
}
