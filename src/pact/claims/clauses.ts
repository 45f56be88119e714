/**
 * Cuts a message into sentences and clauses, and a clause into words with their place.
 *
 * Contractions become two words at one place ("I've" is `i`, `have`), so that grammar need not know them.
 */

export interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

export interface Clause {
  readonly words: readonly Word[]
  readonly start: number
  readonly end: number
}

export interface Sentence {
  readonly clauses: readonly Clause[]
  readonly question: boolean
}

const contracted = new Map<string, readonly string[]>(
  Object.entries({
    "can't": ['can', 'not'],
    cant: ['can', 'not'],
    cannot: ['can', 'not'],
    "won't": ['will', 'not'],
    wont: ['will', 'not'],
    couldnot: ['could', 'not'],
    couldnt: ['could', 'not'],
    wasnt: ['was', 'not'],
    isnt: ['is', 'not'],
    didnt: ['did', 'not'],
    dont: ['do', 'not'],
    doesnt: ['does', 'not'],
    hasnt: ['has', 'not'],
    havent: ['have', 'not'],
    ive: ['i', 'have'],
    youre: ['you', 'are'],
    im: ['i', 'am'],
    "let's": ['let', 'us'],
    "it'll": ['it', 'will'],
    theyve: ['they', 'have'],
    weve: ['we', 'have'],
    gonna: ['going', 'to'],
    youll: ['you', 'will'],
  }),
)
const endings: Readonly<Record<string, string>> = {
  "'ve": 'have',
  "'re": 'are',
  "'m": 'am',
  "'ll": 'will',
  "'d": 'would',
  "n't": 'not',
}
/** After these words `'s` is "is" or "has"; after any other it may be a possessive and stays. */
const subjects = /^(?:it|that|this|he|she|there|here|what|everything|who|where|all)$/

const wordPattern =
  /\d{1,3}(?:,\d{3}){1,6}(?:\.\d+)?|[\p{L}\p{N}_]+(?:['’][\p{L}]{1,3})?|[,;:–—?!.\n()•*|]|(?<=\s)-(?=\s)/gu
const abbreviations = /^(?:dr|mr|mrs|ms|jr|sr|vs)$/

/** The sentences of a message. Linear in its length. */
export function sentencesIn(text: string): Sentence[] {
  const cutter = new Cutter()
  for (const { 0: raw, index } of text.matchAll(wordPattern)) {
    if (isWord(raw)) cutter.word(raw.toLowerCase().replace('’', "'"), index, index + raw.length)
    else if (endsSentence(raw, text, index, cutter.lastWord)) cutter.endSentence(raw === '?')
    else if (endsClause(raw, text, index)) cutter.endClause()
  }
  cutter.endSentence(false)
  return cutter.sentences
}

/** Marks are one character each, and none of them is a letter. */
function isWord(raw: string): boolean {
  return raw.length > 1 || /[\p{L}\p{N}_]/u.test(raw)
}

class Cutter {
  readonly sentences: Sentence[] = []
  #clauses: Clause[] = []
  #words: Word[] = []

  get lastWord(): string | undefined {
    return this.#words.at(-1)?.text
  }

  word(lower: string, start: number, end: number): void {
    const joins = joining.has(lower)
    if (joins || this.#words.length >= longest) this.endClause()
    if (joins) return
    for (const text of wordsOf(lower)) this.#words.push({ text, start, end })
  }

  endClause(): void {
    const [first, last] = [this.#words[0], this.#words.at(-1)]
    if (first === undefined || last === undefined) return
    this.#clauses.push({ words: this.#words, start: first.start, end: last.end })
    this.#words = []
  }

  endSentence(question: boolean): void {
    this.endClause()
    if (this.#clauses.length > 0) this.sentences.push({ clauses: this.#clauses, question })
    this.#clauses = []
  }
}

/** Nobody writes a clause of more words; a text without punctuation is cut here, so that work stays linear. */
const longest = 80

const joining = new Set(['and', 'but', 'so', 'however', 'because', 'although'])

/** A full stop inside an abbreviation, a line break and the colon of `3:15` end nothing. */
function endsClause(mark: string, text: string, at: number): boolean {
  return mark !== '.' && mark !== '\n' && !(mark === ':' && /\d/.test(text[at + 1] ?? ''))
}

function endsSentence(mark: string, text: string, at: number, before: string | undefined): boolean {
  if (mark === '?' || mark === '!' || mark === ';' || mark === '\n' || mark === '•' || mark === '|') return true
  if (mark !== '.') return false
  const next = text[at + 1]
  if (next !== undefined && /[\p{N}\p{Ll}@/]/u.test(next)) return false
  return before === undefined || !abbreviations.test(before) || next === undefined
}

function wordsOf(lower: string): readonly string[] {
  const whole = contracted.get(lower)
  if (whole !== undefined) return whole
  const apostrophe = lower.indexOf("'")
  if (apostrophe < 0) return [lower]
  const negative = lower.endsWith("n't")
  const stem = negative ? lower.slice(0, -3) : lower.slice(0, apostrophe)
  const ending = negative ? 'not' : endings[lower.slice(apostrophe)]
  if (ending !== undefined) return [stem, ending]
  return lower.endsWith("'s") && subjects.test(stem) ? [stem, 'is'] : [stem]
}
