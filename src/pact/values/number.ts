/**
 * Numbers as people write them: `1,200`, `12.5`, `twenty-five`, `a hundred and ten`.
 *
 * `numberSource` is the source of a pattern to build others from; `readNumber` reads what it matched.
 * Every repetition in it is bounded, so patterns built from it stay linear in the text.
 */

const units: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
}
const scales: Readonly<Record<string, number>> = { hundred: 100, thousand: 1000, million: 1_000_000 }

const word = `(?:${[...Object.keys(units), ...Object.keys(scales)].sort((a, b) => b.length - a.length).join('|')})`

export const digitsSource = String.raw`(?:\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)(?![\d])`
const wordsSource = String.raw`(?:a (?=hundred|thousand|million))?${word}(?:(?:-| and | )${word}){0,6}\b`
export const numberSource = `(?:${digitsSource}|${wordsSource})`

/** The number a piece of text stands for, or `undefined` when it is none. */
export function readNumber(text: string): number | undefined {
  const trimmed = text.trim().toLowerCase()
  if (/^\d/.test(trimmed)) {
    const n = Number(trimmed.replaceAll(',', ''))
    return Number.isFinite(n) ? n : undefined
  }
  return readWords(trimmed.replaceAll('-', ' ').split(' '))
}

function readWords(words: readonly string[]): number | undefined {
  let total = 0
  let group = 0
  let seen = false
  for (const each of words) {
    if (each === 'and' || each === 'a') continue
    const unit = units[each]
    const scale = scales[each]
    if (unit !== undefined) group += unit
    else if (scale === 100) group = (group || 1) * 100
    else if (scale !== undefined) {
      total += (group || 1) * scale
      group = 0
    } else return undefined
    seen = true
  }
  return seen ? total + group : undefined
}
