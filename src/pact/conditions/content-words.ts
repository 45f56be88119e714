/** The words of a text that carry its meaning, and how much two texts share of them. */

const empty = new Set(
  `a about actually all also am an and any are as ask at be been but by can could did do does for from get give go had has
  have he hello help her hi him his how i if in into is it its just know let like me more my need no not of ok okay on one or
  our out please really right say see she should so some sure tell than thank thanks that the their them then there these
  they this those to too up us very want was we well were what when where which who why will with would yes you your`.split(
    /\s+/,
  ),
)

/** Lower-case words and numbers without those that every text has; plural and verb endings cut off. */
export function contentWords(text: string): ReadonlySet<string> {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:[.:/-]\d+)*/gu) ?? []
  return new Set(words.filter((word) => !empty.has(word) && word.length > 1).map(stem))
}

function stem(word: string): string {
  return word.length > 5 ? word.replace(/(?:ing|ed|es|s)$/, '') : word.length > 3 ? word.replace(/s$/, '') : word
}

/** Shared words over all words of both, 0 to 1; 0 when either has none. */
export function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  if (one.size === 0 || other.size === 0) return 0
  const shared = [...one].filter((word) => other.has(word)).length
  return shared / (one.size + other.size - shared)
}
