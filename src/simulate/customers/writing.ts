/**
 * Writing habits: typing errors, small letters, missing full stops, abbreviations, fillers, emoji.
 *
 * Every change is recorded with its place in the plain wording, so that single changes can be taken
 * back. Values of facts are never touched: no word with a digit or an @, no weekday, month or number
 * word, and no word that occurs in a fact.
 */
import { type KeyedRandom, keyedRandom } from '../../stats/index.ts'
import type { Persona } from '../persona.ts'
import type { Edit } from './customer.ts'
import { ABBREVIATIONS, EMOJI, FILLERS, NEIGHBOURS, UNTOUCHED } from './writing-tables.ts'

export interface Written {
  readonly text: string
  readonly edits: readonly Edit[]
}

/**
 * A message as this persona would type it.
 *
 * @param protectedWords words in lower case that must stay as they are
 * @param key what the draws are keyed by, after the seed: the turn and the part of the message
 */
export function typed(
  plain: string,
  { writing }: Persona,
  protectedWords: ReadonlySet<string>,
  seed: number,
  key: readonly (string | number)[],
): Written {
  if (plain === '') return { text: '', edits: [] }
  const habit = keyedRandom(seed, 'writing', ...key)
  const fills = habit.chance(writing.fillers)
  const filler = habit.pick(FILLERS)
  const small = habit.chance(writing.lowercase)
  const bare = habit.chance(writing.noPunctuation)
  const smiles = habit.chance(writing.emoji)
  const smile = habit.pick(EMOJI)

  const edits: Edit[] = []
  const words = [...plain.matchAll(/[\p{L}\p{N}'@._+-]*[\p{L}\p{N}]/gu)]
  if (fills && !startsWithGreeting(plain)) edits.push({ kind: 'filler', at: 0, from: '', to: `${filler} ` })
  const first = plain.charAt(0)
  const capital = first !== first.toLowerCase() && !isProtected(words[0]?.[0] ?? '', protectedWords)
  const follows = edits.length > 0 && !/^I\b/.test(plain)
  if ((small || follows) && capital) edits.push({ kind: 'lowercase', at: 0, from: first, to: first.toLowerCase() })
  for (const [index, word] of words.entries()) {
    const edit = wordEdit(word[0], word.index, writing, protectedWords, keyedRandom(seed, 'word', ...key, index))
    if (edit !== undefined && !(edit.at === 0 && (small || follows))) edits.push(edit)
  }
  const end = /[.!]$/.exec(plain)
  if (bare && end !== null) edits.push({ kind: 'no-punctuation', at: end.index, from: end[0], to: '' })
  if (smiles) edits.push({ kind: 'emoji', at: plain.length, from: '', to: ` ${smile}` })
  return { text: applied(plain, edits), edits }
}

/** The text with some edits applied; edits are places in `plain` and do not overlap. */
function applied(plain: string, edits: readonly Edit[]): string {
  let text = ''
  let at = 0
  for (const edit of edits) {
    text += plain.slice(at, edit.at) + edit.to
    at = edit.at + edit.from.length
  }
  return text + plain.slice(at)
}

/**
 * A written message with some of its edits taken back.
 *
 * @param drop indexes into `edits`
 */
export function withoutEdits({ text, edits }: Written, drop: ReadonlySet<number>): Written {
  let plain = ''
  let at = 0
  let shift = 0
  for (const edit of edits) {
    const place = edit.at + shift
    plain += text.slice(at, place) + edit.from
    at = place + edit.to.length
    shift += edit.to.length - edit.from.length
  }
  plain += text.slice(at)
  const kept = edits.filter((_, index) => !drop.has(index))
  return { text: applied(plain, kept), edits: kept }
}

function wordEdit(
  word: string,
  at: number,
  writing: Persona['writing'],
  protectedWords: ReadonlySet<string>,
  random: KeyedRandom,
): Edit | undefined {
  const short = random.chance(writing.abbreviations)
  const errs = random.chance(writing.typos)
  if (isProtected(word, protectedWords)) return undefined
  const abbreviation = ABBREVIATIONS[word.toLowerCase()]
  if (short && abbreviation !== undefined) return { kind: 'abbreviation', at, from: word, to: abbreviation }
  if (!errs || word.length < 4 || !/^\p{L}+$/u.test(word)) return undefined
  const [kind, to] = misspelt(word, random)
  return to === word || protectedWords.has(to.toLowerCase()) ? undefined : { kind, at, from: word, to }
}

/** One slip of the finger; the first letter stays. Shares as reported for typing on phones. */
function misspelt(word: string, random: KeyedRandom): readonly [string, string] {
  const at = 1 + random.int(word.length - 2)
  const letter = word.charAt(at)
  const roll = random.float()
  const before = word.slice(0, at)
  const after = word.slice(at + 1)
  if (roll < 0.42) {
    const near = NEIGHBOURS[letter.toLowerCase()] ?? letter
    return ['substitution', before + near.charAt(random.int(near.length)) + after]
  }
  if (roll < 0.7) return ['omission', before + after]
  if (roll < 0.86) return ['doubling', before + letter + letter + after]
  return ['transposition', before + after.charAt(0) + letter + after.slice(1)]
}

function isProtected(word: string, protectedWords: ReadonlySet<string>): boolean {
  const lower = word.toLowerCase()
  return /[\d@]/.test(word) || UNTOUCHED.has(lower) || protectedWords.has(lower)
}

function startsWithGreeting(text: string): boolean {
  return /^(?:hi|hello|hey|good day)\b/i.test(text)
}
