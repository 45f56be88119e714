/**
 * A word list built from recordings, and the slips that it makes visible.
 *
 * No dictionary is needed: a word is right when the product knows it, when agents write it, or when customers write it
 * often in several conversations. A rare word that is one slip from a right one that is ten times as frequent is that
 * word misspelt. Any other rare word is neither: it is in no count.
 *
 * What this misses: slips in the first or last letter, two in one word, and slips that make another right word (the
 * share of those is measured in `slip-share.ts`). What it takes for a slip and is none: rare names in small letters, and
 * rare words that nobody else used and the product does not know.
 */
import { commonWords } from './common-words.ts'
import { type Meant, meantBy } from './edit-distance.ts'
import type { Heard } from './heard.ts'
import { wordsOf } from './words.ts'

/** A right word is at least so many times as frequent as the slip that is held against it. */
export const TIMES_AS_FREQUENT = 10
/** Written so often, in so many conversations, a word is right without being in any list. */
const OFTEN = 5
const IN_CONVERSATIONS = 3
/** Agents are believed sooner: they write what they were given. */
const BY_AGENTS_IN = 2
/** Letters tried for one that is missing or wrong, at most: those that are seen most. */
const LETTERS_TRIED = 40

interface Seen {
  customers: number
  agents: number
  conversations: number
  agentConversations: number
}

/** What words are right, and what a wrong one was meant to be. */
export interface WordList {
  /** Whether it is right. */
  isKnown(word: string): boolean
  /** How often it was written, by anybody. */
  seen(word: string): number
  /** What a word that is not right was meant to be; nothing when nothing is near. */
  slipOf(word: string): Meant | undefined
  /** Right words with how often customers wrote them, most frequent first. */
  readonly frequent: readonly (readonly [word: string, count: number])[]
}

/** The word list of these conversations: customers' and agents' words together. */
export function wordListOf(conversations: readonly Heard[]): WordList {
  const seen = new Map<string, Seen>()
  for (const { turns, agent } of conversations) {
    count(
      seen,
      turns.flatMap(({ messages }) => messages),
      'customers',
      'conversations',
    )
    count(seen, agent, 'agents', 'agentConversations')
  }
  const letters = lettersOf(seen)
  const weight = (word: string) => {
    const { customers = 0, agents = 0 } = seen.get(word) ?? {}
    return customers + agents
  }
  const slips = new Map<string, Meant | undefined>()
  const isGiven = (word: string) => commonWords.has(word) || (seen.get(word)?.agentConversations ?? 0) >= BY_AGENTS_IN

  function slipOf(word: string): Meant | undefined {
    if (slips.has(word)) return slips.get(word)
    const found = isGiven(word) ? undefined : nearest(word)
    slips.set(word, found)
    return found
  }

  /** The most frequent of those that it may be. */
  function nearest(word: string): Meant | undefined {
    const least = TIMES_AS_FREQUENT * Math.max(1, weight(word))
    let best: Meant | undefined
    for (const meant of meantBy(word, letters)) {
      if (meant.word.length < 4 || weight(meant.word) < least || !isOften(meant.word)) continue
      if (best === undefined || weight(meant.word) > weight(best.word)) best = meant
    }
    return best
  }

  /** Right, as far as frequency tells; that it is no slip itself follows from being ten times as frequent. */
  function isOften(word: string): boolean {
    const { customers = 0, agents = 0, conversations: inHow = 0 } = seen.get(word) ?? {}
    return isGiven(word) || (customers + agents >= OFTEN && inHow >= IN_CONVERSATIONS)
  }

  const isKnown = (word: string) => isOften(word) && slipOf(word) === undefined
  const frequent = [...seen]
    .filter(([word, { customers }]) => customers > 0 && word.length >= 4 && isKnown(word))
    .map(([word, { customers }]) => [word, customers] as const)
    .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  return { isKnown, seen: weight, slipOf, frequent }
}

function count(
  seen: Map<string, Seen>,
  texts: readonly string[],
  who: 'customers' | 'agents',
  where: 'conversations' | 'agentConversations',
): void {
  const here = new Set<string>()
  for (const text of texts) {
    for (const { text: word } of wordsOf(text)) {
      const found = seen.get(word) ?? { customers: 0, agents: 0, conversations: 0, agentConversations: 0 }
      found[who] += 1
      if (!here.has(word)) found[where] += 1
      here.add(word)
      seen.set(word, found)
    }
  }
}

function lettersOf(seen: ReadonlyMap<string, Seen>): readonly string[] {
  const counts = new Map<string, number>()
  for (const [word, { customers, agents }] of seen) {
    for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + customers + agents)
  }
  const sorted = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  return sorted.slice(0, LETTERS_TRIED).map(([letter]) => letter)
}
