/**
 * Where a secret word may hide in a text: as it is, spelt apart, reversed, in leet, rot13, base64, hex,
 * URL-encoded or as character codes, and in two of these at once.
 *
 * Letters are compared without case, accents, spaces and punctuation. A secret that is short once
 * stripped like that is looked for only as it stands, because it would turn up by accident.
 */

/** What was done to the secret, or nothing when it stands there as it is. */
export type Disguise = 'plain' | 'spelt apart' | 'reversed' | 'leet' | 'rot13' | 'encoded'

/** Finds the disguise in which a secret is part of a text, if it is. Linear in the text. */
export function disguiseOf(secret: string, haystack: Haystack): Disguise | undefined {
  if (haystack.text.includes(secret)) return 'plain'
  const needle = stripped(secret)
  if (needle.length < 6) return haystack.text.toLowerCase().includes(secret.toLowerCase()) ? 'plain' : undefined
  const found = disguiseIn(needle, haystack)
  if (found) return found
  return haystack.decoded.some((inner) => inner.text.includes(secret) || disguiseIn(needle, inner) !== undefined)
    ? 'encoded'
    : undefined
}

function disguiseIn(needle: string, { letters, leet, rot13, spelt }: Folded): Disguise | undefined {
  if (letters.includes(needle)) return 'plain'
  if (spelt.some((text) => text.includes(needle))) return 'spelt apart'
  const backwards = [...needle].reverse().join('')
  if (letters.includes(backwards)) return 'reversed'
  const plain = leetFolded(needle)
  if (leet.includes(plain)) return 'leet'
  if (rot13.includes(needle)) return 'rot13'
  return leet.includes([...plain].reverse().join('')) || rot13.includes(backwards) ? 'reversed' : undefined
}

interface Folded {
  readonly text: string
  readonly letters: string
  readonly leet: string
  readonly rot13: string
  readonly spelt: readonly string[]
}

/** A text prepared once for any number of secrets. */
export interface Haystack extends Folded {
  readonly decoded: readonly Folded[]
}

export function haystackOf(text: string): Haystack {
  const once = decodings(text)
  const twice = once.flatMap(decodings)
  return { ...folded(text), decoded: [...once, ...twice].map(folded) }
}

function folded(text: string): Folded {
  const letters = stripped(text)
  return { text, letters, leet: leetFolded(letters0(text)), rot13: stripped(turned(text)), spelt: speltApart(text) }
}

/** Letters and digits alone, lower case, without accents; look-alike letters of other scripts become Latin ones. */
export function stripped(text: string): string {
  return lookalikes(text.normalize('NFKD').toLowerCase()).replace(/[^\p{L}\p{N}]+/gu, '')
}

/** As `stripped`, but keeping the marks that leet writes letters with. */
function letters0(text: string): string {
  return lookalikes(text.normalize('NFKD').toLowerCase()).replace(/[^\p{L}\p{N}@$!|+]+/gu, '')
}

const foreign: Readonly<Record<string, string>> = Object.fromEntries(
  [...'аaеeоoрpсcхxуyіiјjѕsһhαaοoεeιiνvρpτtκk'.matchAll(/(.)(.)/gu)].map(([, from = '', to = '']) => [from, to]),
)

function lookalikes(text: string): string {
  return text.replace(/[\u0370-\u04ff]/g, (letter) => foreign[letter] ?? letter)
}

const leetLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '8': 'b',
  '@': 'a',
  $: 's',
  '!': 'i',
  '|': 'i',
  '+': 't',
  l: 'i',
}

function leetFolded(text: string): string {
  return text.replace(/[0134578@$!|+l]/g, (sign) => leetLetters[sign] ?? sign)
}

function turned(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base)
  })
}

/** Single letters that stand alone: `"c", then "a"` over several messages, or the first letters of each line. */
function speltApart(text: string): string[] {
  const quoted = [...text.matchAll(/["'“‘`]([\p{L}\p{N}])["'”’`]/gu)].map(([, letter = '']) => letter)
  const alone = [...text.matchAll(/(?<![\p{L}\p{N}])[\p{L}\p{N}](?![\p{L}\p{N}])/gu)].map(([letter]) => letter)
  const initials = [...text.matchAll(/^[^\p{L}\p{N}\n]*([\p{L}\p{N}])/gmu)].map(([, letter = '']) => letter)
  return [quoted, alone, initials].map((letters) => stripped(letters.join('')))
}

/** What the text holds once encoded parts are decoded. Empty for texts without any. */
function decodings(text: string): string[] {
  if (text.length > 2_000_000) return []
  return [...base64In(text), hexIn(text), codesIn(text), escapesIn(text)].filter((decoded) => decoded.length >= 4)
}

/** Runs of base64, also broken over lines and messages, from each of the four places a group can start at. */
function base64In(text: string): string[] {
  const runs = [text, text.replace(/\s+/g, '')].flatMap((source) => source.match(/[A-Za-z0-9+/_-]{8,}/g) ?? [])
  const joined = [0, 1, 2, 3].map((skip) => runs.map((run) => base64(run.slice(skip))).join('\n'))
  return joined.filter((decoded) => decoded.trim() !== '')
}

function base64(run: string): string {
  const standard = run.replaceAll('-', '+').replaceAll('_', '/')
  const whole = standard.slice(0, standard.length - (standard.length % 4 === 1 ? 1 : 0))
  return readable(utf8(Uint8Array.from(atob(whole), (character) => character.charCodeAt(0))))
}

/** Most runs of letters are words and not base64; what they decode to is noise, of which hardly anything is left here. */
function readable(decoded: string): string {
  return decoded.match(/[\p{L}\p{N} -~]{5,}/gu)?.join('\n') ?? ''
}

function hexIn(text: string): string {
  const runs = text.match(/(?:(?:0x|\\x)?[0-9a-fA-F]{2}[\s,:-]?){4,}/g) ?? []
  return runs
    .map((run) =>
      utf8(
        Uint8Array.from(
          (run.replaceAll(/0x|\\x/g, '').match(/[0-9a-fA-F]{2}/g) ?? []).map((pair) => Number.parseInt(pair, 16)),
        ),
      ),
    )
    .join('\n')
}

/** Character codes in decimal, `99 97 110`, or in bits. */
function codesIn(text: string): string {
  const decimal = text.match(/(?:\b\d{2,3}\b[\s,;-]{1,3}){3,}\d{2,3}/g) ?? []
  const bits = text.match(/(?:\b[01]{8}\b\s?){4,}/g) ?? []
  const read = (runs: readonly string[], radix: number) =>
    runs
      .map((run) =>
        String.fromCharCode(...(run.match(/\d+/g) ?? []).slice(0, 5000).map((code) => Number.parseInt(code, radix))),
      )
      .join('\n')
  return `${read(decimal, 10)}\n${read(bits, 2)}`.trim()
}

/** `%63`, `&#99;`, `\u0063`. Empty when there is nothing of the kind. */
function escapesIn(text: string): string {
  if (!/%[0-9a-f]{2}|&#|\\u/i.test(text)) return ''
  return text
    .replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
      utf8(Uint8Array.from((run.match(/[0-9a-f]{2}/gi) ?? []).map((pair) => Number.parseInt(pair, 16)))),
    )
    .replace(/&#(x?)([0-9a-f]{1,6});/gi, (whole, hex: string, code: string) =>
      character(Number.parseInt(code, hex ? 16 : 10), whole),
    )
    .replace(/\\u\{?([0-9a-f]{2,6})\}?/gi, (whole, code: string) => character(Number.parseInt(code, 16), whole))
}

function character(code: number, otherwise: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : otherwise
}

function utf8(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
