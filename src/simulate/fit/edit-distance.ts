/**
 * Slips of one finger inside a word, undone: every word that could have been meant.
 *
 * The first letter always stays, and so does the last unless it changed places with the one before: endings are how
 * `visit` becomes `visits`, and most who type hit the first key right.
 */

/** What the finger did. `insertion` is a letter too many that is not the one beside it. */
export type SlipOperation = 'substitution' | 'omission' | 'doubling' | 'transposition' | 'insertion'

/** A word that may have been meant, and what the finger did to it. */
export interface Meant {
  readonly word: string
  readonly operation: SlipOperation
}

/** Every string of which `written` is one slip away, in which a letter of `letters` was missed or replaced. */
export function* meantBy(written: string, letters: readonly string[]): Generator<Meant> {
  const last = written.length - 1
  for (let at = 1; at < last; at += 1) {
    const without = written.slice(0, at) + written.slice(at + 1)
    const isDouble = written[at] === written[at - 1] || written[at] === written[at + 1]
    yield { word: without, operation: isDouble ? 'doubling' : 'insertion' }
    for (const letter of letters) {
      if (letter === written[at]) continue
      yield { word: written.slice(0, at) + letter + written.slice(at + 1), operation: 'substitution' }
    }
  }
  for (let at = 1; at <= last; at += 1) {
    for (const letter of letters)
      yield { word: written.slice(0, at) + letter + written.slice(at), operation: 'omission' }
  }
  for (let at = 1; at < last; at += 1) {
    const swapped = written.slice(0, at) + written.charAt(at + 1) + written.charAt(at) + written.slice(at + 2)
    if (swapped !== written) yield { word: swapped, operation: 'transposition' }
  }
}
