/**
 * What a case can do without: turns, messages, sentences, faults, earlier conversations, piece by piece.
 *
 * Coarse pieces are tried before fine ones. A turn that answers what the agent asked goes with the turn before it, since an
 * answer without its question is another conversation.
 */
import type { FaultSet } from '../../connect/index.ts'
import type { Conversation } from '../../conversation/index.ts'
import type { Scenario } from '../../simulate/index.ts'
import type { ScriptTurn } from '../reproduce/script.ts'
import type { Element } from './minimised.ts'

/** What is played, as far as it can be made smaller. */
export interface Case {
  readonly turns: readonly ScriptTurn[]
  readonly faults: readonly FaultSet[]
  readonly history: Scenario['history']
}

export interface Size {
  readonly turns: number
  readonly messages: number
  readonly words: number
  readonly faults: number
  readonly history: number
}

export function sizeOf({ turns, faults, history }: Case): Size {
  const messages = turns.flat()
  return {
    turns: turns.length,
    messages: messages.length,
    words: messages.reduce((sum, text) => sum + (text.match(/\S+/g)?.length ?? 0), 0),
    faults: faults.reduce((sum, { rules }) => sum + rules.length, 0),
    history: history.length,
  }
}

/** Something a case can perhaps do without. */
export interface Piece extends Element {
  /** What the customer says in it; empty where it is nothing of the customer's. */
  readonly text: string
}

/** One way to take a case apart. */
export interface Level {
  elements(of: Case): readonly Piece[]
  /** The case with these elements alone. */
  with(of: Case, kept: ReadonlySet<string>): Case
}

/** Turns, rules of faults, lines of history. */
export function coarse(conversation: Conversation): Level {
  const answers = answersIn(conversation)
  return {
    elements: ({ turns, faults, history }) => [
      ...history.map((_, at) => ({ id: `history ${at}`, text: '' })),
      ...faults.flatMap(({ id, rules }) => rules.map((_, at) => ({ id: `fault ${id} ${at}`, text: '' }))),
      ...turns.map((turn, at) => ({
        id: `turn ${at}`,
        text: turn.join('\n'),
        ...(answers.has(at) && { needs: [`turn ${at - 1}`] }),
      })),
    ],
    with: ({ turns, faults, history }, kept) => ({
      history: history.filter((_, at) => kept.has(`history ${at}`)),
      faults: faults.flatMap((set) => {
        const rules = set.rules.filter((_, at) => kept.has(`fault ${set.id} ${at}`))
        return rules.length === 0 ? [] : [{ ...set, rules }]
      }),
      turns: turns.filter((_, at) => kept.has(`turn ${at}`)),
    }),
  }
}

/** Messages of turns that have several; the last of a turn goes only with the turn. */
export const messages: Level = textLevel(
  (turn) => turn.map((text) => text),
  (parts) => parts,
)

/** Sentences of messages. */
export const sentences = withinMessages((text) => text.split(/(?<=[.!?…])\s+/))

/** Clauses of sentences, so that a wish stands without what was said around it. */
export const clauses = withinMessages((text) => text.split(/(?<=[,;:–—])\s+|\s+(?=(?:and|but|because|so|since)\s)/i))

function withinMessages(split: (text: string) => readonly string[]): Level {
  return textLevel(
    (turn) =>
      turn.flatMap((text, message) =>
        split(text)
          .filter((each) => each.trim() !== '')
          .map((each) => `${message}\n${each}`),
      ),
    (parts) => {
      const byMessage = new Map<string, string[]>()
      for (const part of parts) {
        const [message = '', text = ''] = part.split(/\n(.*)/s)
        byMessage.set(message, [...(byMessage.get(message) ?? []), text])
      }
      return [...byMessage.values()].map((texts) => texts.join(' '))
    },
  )
}

function textLevel(
  partsOf: (turn: ScriptTurn) => readonly string[],
  joined: (parts: readonly string[]) => ScriptTurn,
): Level {
  return {
    elements: ({ turns }) =>
      turns.flatMap((turn, at) => {
        const parts = partsOf(turn)
        return parts.length < 2 ? [] : parts.map((text, part) => ({ id: `${at} ${part}`, text }))
      }),
    with: (of, kept) => ({
      ...of,
      turns: of.turns.flatMap((turn, at) => {
        const parts = partsOf(turn)
        if (parts.length < 2) return [turn]
        const left = parts.filter((_, part) => kept.has(`${at} ${part}`))
        return left.length === 0 ? [] : [joined(left)]
      }),
    }),
  }
}

/** Turns of the customer that come right after the agent asked something. */
function answersIn({ events }: Conversation): ReadonlySet<number> {
  const answers = new Set<number>()
  let turn = -1
  let last: 'customer' | 'agent' | undefined
  let isAsked = false
  for (const event of events) {
    if (event.type !== 'message') continue
    if (event.from === 'customer') {
      if (last !== 'customer') {
        turn += 1
        if (isAsked && turn > 0) answers.add(turn)
      }
      last = 'customer'
      isAsked = false
    } else {
      last = 'agent'
      isAsked ||= event.text.includes('?')
    }
  }
  return answers
}
