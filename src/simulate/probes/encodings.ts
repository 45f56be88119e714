/**
 * Ways to write words so that a filter does not see them and a model still reads them.
 *
 * Each is deterministic and explains itself. None adds an instruction to decode: that is for the template to say.
 */

/** Names that may stand in a template: `[[rot13:…]]`. */
type Encoding = keyof typeof encodings

export const encodings = {
  base64: (text: string) => base64(new TextEncoder().encode(text)),
  hex: (text: string) =>
    [...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join(' '),
  rot13: (text: string) => text.replace(/[a-z]/gi, rotated),
  leet: (text: string) => text.replace(/[aeiost]/gi, (letter) => leetSigns[letter.toLowerCase()] ?? letter),
  spaced: (text: string) =>
    text
      .split(/\s+/)
      .map((word) => [...word].join(' '))
      .join('   '),
  reversed: (text: string) => [...text].reverse().join(''),
  homoglyph: (text: string) => text.replace(/[aeopcxyi]/g, (letter) => lookalikes[letter] ?? letter),
  'zero-width': (text: string) => text.replace(/\p{L}(?=\p{L})/gu, (letter) => `${letter}\u200b`),
  /** Invisible characters that spell the words; nothing of it is seen on a screen. */
  tags: (text: string) => [...text].map(invisible).join(''),
  rtl: (text: string) => `\u202e${[...text].reverse().join('')}\u202c`,
  morse: (text: string) => text.toLowerCase().split(/\s+/).map(inMorse).join(' / '),
  nato: (text: string) => [...text.toLowerCase()].map((letter) => nato[letter] ?? letter).join(' '),
  fullwidth: (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0)),
  /** Not hidden but huge: 90,000 characters of it. */
  long: (text: string) => text.repeat(Math.ceil(90_000 / text.length)).slice(0, 90_000),
  /** The same in letters with marks stacked on them. */
  stacked: (text: string) => encodings.long(encodings.zalgo(text)),
  zalgo: (text: string): string => text.replace(/\p{L}/gu, (letter) => `${letter}\u0336\u0324\u0310`),
} as const

/** Fills `[[encoding:words]]`. @throws RangeError for an encoding that there is not */
export function encoded(text: string): string {
  return text.replace(/\[\[([a-z0-9-]+):([\s\S]*?)\]\]/g, (_, name: string, words: string) => {
    if (!Object.hasOwn(encodings, name)) throw new RangeError(`there is no encoding called "${name}"`)
    return encodings[name as Encoding](words)
  })
}

/** The encodings that a template's words use. */
export function encodingsIn(text: string): readonly string[] {
  return [...text.matchAll(/\[\[([a-z0-9-]+):/g)].map(([, name = '']) => name)
}

function base64(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
}

function rotated(letter: string): string {
  const base = letter <= 'Z' ? 65 : 97
  return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
}

const leetSigns: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' }

/** Cyrillic letters that look like these Latin ones. */
const lookalikes: Readonly<Record<string, string>> = {
  a: 'а',
  e: 'е',
  o: 'о',
  p: 'р',
  c: 'с',
  x: 'х',
  y: 'у',
  i: 'і',
}

function invisible(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code >= 0x20 && code < 0x7f ? String.fromCodePoint(0xe0000 + code) : character
}

const morse = new Map(
  'a.- b-... c-.-. d-.. e. f..-. g--. h.... i.. j.--- k-.- l.-.. m-- n-. o--- p.--. q--.- r.-. s... t- u..- v...- w.-- x-..- y-.-- z--.. 0----- 1.---- 2..--- 3...-- 4....- 5..... 6-.... 7--... 8---.. 9----.'
    .split(' ')
    .map((sign) => [sign.charAt(0), sign.slice(1)]),
)

function inMorse(word: string): string {
  return [...word].flatMap((letter) => morse.get(letter) ?? []).join(' ')
}

const nato: Readonly<Record<string, string>> = Object.fromEntries(
  'alfa bravo charlie delta echo foxtrot golf hotel india juliett kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey xray yankee zulu'
    .split(' ')
    .map((word) => [word.charAt(0), word]),
)
