/**
 * What is safe to write to a terminal. Customers and senders choose much of what is printed, and a terminal does what
 * control characters say: moves back, hides, renames its window, answers as if somebody had typed.
 */

/** Behind the escape of the colours that this program itself uses. */
const ownColour = /^\[(?:0|1|2|22|31|32|33|39)m/

/** The text with a mark in place of every control character but line breaks, tabs and our own colours. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (character, at: number) => {
    const isOwn = character === '\u001b' && ownColour.test(text.slice(at + 1, at + 6))
    return isOwn || character === '\n' || character === '\t' ? character : '\ufffd'
  })
}
