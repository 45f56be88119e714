/**
 * Writing habits: typing errors, small letters, missing full stops, abbreviations, fillers, emoji, and whatever
 * perturbations the persona names besides.
 *
 * Every change is recorded with its place in the plain wording, so that single changes can be taken
 * back. Values of facts are never touched: no word with a digit or an @, no weekday, month or number
 * word, and no word that occurs in a fact. Small letters and full stops are habits of a hand: who leaves them out mostly
 * goes on doing so, so most messages of a customer are drawn together. The share among all customers is the rate.
 */
import { type KeyedRandom, keyedRandom } from '../../stats/index.ts'
import type { Persona } from '../persona.ts'
import {
  applied,
  doubled,
  type Guard,
  omitted,
  type Perturbation,
  perturb,
  substituted,
  transposed,
  USUAL,
  type Written,
} from '../perturbations/index.ts'
import type { Edit } from './customer.ts'
import type { Trimmings } from './trimmings.ts'
import { EMOJI, FILLERS, UNTOUCHED } from './writing-tables.ts'

/** Perturbations that come on top of the habits, and what they must leave as it is. */
export interface Further {
  readonly perturbations: readonly Perturbation[]
  readonly guard: Guard
  /** Phrases of which nothing may be lost. */
  readonly whole: readonly string[]
}

/**
 * A message as this persona would type it.
 *
 * @param protectedWords words in lower case that must stay as they are
 * @param key what the draws are keyed by, after the seed: the turn and the part of the message
 * @param trimmings the fillers and emoji that fit the message
 * @param further what the persona does besides; it gives way to what the habits did
 */
export function typed(
  plain: string,
  { writing }: Persona,
  protectedWords: ReadonlySet<string>,
  seed: number,
  key: readonly (string | number)[],
  { fillers, emoji }: Trimmings = { fillers: FILLERS, emoji: EMOJI },
  further?: Further,
): Written {
  if (plain === '') return { text: '', edits: [] }
  const words = [...plain.matchAll(/[\p{L}\p{N}'@._+-]*[\p{L}\p{N}]/gu)]
  const first = startEdits(plain, writing, fillers, protectedWords, seed, key)
  const random = keyedRandom(seed, 'words', ...key)
  const inside = words.flatMap((word, index) => {
    const slip = { short: random.chance(writing.abbreviations), errs: random.chance(writing.typos) }
    if (!slip.short && !slip.errs) return []
    if (isProtected(word[0], protectedWords) || first.some(({ at }) => at === word.index)) return []
    const edit = wordEdit(word[0], word.index, slip, keyedRandom(seed, 'slip', ...key, index))
    return edit === undefined || protectedWords.has(edit.to.toLowerCase()) ? [] : [edit]
  })
  const end = endEdits(plain, writing, emoji, seed, key)
  const habits = [...[...first, ...inside].sort((a, b) => a.at - b.at), ...end]
  const edits = further === undefined ? habits : besides(plain, habits, further, seed, key)
  return { text: applied(plain, edits), edits }
}

function besides(
  plain: string,
  habits: readonly Edit[],
  { perturbations, guard, whole }: Further,
  seed: number,
  key: readonly (string | number)[],
): readonly Edit[] {
  if (perturbations.length === 0) return habits
  const isLater = typeof key[0] === 'number' && (key[0] > 0 || Number(key[1] ?? 0) > 0)
  let spans: ReturnType<typeof guard.spans> | undefined
  const occasion = {
    seed,
    key,
    // Only looked for when an edit is about to be made.
    get spans() {
      spans ??= guard.spans(plain)
      return spans
    },
    words: guard.words,
    whole,
    ...(isLater && { isLater }),
  }
  return perturb(plain, perturbations, occasion, habits)
}

function startEdits(
  plain: string,
  writing: Persona['writing'],
  fillers: readonly string[],
  protectedWords: ReadonlySet<string>,
  seed: number,
  key: readonly (string | number)[],
): Edit[] {
  const random = keyedRandom(seed, 'start', ...key)
  const fills = random.chance(writing.fillers) && fillers.length > 0 && !startsWithGreeting(plain)
  const small = asUsual(random, 'small', seed).chance(writing.lowercase)
  const filler = fills ? [{ kind: 'filler', at: 0, from: '', to: `${random.pick(fillers)} ` }] : []
  const lowered = [...plain.matchAll(small ? CAPITALS : /^\p{Lu}[\p{L}']*/gu)].flatMap(({ 0: word, index }) => {
    if (!(small || fills) || keepsCapital(word, protectedWords) || (!small && /^I\b/.test(word))) return []
    const from = word.length > 1 && word === word.toUpperCase() ? word : word.charAt(0)
    return [{ kind: 'lowercase', at: index, from, to: from.toLowerCase() }]
  })
  return [...filler, ...lowered]
}

/** Share of a customer's messages in which a habit of the hand is what it is in all of them. */
const SAME_HAND = 0.8

/** What decides a habit in one message: mostly what decides it in every message of this customer. */
function asUsual(random: KeyedRandom, habit: string, seed: number): KeyedRandom {
  return random.chance(SAME_HAND) ? keyedRandom(seed, 'hand', habit) : random
}

/** Words that begin a sentence, and `I` everywhere. */
const CAPITALS = /(?<=^|[.!?:]\s+)(?<!\b(?:Dr|Mr|Mrs|Ms|St)\.\s+)\p{Lu}[\p{L}']*|(?<![\p{L}'])I(?=[ '])/gu

/** Names keep their capital, and so do weekdays and months. */
function keepsCapital(word: string, protectedWords: ReadonlySet<string>): boolean {
  const lower = word.toLowerCase()
  return (protectedWords.has(lower) && !NO_NAMES.has(lower)) || CALENDAR.test(lower)
}

/** Words of values that are no names. */
const NO_NAMES: ReadonlySet<string> = new Set('tomorrow today tonight next this the half noon a an my'.split(' '))

const CALENDAR = /day$|^(?:january|february|march|april|may|june|july|august|september|october|november|december)$/

function endEdits(
  plain: string,
  writing: Persona['writing'],
  emoji: readonly string[],
  seed: number,
  key: readonly (string | number)[],
): Edit[] {
  const random = keyedRandom(seed, 'end', ...key)
  const bare = asUsual(random, 'bare', seed).chance(writing.noPunctuation)
  const smiles = random.chance(writing.emoji) && emoji.length > 0
  const end = /[.!]$/.exec(plain)
  const edits: Edit[] = []
  if (bare && end !== null) edits.push({ kind: 'no-punctuation', at: end.index, from: end[0], to: '' })
  if (smiles) edits.push({ kind: 'emoji', at: plain.length, from: '', to: ` ${random.pick(emoji)}` })
  return edits
}

function wordEdit(
  word: string,
  at: number,
  { short, errs }: { readonly short: boolean; readonly errs: boolean },
  random: KeyedRandom,
): Edit | undefined {
  const lower = word.toLowerCase()
  const abbreviation = Object.hasOwn(USUAL, lower) ? USUAL[lower] : undefined
  if (short && abbreviation !== undefined) return { kind: 'abbreviation', at, from: word, to: abbreviation }
  if (!errs || word.length < 4 || !/^\p{L}+$/u.test(word)) return undefined
  const [kind, to] = misspelt(word, random)
  return to === word ? undefined : { kind, at, from: word, to }
}

/** One slip of the finger; the first letter stays. Shares as reported for typing on phones. */
function misspelt(word: string, random: KeyedRandom): readonly [string, string] {
  const at = 1 + random.int(word.length - 2)
  const roll = random.float()
  if (roll < 0.42) return ['substitution', substituted(word, at, random)]
  if (roll < 0.7) return ['omission', omitted(word, at)]
  if (roll < 0.86) return ['doubling', doubled(word, at)]
  return ['transposition', transposed(word, at)]
}

function isProtected(word: string, protectedWords: ReadonlySet<string>): boolean {
  const lower = word.toLowerCase()
  return /[\d@]/.test(word) || UNTOUCHED.has(lower) || protectedWords.has(lower)
}

function startsWithGreeting(text: string): boolean {
  return /^(?:hi|hello|hey|good day|sure|of course|thanks|so|well|ok|okay|hmm|no problem|certainly|happy to)\b/i.test(
    text,
  )
}
