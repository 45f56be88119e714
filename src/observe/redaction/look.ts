/**
 * A first look at a text: in one pass, which rules may find something in it. Most texts hold nothing, and looking with one
 * rule after another takes twenty times as long.
 *
 * The look is an automaton that knows the words without which no rule finds anything (Aho and Corasick, Communications of
 * the ACM 18(6), 1975). It never overlooks; it may suspect a text that holds nothing, and rules look again.
 *
 * In words, `#` is any digit, and `|` whatever ends a word. Upper and lower case are the same.
 */

/** What a look tells of a text. */
export interface Look {
  /** Which of the signs stand in it: one bit for each. */
  readonly signs: number
  /** All of them. */
  readonly digits: number
  /** The most that stand together, with nothing between them but what may stand within one number. */
  readonly digitsTogether: number
  /** Whether upper and lower case are one letter each throughout, as they are not everywhere. */
  readonly isLatin: boolean
}

const wordsOf = {
  /** Only texts with a backslash can hold escapes. */
  escape: ['\\'],
  mail: ['@', '%40'],
  spokenMail: [' dot ', '(dot)', '[dot]'],
  privateKey: ['-----begin'],
  webToken: ['eyj'],
  key: [
    ...['s', 'p', 'r'].flatMap((letter) => [`${letter}k-`, `${letter}k_`]),
    ...['o', 'p', 's', 'u', 'r'].map((letter) => `gh${letter}_`),
    ...['whsec_', 'github_pat_', 'glpat-', 'xox', 'akia', 'asia', 'aiza', 'sg.', 'shpat_', 'npm_', 'hf_', 'ya29.'],
    'dop_v1_',
  ],
  login: ['bearer', 'basic'],
  setting: ['key', 'secret', 'token', 'passw', 'pwd'],
  insurance: ['ssn', 'social security', 'national insurance'],
  street: [
    ...['street', 'avenue', 'road', 'lane', 'drive', 'boulevard', 'court', 'way', 'place', 'square', 'terrace'],
    ...['parkway', 'highway', 'circle', 'close', 'crescent', 'row', 'mews'],
    ...['st', 'ave', 'rd', 'ln', 'dr', 'blvd', 'ct', 'pl', 'pkwy', 'hwy'],
  ].map((word) => ` ${word}|`),
  strasse: ['straße', 'strasse', 'str.', 'weg', 'platz', 'allee', 'gasse', 'damm'].map((word) => `${word} #`),
  rue: [
    'rue',
    'calle',
    'avenida',
    'rua',
    'via',
    'viale',
    'piazza',
    'plaza',
    'avenue',
    'boulevard',
    'place',
    'paseo',
  ].map((word) => `${word} `),
  /** Two letters and two digits, told apart from the words. */
  country: [],
  introduction: ['name', 'this is ', 'me llamo', "m'appelle"],
} as const satisfies Readonly<Record<string, readonly string[]>>

/** Something without which a rule finds nothing. */
export type Sign = keyof typeof wordsOf

const signs = Object.keys(wordsOf) as readonly Sign[]

/** The bit of a sign. */
export const bitOf = (sign: Sign) => 1 << signs.indexOf(sign)

/** Characters that stand in no word are all the same. So are all digits that stand in none. */
const other = 0
const digit = 1
const isWord = /\w/
const letters = [...new Set(Object.values(wordsOf).flat().join('').replace(/[#|]/g, ''))]
const classes = letters.length + 2
const ends = [other, ...letters.flatMap((letter, at) => (isWord.test(letter) ? [] : [at + 2]))]
const classOf = classTable()
const { next, tells, firstTelling } = automaton()

/** What may stand in a text. */
export function lookAt(text: string): Look {
  let state = 0
  let found = 0
  let digits = 0
  let codes = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    codes |= code
    if (code >= zero && code <= nine) digits += 1
    state = next[state + (code < 256 ? (classOf[code] ?? other) : other)] ?? 0
    if (state >= firstTelling) found |= tells[state / classes] ?? 0
  }
  // Where the text ends, a word ends.
  found |= tells[(next[state] ?? 0) / classes] ?? 0
  const isLatin = codes < 256
  if (digits === 0) return { signs: found, digits, digitsTogether: 0, isLatin }
  const numbers = numbersIn(text)
  return { signs: numbers.hasCountry ? found | country : found, digits, digitsTogether: numbers.together, isLatin }
}

function numbersIn(text: string): { readonly together: number; readonly hasCountry: boolean } {
  let hasCountry = false
  let together = 0
  let most = 0
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (isDigit(code)) {
      together += 1
      if (together > most) most = together
      hasCountry ||= endsCountry(text, at)
    } else if (together > 0 && !between.has(code)) together = 0
  }
  return { together: most, hasCountry }
}

const country = bitOf('country')
const zero = 48
const nine = 57

/** Whether the digit here is the second after two letters, as an account number begins. */
function endsCountry(text: string, at: number): boolean {
  if (at < 3 || !isDigit(text.charCodeAt(at - 1))) return false
  return isLetter(text.charCodeAt(at - 2)) && isLetter(text.charCodeAt(at - 3))
}

const isDigit = (code: number) => code >= zero && code <= nine
const isLetter = (code: number) => (code | 32) >= 97 && (code | 32) <= 122
const between = new Set([...' +().-/\u00a0\u2011'].map((letter) => letter.charCodeAt(0)))

function classTable(): Uint8Array {
  const table = new Uint8Array(256)
  for (let code = 48; code <= 57; code += 1) table[code] = digit
  for (const [at, letter] of letters.entries()) {
    table[letter.charCodeAt(0)] = at + 2
    const upper = letter.toUpperCase()
    if (upper.length === 1) table[upper.charCodeAt(0)] = at + 2
  }
  return table
}

/** The classes that may stand at each place of a word. */
function steps(word: string): readonly (readonly number[])[] {
  return [...word].map((letter) => {
    if (letter === '#') return letters.flatMap((each, at) => (/\d/.test(each) ? [at + 2] : [])).concat(digit)
    return letter === '|' ? ends : [letters.indexOf(letter) + 2]
  })
}

/** States are rows of `next`: a state's number is where its row begins. */
function automaton() {
  const rows: number[][] = [new Array(classes).fill(0)]
  const told: number[] = [0]
  const grow = (row: number, step: number) => {
    const known = rows[row]?.[step] ?? 0
    if (known !== 0) return known
    rows.push(new Array(classes).fill(0))
    told.push(0)
    const fresh = rows.length - 1
    const own = rows[row]
    if (own !== undefined) own[step] = fresh
    return fresh
  }
  for (const sign of signs) {
    for (const word of wordsOf[sign]) {
      let reached = [0]
      for (const step of steps(word)) reached = reached.flatMap((row) => step.map((each) => grow(row, each)))
      for (const row of reached) told[row] = (told[row] ?? 0) | bitOf(sign)
    }
  }
  completed(rows, told)
  // Those that tell something come last, so that one comparison finds them.
  const order = [...rows.keys()].sort((a, b) => Math.sign(told[a] ?? 0) - Math.sign(told[b] ?? 0) || a - b)
  const places = new Map(order.map((row, place) => [row, place * classes]))
  return {
    next: Uint16Array.from(order.flatMap((row) => (rows[row] ?? []).map((to) => places.get(to) ?? 0))),
    tells: Uint32Array.from(order.map((row) => told[row] ?? 0)),
    firstTelling: order.findIndex((row) => told[row] !== 0) * classes,
  }
}

/** Where a word breaks off, the longest beginning of another goes on; a word within a word is told with it. */
function completed(rows: readonly number[][], told: number[]): void {
  const back = new Array<number>(rows.length).fill(0)
  const waiting = (rows[0] ?? []).filter((to) => to !== 0)
  for (const row of waiting) {
    const own = rows[row] ?? []
    const behind = back[row] ?? 0
    told[row] = (told[row] ?? 0) | (told[behind] ?? 0)
    for (const [step, to] of own.entries()) {
      const fallback = rows[behind]?.[step] ?? 0
      if (to === 0) own[step] = fallback
      else {
        back[to] = fallback
        waiting.push(to)
      }
    }
  }
}
