/**
 * What may not be cut apart where a text message is divided: a letter with its accents, an emoji with its skin tone, a flag.
 *
 * Providers' calculators follow the grapheme clusters of Unicode 10, so an emoji that newer versions join (a person with
 * red hair) may be cut there. These are those rules, not the platform's own, so counts are the same on every machine. A carriage
 * return and the line feed after it are two, as in a bill.
 *
 * @see Unicode Standard Annex 29, revision 31 (Unicode 10), rules GB3 to GB13
 */

/** Marks that belong to the letter before them, and the few others that join it by rule. */
const mark = String.raw`\p{M}\u0E33\u0EB3\u200C\uFF9E\uFF9F\u{E0020}-\u{E007F}`
/** Emoji that also follow a joiner, as in a family. */
const family = String.raw`\u{1F466}-\u{1F469}`
/** Emoji that take a skin tone, as of Unicode 10. */
const person = String.raw`\u261D\u26F9\u270A-\u270D\u{1F385}\u{1F3C2}-\u{1F3C4}\u{1F3C7}\u{1F3CA}-\u{1F3CC}\u{1F442}\u{1F443}\u{1F446}-\u{1F450}${family}\u{1F46E}\u{1F470}-\u{1F478}\u{1F47C}\u{1F481}-\u{1F483}\u{1F485}-\u{1F487}\u{1F4AA}\u{1F574}\u{1F575}\u{1F57A}\u{1F590}\u{1F595}\u{1F596}\u{1F645}-\u{1F647}\u{1F64B}-\u{1F64F}\u{1F6A3}\u{1F6B4}-\u{1F6B6}\u{1F6C0}\u{1F6CC}\u{1F918}-\u{1F91C}\u{1F91E}\u{1F91F}\u{1F926}\u{1F930}-\u{1F939}\u{1F93D}\u{1F93E}\u{1F9D1}-\u{1F9DD}`
/** What a joiner adds to a person or a flag: a profession, a sign, a rainbow. */
const glued = String.raw`\u2640\u2642\u2695\u2696\u2708\u2764\u{1F308}\u{1F33E}\u{1F373}\u{1F393}\u{1F3A4}\u{1F3A8}\u{1F3EB}\u{1F3ED}\u{1F48B}\u{1F4BB}\u{1F4BC}\u{1F527}\u{1F52C}\u{1F5E8}\u{1F680}\u{1F692}`
const tone = String.raw`[\u{1F3FB}-\u{1F3FF}]`

const leading = String.raw`[\u1100-\u115F\uA960-\uA97C]`
const vowel = String.raw`[\u1160-\u11A7\uD7B0-\uD7C6]`
const trailing = String.raw`[\u11A8-\u11FF\uD7CB-\uD7FB]`
/** Syllables that still lack their last sound are every 28th. */
const open = Array.from({ length: 399 }, (_, index) => String.fromCharCode(0xac00 + 28 * index)).join('')
const closed = String.raw`[\uAC00-\uD7A3]`
const hangul = `${leading}*(?:[${open}]${vowel}*|${closed}|${vowel}+)${trailing}*|${leading}+|${trailing}+`
const flag = String.raw`[\u{1F1E6}-\u{1F1FF}]{2}`
const toned = (base: string): string => `[${base}](?:[${mark}]*${tone})?`
const joined = `\\u200D(?:${toned(family)}|[${glued}])?`

/** Signs that belong to the number after them, and what stands alone: controls, and halves of letters. */
const before = String.raw`[\u0600-\u0605\u06DD\u070F\u08E2\u0D4E\u{110BD}\u{111C2}\u{111C3}]`
const alone = String.raw`(?!${before}|[\u200C\u200D\u{E0020}-\u{E007F}])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]`
const core = `(?!${alone})(?:${hangul}|${flag}|${toned(person)}|${joined}|[^])`
const letter = new RegExp(`${alone}|${before}*${core}(?:[${mark}]|${joined})*`, 'gu')

/** The letters of a text, as its reader sees them; joined they are the text. */
export function lettersOf(text: string): readonly string[] {
  return text.match(letter) ?? []
}
