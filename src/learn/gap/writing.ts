/**
 * How a customer writes, as far as it leaves a trace that cannot be mistaken: what `fit` counts for personas, seen in the
 * first messages, before the agent can have had a hand in it.
 *
 * Somebody who writes in several ways counts for the rarest of them, so that what nearly everybody does hides nothing. Only
 * the commonest few ways are told apart, and none that hardly anybody has: kinds, channels and backends are told apart
 * beside them, and every further way leaves fewer conversations to each.
 */
import type { Conversation } from '../../conversation/index.ts'
import {
  emojiIn,
  endOf,
  type Heard,
  heardOf,
  isAllCaps,
  mixedIn,
  slipsIn,
  type WordList,
} from '../../simulate/index.ts'

const firstTurns = 3
const few = 2
const many = 50

type HeardTurns = Heard['turns']

const signs = {
  'with slips': ({ texts }, words) => slipsIn(texts, words).slips.length > 0,
  'in pieces': ({ turns }) => turns.some(({ messages }) => messages.length > 1),
  'without capitals and full stops': ({ texts }) => /\p{Ll}/u.test(texts.join()) && texts.every(isBare),
  'in capitals': ({ texts }) => texts.some(isAllCaps),
  'with emoji': ({ texts }) => texts.some((text) => emojiIn(text) > 0),
  'in two languages or another': ({ texts }) => mixedIn.some(({ trace }) => isMixed(trace(texts.join(' ')))),
  'in a word or two': ({ turns: [first] }) => wordsIn(first?.messages ?? []) <= few,
  'at length': ({ turns }) => turns.some(({ messages }) => wordsIn(messages) > many),
} as const satisfies Readonly<
  Record<string, (heard: { readonly turns: HeardTurns; readonly texts: readonly string[] }, words: WordList) => boolean>
>

export type Way = keyof typeof signs
const ways = Object.keys(signs) as readonly Way[]

/** Every way in which the customer of a conversation writes. Who says nothing writes in none. */
export function waysIn(conversation: Conversation, words: WordList): readonly Way[] {
  const turns = heardOf(conversation).turns.slice(0, firstTurns)
  const texts = turns.flatMap(({ messages }) => messages)
  return texts.length === 0 ? [] : ways.filter((way) => signs[way]({ turns, texts }, words))
}

const mostToldApart = 4
/** Conversations of both sides together below which a way is not told apart. */
const fewest = 10

export interface ToldApart {
  /** What somebody who writes so counts for; `plain` where it is told apart from nothing. */
  of(own: readonly Way[]): Way | 'plain'
  /** Ways that are not told apart though somebody writes so, the commonest first; and how many conversations have them. */
  readonly rest: readonly { readonly way: Way; readonly n: number }[]
}

/** @param all of every conversation, of both sides */
export function toldApart(all: readonly (readonly Way[])[]): ToldApart {
  const counted = ways
    .map((way) => ({ way, n: all.filter((own) => own.includes(way)).length }))
    .filter(({ n }) => n > 0)
    .sort((a, b) => b.n - a.n)
  const known = counted.filter(({ n }) => n >= fewest).slice(0, mostToldApart)
  const rarestFirst = known.map(({ way }) => way).reverse()
  return {
    of: (own) => rarestFirst.find((way) => own.includes(way)) ?? 'plain',
    rest: counted.slice(known.length),
  }
}

/** Whoever asks may put a question mark. */
function isBare(text: string): boolean {
  return !/\p{Lu}/u.test(text) && endOf(text) !== '.' && endOf(text) !== '!'
}

/** One word may be a name; a text that has nothing left without its other words is in another language throughout. */
function isMixed({ struck, without }: { readonly struck: number; readonly without: string }): boolean {
  return struck > 1 || without === ''
}

const wordsIn = (messages: readonly string[]) => messages.join(' ').trim().split(/\s+/).length
