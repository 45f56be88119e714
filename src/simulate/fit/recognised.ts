/**
 * Further ways of writing that can be recognised in a text without knowing what was meant.
 *
 * A place is one where the kind could have struck, found by the kind itself in the text as it would be without. Not
 * recognised are kinds that leave no trace of their own: changed facts, other forms of numbers, days and times, words
 * spelt by ear or put by a telephone (some of which count as typing errors), and messages cut short.
 */
import { REPAIRS } from '../perturbations/index.ts'
import { type Habit, type Tally, tallied } from './habit.ts'
import { mixedIn } from './languages.ts'
import { placesOf, seenShare } from './places.ts'
import { textsOf } from './slips.ts'
import { backwards, combiningMarks, homoglyphs, type Trace, undone, zeroWidth } from './unseen.ts'
import type { WordList } from './word-list.ts'
import { isAllCaps, wordsOf } from './words.ts'

function perPlace(
  id: string,
  trace: (text: string, words: WordList) => Trace,
  options?: Readonly<Record<string, string>>,
): Habit {
  const places = placesOf(id, options)
  return {
    field: `perturbations.${id}`,
    ...(options !== undefined && { options }),
    of: 'places where it could have struck',
    least: 200,
    visible: (heard, words) => seenShare(heard.flatMap(textsOf), places, trace, words),
    tally: (heard, words) =>
      textsOf(heard).reduce<Tally>(
        ({ successes, n }, text) => {
          const { struck, without } = trace(text, words)
          const count = places(without).length
          return { successes: successes + Math.min(struck, count), n: n + count }
        },
        { successes: 0, n: 0 },
      ),
  }
}

/** A message of its own that comes before another. */
function perOtherMessage(id: string, isOne: (message: string) => boolean): Habit {
  return {
    field: `perturbations.${id}`,
    of: 'other messages',
    least: 30,
    tally: (heard) => {
      const texts = textsOf(heard)
      const ones = texts.filter(isOne).length
      const others = texts.length - ones
      return { successes: Math.min(ones, others), n: others }
    },
  }
}

function perMessage(id: string, strikes: (message: string) => boolean | undefined): Habit {
  return {
    field: `perturbations.${id}`,
    of: 'messages',
    least: 30,
    tally: (heard) => tallied(textsOf(heard), strikes),
  }
}

/** What a pattern finds is counted and put back to what it was before. */
function replaced(pattern: RegExp, by: string): (text: string) => Trace {
  return (text) => ({ struck: (text.match(pattern) ?? []).length, without: text.replace(pattern, by) })
}

/** Words that are no words but could be undone into one, counted and undone. */
function unknownWords(
  undo: (word: string, words: WordList) => string | undefined,
): (text: string, words: WordList) => Trace {
  return (text, words) => {
    let struck = 0
    let without = text
    for (const { text: word, isApart } of wordsOf(text)) {
      if (isApart || words.isKnown(word) || words.slipOf(word) !== undefined) continue
      const meant = undo(word, words)
      if (meant === undefined) continue
      struck += 1
      without = without.replace(word, meant)
    }
    return { struck, without }
  }
}

const LITTLE = new Set(
  'a an and are at be can do for from have i in is it me my of on or so that the this to we will with you'.split(' '),
)

function apart(word: string, { isKnown }: WordList): string | undefined {
  for (let at = 2; at <= word.length - 2; at += 1) {
    const [left, right] = [word.slice(0, at), word.slice(at)]
    const isLittle = LITTLE.has(left) || LITTLE.has(right)
    if (isLittle && [left, right].every((part) => LITTLE.has(part) || (part.length >= 3 && isKnown(part))))
      return `${left} ${right}`
  }
  return undefined
}

const bones = new WeakMap<WordList, ReadonlyMap<string, string>>()

/** The most frequent word that has these consonants. */
function withVowels(word: string, words: WordList): string | undefined {
  if (word.length < 3 || /[aeiou]/.test(word.slice(1, -1))) return undefined
  const known = bones.get(words) ?? bonesOf(words)
  bones.set(words, known)
  return known.get(word)
}

function bonesOf({ frequent }: WordList): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const [word] of frequent) {
    const bare = word.charAt(0) + word.slice(1, -1).replaceAll(/[aeiou]/g, '') + word.slice(-1)
    if (word.length >= 5 && bare.length >= 3 && bare !== word && !found.has(bare)) found.set(bare, word)
  }
  return found
}

/** Another value of the same kind first, taken back with the words that customers use. */
const REPAIRED = new RegExp(
  String.raw`\b(?:\p{L}+day|\p{L}+ \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?::\d\d)?\s?[ap]m),? (?:${REPAIRS.join('|')})(?: |,)+(?=\p{L}+day|\p{L}+ \d|\d)`,
  'giu',
)

const ALONE = /^(?:\[(?:sticker|gif)\b[^\]]*\]|👍\p{EMod}?)$/iu
const ATTACHED =
  /^\[(?:image|photo|picture|video|attachment|file|document|voice message|audio|contact card|location)\b[^\]]*\]$/i

export const recognised: readonly Habit[] = [
  perPlace('elongation', replaced(/(\p{L})\1{2,}(?!\p{L})/gu, '$1')),
  perPlace('extra-space', replaced(/(?<=\p{L}) (?: +(?=\p{L})|(?=[.!?,](?:\s|$)))/gu, '')),
  perPlace('missing-space', unknownWords(apart)),
  perPlace('vowel-drop', unknownWords(withVowels)),
  perPlace(
    'filler',
    replaced(/(?<=\p{L}),? (?:um+|uh+|er|hmm+|like|you know),(?= \p{L})|(?<=\p{L})\.\.\.(?= \p{L})/giu, ''),
  ),
  perPlace('smart-quotes', (text) => ({
    struck: (text.match(/(?<=\p{L})’(?=\p{L})|[“”…]/gu) ?? []).length,
    without: text.replaceAll('’', "'").replaceAll(/[“”]/g, '"').replaceAll('…', '...'),
  })),
  perPlace('zero-width', zeroWidth),
  perPlace('homoglyphs', homoglyphs),
  perPlace('combining-marks', combiningMarks),
  perPlace('rtl', backwards),
  perPlace(
    'self-repair',
    undone(REPAIRED, () => ''),
  ),
  ...mixedIn.map(({ language, trace }) => perPlace('code-switch', trace, { language })),
  perPlace('nbsp', replaced(/(?<=\S)[\u00a0\u202f\u2009\u3000](?=\S)/g, ' ')),
  perMessage('all-caps', (text) => ((text.match(/\p{L}{2,}/gu) ?? []).length < 2 ? undefined : isAllCaps(text))),
  perOtherMessage('sticker', (text) => ALONE.test(text)),
  perOtherMessage('attachment', (text) => ATTACHED.test(text)),
  perMessage('forwarded', (text) =>
    /^(?:fwd?:|\[forwarded\]|-+ ?forwarded message|this is what i wrote to )/i.test(text),
  ),
  perMessage('quoted', (text) => /^>\s?\S|^["“][^"”\n]+["”]\n\n/m.test(text)),
]
