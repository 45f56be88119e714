/**
 * What a customer's side of a case can do without: turns, faults, earlier conversations, pauses, slips of the pen, messages,
 * sentences, clauses, phrases.
 *
 * Coarse pieces are tried before fine ones. A turn that answers what the agent asked goes with the turn before it, since an
 * answer without its question is another conversation.
 */
import type { Conversation } from '../../conversation/index.ts'
import { personas } from '../../simulate/index.ts'
import type { Said } from '../reproduce/script.ts'
import type { Level } from './case.ts'
import { joined, partsOf, withEdits } from './said.ts'

/** Turns, rules of faults, lines of history. */
export function coarse(conversation: Conversation): Level {
  const answers = answersIn(conversation)
  return {
    elements: ({ turns, faults, history }) => [
      ...history.map((_, at) => ({ id: `history ${at}` })),
      ...faults.flatMap(({ id, rules }) => rules.map((_, at) => ({ id: `fault ${id} ${at}` }))),
      ...turns.map((turn, at) => ({
        id: `turn ${at}`,
        text: wordsOf(turn),
        ...(answers.has(at) && { needs: [`turn ${at - 1}`] }),
      })),
    ],
    with: ({ turns, faults, history, ...rest }, kept) => ({
      ...rest,
      history: history.filter((_, at) => kept.has(`history ${at}`)),
      faults: faults.flatMap((set) => {
        const rules = set.rules.filter((_, at) => kept.has(`fault ${set.id} ${at}`))
        return rules.length === 0
          ? []
          : [{ ...set, rules, explain: () => rules.map((rule) => rule.explain()).join('; ') }]
      }),
      turns: turns.filter((_, at) => kept.has(`turn ${at}`)),
    }),
  }
}

/** What sets whoever goes on freely apart from the persona that all others are compared with. */
export const habits: Level = {
  elements: ({ goesOn, persona }) => (goesOn && persona !== model ? [{ id: 'habits' }] : []),
  with: (of, kept) => ({ ...of, persona: kept.has('habits') ? of.persona : (model ?? of.persona) }),
}

const model = personas.find(({ id }) => id === 'model-customer')

/** Pauses before messages, and single edits of what was written: what is left out is said at once, and plainly. */
export const manner: Level = {
  elements: ({ turns }) =>
    placed(turns).flatMap(({ place, afterMs = 0, edits = [] }) => [
      ...(afterMs > 0 ? [{ id: `pause ${place}` }] : []),
      ...edits.map((_, nth) => ({ id: `edit ${place} ${nth}` })),
    ]),
  with: (of, kept) => ({
    ...of,
    turns: of.turns.map((turn, at) => turn.map((said, nth) => plainer(said, `${at} ${nth}`, kept))),
  }),
}

function plainer({ afterMs, ...said }: Said, place: string, kept: ReadonlySet<string>): Said {
  const plain = withEdits(said, (nth) => kept.has(`edit ${place} ${nth}`))
  return { ...plain, ...(afterMs !== undefined && kept.has(`pause ${place}`) && { afterMs }) }
}

const placed = (turns: readonly (readonly Said[])[]) =>
  turns.flatMap((turn, at) => turn.map((said, nth) => ({ ...said, place: `${at} ${nth}` })))

/** Messages of turns that have several; the last of a turn goes only with the turn. */
export const messages: Level = {
  elements: ({ turns }) =>
    turns.flatMap((turn, at) =>
      turn.length < 2 ? [] : turn.map((said, nth) => ({ id: `${at} ${nth}`, text: wordsOf([said]) })),
    ),
  with: (of, kept) => ({
    ...of,
    turns: of.turns.flatMap((turn, at) => {
      const left = turn.length < 2 ? turn : turn.filter((_, nth) => kept.has(`${at} ${nth}`))
      return left.length === 0 ? [] : [left]
    }),
  }),
}

/** Sentences of messages. */
export const sentences = partsOfMessages(/(?<=[.!?…])\s+/)

/** Clauses of sentences, so that a wish stands without what was said around it. */
export const clauses = partsOfMessages(/(?<=[,;:–—])\s+|\s+(?=(?:and|but|because|so|since)\s)/i)

/** Phrases of clauses: when, where and for whom, and what a wish or an answer is said with: "I'd like to", "would be best". */
export const phrases = partsOfMessages(
  /\s+(?=(?:on|at|in|for|from|with|by|please|if|what|when|where|who|how|would|will|works?|suits|instead)\b)|(?<=\bto)\s+/i,
)

/** The last part of a turn goes only with the turn. */
function partsOfMessages(border: RegExp): Level {
  const isWhole = (turn: readonly Said[]) => turn.flatMap((said) => partsOf(said, border)).length < 2
  return {
    elements: ({ turns }) =>
      turns.flatMap((turn, at) =>
        isWhole(turn)
          ? []
          : turn.flatMap((said, nth) =>
              partsOf(said, border).map((part, place) => ({ id: `${at} ${nth} ${place}`, text: wordsOf([part]) })),
            ),
      ),
    with: (of, kept) => ({
      ...of,
      turns: of.turns.flatMap((turn, at) => {
        const left = isWhole(turn)
          ? turn
          : turn.flatMap((said, nth) => {
              const parts = partsOf(said, border)
              const those = parts.filter((_, part) => kept.has(`${at} ${nth} ${part}`))
              if (those.length === parts.length) return [said]
              return those.length === 0 ? [] : [joined(those, said)]
            })
        return left.length === 0 ? [] : [left]
      }),
    }),
  }
}

const wordsOf = (said: readonly Said[]) =>
  said.flatMap((each) => [each.text, withEdits(each, () => false).text]).join('\n')

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
