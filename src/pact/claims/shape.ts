/**
 * The shape of a clause: one letter per word, so that grammar is a short pattern over letters.
 *
 * "I've successfully booked your table" has the shape `IHRPyA`. A pattern over shapes is linear, because no letter
 * class in it is repeated inside another repetition, and a match's offset is the index of a word.
 *
 * | letter | words |
 * |---|---|
 * | `I` | i, we | `Y` you |
 * | `H` | have, has, had, got | `B` is, are, was, were, am | `e` be, being | `b` been |
 * | `R` | adverbs: now, just, already, successfully | `N` not, never, no |
 * | `W` | will, shall, going (to) | `M` can, could, may, should, must, would, need | `T` to |
 * | `P` | past form of a changing verb | `V` its base | `X` both alike (set) | `G` its -ing form |
 * | `L` | past form of a light verb (made, placed, done) | `l` its base | `j` its -ing form |
 * | `r` | past form of a reading verb | `v` its base |
 * | `A` | noun of an action (reservation) | `U` such a noun that is a base verb too (order, transfer) |
 * | `y` | your | `D` the, a, this, my, all | `t` it, that, this, everything |
 * | `S` | successful, complete, ready, set | `F` unable, failed, unsuccessful, unavailable |
 * | `C` | if, once, when, before, until | `J` ok, sure, great, yes, thanks | `Q` what, how, which |
 * | `d` | do, does, did | `Z` | let | `K` enjoy | `a` able, managed | `o` me, us, them | `O` any other word | `n` a number |
 */
import type { Word } from './clauses.ts'
import type { Form, Lexicon, Verb } from './verbs.ts'

const letters: readonly (readonly [string, string])[] = [
  ['I', 'i we'],
  ['Y', 'you u'],
  ['H', 'have has had got'],
  ['B', "is are was were am 're"],
  ['e', 'be being'],
  ['b', 'been'],
  [
    'R',
    'now just already successfully succesfully sucessfully successfuly also all both indeed then officially finally fully completely recently currently here hereby today ' +
      'happily gladly actually immediately automatically only even too again duly properly',
  ],
  ['N', 'not never no nor neither'],
  ['W', 'will shall going ll'],
  ['M', 'can could may might should must would need needs ought cannot has-to'],
  ['T', 'to'],
  ['y', 'your ur'],
  ['D', 'the a an these those my our their his her each every another some any'],
  ['t', 'it that this everything these its'],
  ['S', 'successful successfull succesful sucessful success succes complete ready good'],
  ['F', 'unable fail failed unsuccessful unavailable impossible declined denied rejected fails'],
  ['C', 'if once when whenever before unless until till whether after while'],
  [
    'J',
    'ok okay sure alright great perfect yes yep yeah thanks thank well sorry alrighty good-news excellent awesome wonderful fine cool absolutely certainly congratulations please',
  ],
  ['Q', 'what which who where how why whose'],
  ['Z', 'let'],
  ['d', 'do does did'],
  ['K', 'enjoy'],
  ['a', 'able managed'],
  ['o', 'me us them him her'],
]
const byWord = new Map(letters.flatMap(([letter, words]) => words.split(' ').map((word) => [word, letter] as const)))

const byForm: Readonly<Record<Verb['sort'], Readonly<Record<Form, string>>>> = {
  changing: { base: 'V', past: 'P', 'base-or-past': 'X', ing: 'G', third: 'O' },
  light: { base: 'l', past: 'L', 'base-or-past': 'l', ing: 'j', third: 'O' },
  reading: { base: 'v', past: 'r', 'base-or-past': 'v', ing: 'O', third: 'O' },
}

/** The letters of a clause, one per word. */
export function shapeOf(words: readonly Word[], lexicon: Lexicon): string {
  let shape = ''
  // "Booking" is a thing ("your booking") unless somebody is at it ("I am booking").
  for (const { text } of words) shape += text === 'booking' && !/BR?$/.test(shape) ? 'A' : letterOf(text, lexicon)
  return shape
}

function letterOf(word: string, lexicon: Lexicon): string {
  const fixed = byWord.get(word)
  if (fixed !== undefined) return fixed
  const verb = lexicon.verbs.get(word)
  const noun = lexicon.nouns.has(word)
  if (noun && verb?.form === 'base') return 'U'
  if (verb !== undefined && !(noun && verb.form === 'third')) return byForm[verb.verb.sort][verb.form]
  if (noun) return 'A'
  return /^\p{N}/u.test(word) ? 'n' : 'O'
}
