/**
 * Letters that stand in every text in which a pattern matches, so that most texts need not be searched for it.
 *
 * Reads as much of the pattern's language as it needs: of whatever it is not sure of, it says nothing, and the text is
 * searched. Letters are compared without regard to case, which is never wrong: it asks of some texts in vain.
 */

/** Whether a text could match; undefined where nothing is known that every match must have. */
export function couldMatch(pattern: string): ((text: string) => boolean) | undefined {
  const found = new Reader(pattern).whole()
  if (found === undefined || shortest(found) < 2) return undefined
  // Alternatives of plain letters: linear in the text, and nothing to go back for.
  const quoted = found.map((letters) => letters.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')).join('|')
  // Comparing only A to Z without regard to case is faster; then the two letters that fold to one of them are let through.
  const isPlain = /^[\x20-\x7e]*$/.test(quoted)
  const regex = isPlain ? new RegExp(`${quoted}|[\u017f\u212a]`, 'i') : new RegExp(quoted, 'iu')
  return (text) => regex.test(text)
}

/** One of these stands in every match. */
type Letters = readonly string[]

const shortest = (letters: Letters) => Math.min(...letters.map(({ length }) => length))
const mostAlternatives = 40

class Reader {
  private readonly pattern: string
  private at = 0
  private isUnsure = false

  constructor(pattern: string) {
    this.pattern = pattern
  }

  whole(): Letters | undefined {
    const found = this.alternatives()
    return this.isUnsure || this.at < this.pattern.length ? undefined : found
  }

  /** Up to a closing bracket or the end. */
  private alternatives(): Letters | undefined {
    let all: Letters | undefined = this.sequence()
    while (this.pattern[this.at] === '|') {
      this.at += 1
      const next = this.sequence()
      all = all === undefined || next === undefined ? undefined : [...all, ...next]
    }
    return all !== undefined && all.length <= mostAlternatives ? all : undefined
  }

  private sequence(): Letters | undefined {
    let best: Letters | undefined
    let run = ''
    const offer = (letters: Letters | undefined) => {
      if (
        letters !== undefined &&
        shortest(letters) > 0 &&
        (best === undefined || shortest(letters) > shortest(best))
      ) {
        best = letters
      }
    }
    while (this.at < this.pattern.length && !this.isUnsure && !/[|)]/.test(this.pattern[this.at] ?? '')) {
      const part = this.part()
      const repeated = this.repetition()
      if (typeof part === 'string' && repeated === 'once') {
        run += part
        continue
      }
      offer([repeated === 'some' && typeof part === 'string' ? run + part : run])
      run = ''
      if (repeated !== 'maybe' && typeof part === 'object') offer(part)
    }
    offer([run])
    return best
  }

  /** A letter, what a group must have, or nothing that is known. */
  private part(): string | Letters | undefined {
    const letter = String.fromCodePoint(this.pattern.codePointAt(this.at) ?? 0)
    this.at += letter.length
    if (letter === '(') return this.group()
    if (letter === '[') return this.skipClass()
    if (letter === '\\') return this.escaped()
    return '^$.'.includes(letter) ? undefined : letter
  }

  private group(): Letters | undefined {
    const head = /\?(?::|P?<\w+>)/y
    head.lastIndex = this.at
    const opened = head.exec(this.pattern)
    if (opened !== null) this.at += opened[0].length
    else if (this.pattern[this.at] === '?') this.isUnsure = true
    const found = this.alternatives()
    if (this.pattern[this.at] !== ')') this.isUnsure = true
    this.at += 1
    return found
  }

  private skipClass(): undefined {
    const simple = /\^?(?:[^\\[\]]|\\[^QE])+\]/y
    simple.lastIndex = this.at
    const skipped = simple.exec(this.pattern)
    if (skipped === null) this.isUnsure = true
    else this.at += skipped[0].length
    return undefined
  }

  private escaped(): string | undefined {
    const letter = this.pattern[this.at] ?? ''
    this.at += 1
    if (/[bBdDwWsS]/.test(letter)) return undefined
    if (/[^\p{L}\p{N}]/u.test(letter)) return letter
    this.isUnsure = true
    return undefined
  }

  /** How often the part before stands: once, at least once, or perhaps not at all. */
  private repetition(): 'once' | 'some' | 'maybe' {
    const sign = this.pattern[this.at]
    if (sign === '{') {
      this.isUnsure = true
      return 'maybe'
    }
    if (sign !== '?' && sign !== '*' && sign !== '+') return 'once'
    this.at += 1
    if (this.pattern[this.at] === '?') this.at += 1
    return sign === '+' ? 'some' : 'maybe'
  }
}
