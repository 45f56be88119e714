/** The words of a message that a slip of the finger can be seen in, and how a message begins and ends. */

/** A word of letters alone. */
export interface Word {
  /** In lower case. */
  readonly text: string
  /** It begins a sentence. */
  readonly isFirst: boolean
  /** It begins a sentence, or has a capital that is not the whole message's: names are no misspelt words. */
  readonly isApart: boolean
}

/** The words of a text that are letters alone, with no digit, sign or apostrophe. */
export function wordsOf(text: string): readonly Word[] {
  const isShouted = isAllCaps(text)
  return [...text.matchAll(LETTERS)].map(({ 0: word, index }) => {
    const isFirst = STARTS.test(text.slice(Math.max(0, index - STARTS_WITHIN), index))
    return { text: word.toLowerCase(), isFirst, isApart: isFirst || (!isShouted && word !== word.toLowerCase()) }
  })
}

const LETTERS = /(?<![\p{L}\p{N}@._'’+-])\p{L}+(?![\p{L}\p{N}@_]|[.'’+-][\p{L}\p{N}])/gu
const STARTS = /(?:^|[.!?:]\s)[^\p{L}\p{N}]*$/u
const STARTS_WITHIN = 12

/** At least two words with letters, and no small letter. */
export function isAllCaps(text: string): boolean {
  return !/\p{Ll}/u.test(text) && (text.match(/\p{Lu}{2,}/gu) ?? []).length >= 2
}

/** Emoji in a text; a joined family or a flag is one. */
export function emojiIn(text: string): number {
  return (text.match(EMOJI) ?? []).length
}

/** The text without emoji at its end. */
function withoutFinalEmoji(text: string): string {
  return text.replace(FINAL_EMOJI, '').trimEnd()
}

const ONE = String.raw`(?:\p{RI}\p{RI}|\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})*(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{EMod})*)*)`
const EMOJI = new RegExp(ONE, 'gu')
const FINAL_EMOJI = new RegExp(String.raw`(?:\s*${ONE})+\s*$`, 'u')

/** How a text ends, emoji aside. */
export function endOf(text: string): '.' | '!' | '?' | 'bare' | 'other' | 'emoji' {
  const bare = withoutFinalEmoji(text)
  if (bare === '') return 'emoji'
  const last = bare.at(-1) ?? ''
  if (last === '.' || last === '!' || last === '?') return last
  return /[\p{L}\p{N}]/u.test(last) ? 'bare' : 'other'
}
