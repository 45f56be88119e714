/**
 * Which share of slips a word list makes visible: slips as customers make them are made of its words, and looked for.
 *
 * The rest turn a word into another right one (`form` for `from`), into one that nothing tells from it, or change
 * nothing, as two equal letters that change places. A rate of visible slips is divided by this.
 */
import { type KeyedRandom, keyedRandom } from '../../stats/index.ts'
import { UNTOUCHED } from '../customers/writing-tables.ts'
import { doubled, omitted, substituted, transposed } from '../perturbations/index.ts'
import { TIMES_AS_FREQUENT, type WordList } from './word-list.ts'

const DRAWS = 1000

/** 0..1; nothing where no word is known. */
export function visibleShare({ frequent, seen, slipOf }: WordList, seed: number): number | undefined {
  const words = frequent.filter(([word]) => !UNTOUCHED.has(word))
  const total = words.reduce((sum, [, count]) => sum + count, 0)
  if (total === 0) return undefined
  const random = keyedRandom(seed, 'slips')
  let at = 0
  let below = words[0]?.[1] ?? 0
  let visible = 0
  // Every word in proportion to how often it is written: stepping through them evenly varies less than drawing.
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const place = ((draw + 0.5) / DRAWS) * total
    while (place > below && at < words.length - 1) below += words[++at]?.[1] ?? 0
    const word = words[at]?.[0] ?? ''
    const slip = slipped(word, random)
    // Misspelt once, a word is written right once less.
    if (slip !== word && seen(word) > TIMES_AS_FREQUENT && slipOf(slip) !== undefined) visible += 1
  }
  return visible / DRAWS
}

/** One slip of the finger, in the shares in which customers make them. */
function slipped(word: string, random: KeyedRandom): string {
  const at = 1 + random.int(word.length - 2)
  const roll = random.float()
  if (roll < 0.42) return substituted(word, at, random)
  if (roll < 0.7) return omitted(word, at)
  return roll < 0.86 ? doubled(word, at) : transposed(word, at)
}
