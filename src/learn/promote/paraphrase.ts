/**
 * The same wish in other words, by templates: openings of wishes and questions, ways to agree, and a please more or less.
 *
 * Only words that mean the same wherever they stand are exchanged; what is wanted, and every value, stays as it is.
 */

const alike: readonly (readonly string[])[] = [
  ["i'd like to", 'i want to', 'i need to', 'i would like to', 'i was hoping to', "i'm looking to"],
  ['can i', 'could i', 'may i', 'would it be possible to'],
  ['my name is', 'this is', "it's for"],
  ['yes, please', 'yes, go ahead', 'sure, please do', 'yes, do that'],
  ['hello', 'hi', 'good day'],
]

/** @param nth which of the other wordings; undefined where no template fits, so that nothing would differ */
export function paraphrased(text: string, nth: number): string | undefined {
  let reworded = text
  for (const wordings of alike) {
    const found = wordings.find((each) => patternOf(each).test(reworded))
    if (found === undefined) continue
    const others = wordings.filter((each) => each !== found)
    const other = others[nth % others.length] ?? found
    reworded = reworded.replace(patternOf(found), (said) => inCaseOf(said, other))
  }
  return reworded === text ? undefined : reworded
}

const patternOf = (words: string) => new RegExp(`(?<![\\w'])${words}(?![\\w'])`, 'i')

function inCaseOf(said: string, other: string): string {
  const [first = ''] = said
  const isCapital = first !== first.toLowerCase() && !/^I\b/.test(said)
  const i = other.replace(/^i(?=['\s])/, said.startsWith('i') ? 'i' : 'I')
  return isCapital || said.startsWith('I') ? i.charAt(0).toUpperCase() + i.slice(1) : i
}
