/**
 * Customers who say the same again in other words, since it led nowhere.
 *
 * Nothing was done between the two, and the later brings no number that the earlier had not. They are nearly the same words;
 * or mean the same, or the customer says so, where the agent was no help; or the agent takes them for the same and answers
 * as it did.
 */
import { agrees, denies, isFarewell } from './last-words.ts'
import type { Likeness } from './likeness.ts'
import type { CustomerTurn } from './told.ts'
import { wordCount } from './word-count.ts'

/** Words below which it is a courtesy or an answer; fewer do where the agent was no help. */
const fewestWords = 4
const fewestUnhelped = 2
/** Earlier turns that are looked at: what was asked long ago may be asked again. */
const lookedBack = 3

/** The turns that say one before again, from 1, in order. */
export function saidAgain(turns: readonly CustomerTurn[], likeness: Likeness): readonly number[] {
  return comparable(turns).flatMap(({ at, wish, before }) =>
    before.some((earlier) => isSame(wish, earlier, likeness)) ? [at + 1] : [],
  )
}

/** What is compared by what it means: all that a space of meaning has to have. */
export function textsCompared(turns: readonly CustomerTurn[]): readonly string[] {
  return comparable(turns).flatMap(({ wish, before }) =>
    wish.isUnhelped ? [wish, ...before].map(({ text }) => text) : [],
  )
}

interface Comparable {
  readonly at: number
  readonly wish: CustomerTurn
  /** Wishes that it may say again; some. */
  readonly before: readonly CustomerTurn[]
}

function comparable(turns: readonly CustomerTurn[]): readonly Comparable[] {
  return turns.flatMap((wish, at) => {
    if (!isWish(wish)) return []
    // What was said before it went on is done with.
    const since = turns.findLastIndex(({ isFurther }, index) => isFurther && index <= at)
    const before = turns
      .slice(Math.max(0, since, at - lookedBack), at)
      .filter((earlier) => isWish(earlier, wish.isUnhelped) && isNothingNew(wish, earlier))
    return before.length === 0 ? [] : [{ at, wish, before }]
  })
}

function isSame(later: CustomerTurn, earlier: CustomerTurn, likeness: Likeness): boolean {
  if (later.answer !== undefined && later.answer === earlier.answer) return true
  if (later.isUnhelped && restates.test(later.text.toLowerCase())) return true
  return later.isUnhelped
    ? likeness.isMeantAlike(later.text, earlier.text)
    : likeness.isSaidAlike(later.text, earlier.text)
}

function isNothingNew(later: CustomerTurn, earlier: CustomerTurn): boolean {
  const known = new Set(earlier.text.match(/\p{N}+/gu))
  return (later.text.match(/\p{N}+/gu) ?? []).every((number) => known.has(number))
}

/** Consent, thanks and farewells are alike and mean nothing; "no, I meant" means much after an agent that was no help. */
export function isWish({ text, ...turn }: CustomerTurn, isUnhelped = turn.isUnhelped): boolean {
  const words = text.toLowerCase()
  if (wordCount(words) < (isUnhelped ? fewestUnhelped : fewestWords)) return false
  return !agrees(words) && !isFarewell(words) && (isUnhelped || !denies(words))
}

/** "I mean", "as I said", in a dozen languages. */
const restates =
  /(?<!\p{L})(?:i (?:just |already |only )?(?:mean|meant|said|told you)|(?:like|as) i (?:just |already )?(?:said|told)|i(?:'m| am| was) asking|my question (?:was|is)|not what i (?:asked|meant|said|want)|in other words|quero dizer|queria dizer|(?:eu|j[aá]|como) (?:j[aá] )?(?:disse|falei)|quiero decir|me refiero|(?:ya|como) (?:te |le |se lo )?(?:dije|he dicho)|je (?:veux|voulais) dire|(?:je (?:vous |t')?ai|comme je l'ai) (?:déjà )?dit|ich mein(?:e|te)|wie gesagt|ich (?:habe|hab) (?:doch |schon |bereits )?gesagt|voglio dire|intendo(?: dire)?|(?:ho|come) (?:già )?detto|ik bedoel(?:de)?|zoals ik zei|jag men(?:ar|ade)|som jag sa|jeg men(?:er|te)|som jeg sagde|som jeg sa|chodzi(?:ło)? mi|mówi(?:ę|łem|łam) (?:o|że)|demek istedi[gğ]im|söyledim|mera matlab|mai?ne kaha|मेरा मतलब)(?!\p{L})/u
