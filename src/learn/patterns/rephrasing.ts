/**
 * Customers who say the same again in other words, since it led nowhere.
 *
 * Nothing was done between the two, and the later brings no number that the earlier had not. Where the agent was no help in
 * between, less likeness is enough. It compares words and pieces of words: who finds wholly other words is not found.
 */
import { type Space, similarity, type Vector, wordsOf } from '../coverage/space.ts'
import type { CustomerTurn } from './told.ts'

/** How alike the two must be, and how alike after an agent that was no help. */
const alike = 0.6
const alikeUnhelped = 0.25
/** Words below which it is a courtesy or an answer. */
const fewestWords = 4
/** Earlier turns that are looked at: what was asked long ago may be asked again. */
const lookedBack = 3

/** The turns that say one before again, from 1, in order. */
export function saidAgain(turns: readonly CustomerTurn[], { vector }: Space): readonly number[] {
  const wishes = turns.map((turn) => (isWish(turn) ? { ...turn, vector: vector(turn.text) } : undefined))
  return wishes.flatMap((wish, at) => {
    if (wish === undefined) return []
    // What was said before it went on is done with.
    const since = turns.findLastIndex(({ isFurther }, index) => isFurther && index <= at)
    const earlier = wishes.slice(Math.max(0, since, at - lookedBack), at)
    return earlier.some((before) => before !== undefined && isSame(wish, before)) ? [at + 1] : []
  })
}

type Wish = CustomerTurn & { readonly vector: Vector }

function isSame(later: Wish, earlier: Wish): boolean {
  const known = new Set(earlier.text.match(/\p{N}+/gu))
  const isNothingNew = (later.text.match(/\p{N}+/gu) ?? []).every((number) => known.has(number))
  return isNothingNew && similarity(later.vector, earlier.vector) >= (later.isUnhelped ? alikeUnhelped : alike)
}

/** Consent and thanks are alike and mean nothing; "no, I meant" means much after an agent that was no help. */
function isWish({ text, isUnhelped }: CustomerTurn): boolean {
  const words = text.toLowerCase()
  return wordsOf(words).length >= fewestWords && !agrees.test(words) && (isUnhelped || !denies.test(words))
}

const agrees =
  /^\W*(?:yes|yeah|yep|yup|ok|okay|sure|alright|fine|great|perfect|awesome|good|cool|thanks?|thank|thx|(?:i'm|i am) good|i confirm|i agree|that(?:'s| is| will| would| sounds?| works?)?|sounds?|it sounds|correct|right|si|sí|sim|claro|gracias|obrigad[oa]|oui|d'accord|merci|ja|genau|danke|sicher|certo|grazie|bedankt|tak|haan|evet)(?!\p{L})/u
const denies = /^\W*(?:no|nope|nah|não|non|nein|nee|nie|nahi|hayır)(?!\p{L})/u
