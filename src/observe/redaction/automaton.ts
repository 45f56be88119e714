/**
 * Many words looked for at once, in one pass over bytes (Aho and Corasick, Communications of the ACM 18(6), 1975).
 *
 * States are rows of a table; where a word ends, the state tells its bit.
 */

export interface Automaton {
  /** The state after a state and a class of bytes: `next[state + classOf[byte]]`. */
  readonly next: Uint32Array
  readonly classOf: Uint8Array
  /** Bits that a state tells: `tells[state / classes]`. Only states from `firstTelling` on tell any. */
  readonly tells: Uint32Array
  readonly firstTelling: number
  readonly classes: number
}

/** Bytes that stand in no word are all the same. So are all digits that stand in none. */
const other = 0
const digit = 1
const isWord = /\w/

/** @param wordsByBit lower case, one letter for each byte; `#`, `|` and `"` as in `signs.ts` */
export function automaton(wordsByBit: readonly (readonly [number, readonly string[]])[]): Automaton {
  const letters = [...new Set(wordsByBit.flatMap(([, words]) => words.join('').replace(/[#|"]/g, '')).join(''))]
  const classes = letters.length + 3
  const quote = letters.length + 2
  const classOf = (letter: string) => letters.indexOf(letter) + 2
  const digits = [digit, ...letters.filter((letter) => /\d/.test(letter)).map(classOf)]
  const ends = [other, quote, ...letters.filter((letter) => !isWord.test(letter)).map(classOf)]
  const steps = (word: string) =>
    [...word].map((letter) => {
      if (letter === '#') return digits
      if (letter === '|') return ends
      return letter === '"' ? [quote, classOf('\\')] : [classOf(letter)]
    })

  const trie = new Trie(classes)
  for (const [bit, words] of wordsByBit) for (const word of words) trie.add(steps(word), bit)
  trie.complete()
  return { ...trie.table(), classOf: classTable(letters, classOf, quote), classes }
}

function classTable(letters: readonly string[], classOf: (letter: string) => number, quote: number): Uint8Array {
  const table = new Uint8Array(256)
  table.fill(digit, 48, 58)
  table[34] = quote
  for (const letter of letters) {
    table[letter.charCodeAt(0)] = classOf(letter)
    const upper = letter.toUpperCase().charCodeAt(0)
    if (upper < 128) table[upper] = classOf(letter)
  }
  return table
}

class Trie {
  private readonly classes: number
  private readonly rows: number[][]
  private readonly told: number[] = [0]

  constructor(classes: number) {
    this.classes = classes
    this.rows = [new Array(classes).fill(0)]
  }

  add(steps: readonly (readonly number[])[], bit: number): void {
    let reached = [0]
    for (const step of steps) reached = reached.flatMap((row) => step.map((each) => this.grown(row, each)))
    for (const row of reached) this.told[row] = (this.told[row] ?? 0) | bit
  }

  private grown(row: number, step: number): number {
    const own = this.rows[row] ?? []
    const known = own[step] ?? 0
    if (known !== 0) return known
    own[step] = this.rows.push(new Array(this.classes).fill(0)) - 1
    this.told.push(0)
    return own[step] ?? 0
  }

  /** Where a word breaks off, the longest beginning of another goes on; a word within a word is told with it. */
  complete(): void {
    const { rows, told } = this
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

  /** States that tell something come last, so that one comparison finds them. */
  table(): Pick<Automaton, 'next' | 'tells' | 'firstTelling'> {
    const { rows, told, classes } = this
    const order = [...rows.keys()].sort((a, b) => Math.sign(told[a] ?? 0) - Math.sign(told[b] ?? 0) || a - b)
    const places = new Map(order.map((row, place) => [row, place * classes]))
    return {
      next: Uint32Array.from(order.flatMap((row) => (rows[row] ?? []).map((to) => places.get(to) ?? 0))),
      tells: Uint32Array.from(order.map((row) => told[row] ?? 0)),
      firstTelling: order.findIndex((row) => told[row] !== 0) * classes,
    }
  }
}
