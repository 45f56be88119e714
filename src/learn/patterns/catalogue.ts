/** The patterns that are looked for, each with how it is seen in a conversation. */
import type { Likeness } from './likeness.ts'
import { saidAgain } from './rephrasing.ts'
import { switches } from './switching.ts'
import type { Told } from './told.ts'

/** Where in a conversation it happened. */
export interface Happening {
  /** The customer's turn with which it did, from 1. */
  readonly turn: number
  /** Of a customer who said the same again: all the turns in which they did. */
  readonly again?: readonly number[]
  /** Of a customer who went on elsewhere. */
  readonly wentOn?: { readonly channel: string; readonly afterMs: number }
}

export interface PatternKind {
  readonly name: PatternName
  /** In words that follow a share of customers. */
  readonly says: string
  /** What happened in each conversation that it can be told of; null where it did not happen. */
  seen(told: readonly Told[], likeness: Likeness): ReadonlyMap<Told, Happening | null>
}

export type PatternName = 'drop-off' | 'rephrasing' | 'asks-for-person' | 'channel-switch'

export const catalogue: readonly PatternKind[] = [
  {
    name: 'drop-off',
    says: 'leave without what they came for',
    seen: each(({ left, customerTurns: { length } }) => {
      if (left === undefined) return undefined
      return left === 'content' ? null : { turn: length }
    }),
  },
  {
    name: 'rephrasing',
    says: 'say the same again in other words',
    seen: each(({ customerTurns }, likeness) => {
      const again = saidAgain(customerTurns, likeness)
      const [turn] = again
      return turn === undefined ? null : { turn, again }
    }),
  },
  {
    name: 'asks-for-person',
    says: 'ask for a person',
    seen: each(({ askedAt }) => (askedAt === undefined ? null : { turn: askedAt })),
  },
  {
    name: 'channel-switch',
    says: 'go on elsewhere within a day',
    seen: (told) =>
      new Map([...switches(told)].map(([one, wentOn]) => [one, wentOn && { turn: one.customerTurns.length, wentOn }])),
  },
]

function each(look: (told: Told, likeness: Likeness) => Happening | null | undefined): PatternKind['seen'] {
  return (told, likeness) =>
    new Map(
      told.flatMap((one) => {
        const happening = look(one, likeness)
        return happening === undefined ? [] : [[one, happening] as const]
      }),
    )
}
