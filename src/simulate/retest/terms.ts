/**
 * The words by which a knowledge base and a scenario are held against each other.
 *
 * Stems are cut short on purpose: `cancellation` meets `cancel` and `payment` meets `pay`. A scenario that is found
 * once too often costs a conversation; one that is missed costs what it would have found.
 */
const empty = new Set(
  `a about actually after again all also am an and any are as ask at be been before but by can could did do does doing for
  from get give go going had has have he hello help her here hi him his how i if in into is it its just know let like may me
  more my need no not now of ok okay on one only or other our out over please put really right same say see she should so some
  still stop first last front sure tell than thank thanks that the their them then there these they this those to too up us very want was we well
  were what when where whether which who why will with would yes you your don didn isn won re ll ve`.split(/\s+/),
)

const irregular: Readonly<Record<string, string>> = { children: 'child', kids: 'kid', teeth: 'tooth', paid: 'pay' }

/** Words in order, without those that every text has, each cut to its stem. */
export function termsOf(text: string): readonly string[] {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+(?:[.:/]\d+)*/gu) ?? []
  return words.filter((word) => word.length > 1 && !empty.has(word)).map(stem)
}

export function stem(word: string): string {
  const known = irregular[word]
  if (known !== undefined) return known
  if (/\d/.test(word) || word.length < 4) return word
  const single = word.replace(/ies$/, 'y').replace(/(?<=[^s])s$/, '')
  const root = single.replace(/(?:ations?|ment|ing|ed|ance)$/, '')
  const kept = root.length >= 3 ? root : single
  return kept.replace(/e$/, '').replace(/([b-df-hj-km-np-rtv-z]|l)\1$/, '$1')
}

/** Shared terms over all terms of both, 0 to 1; 1 for two texts without any. */
export function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [few, many] = one.size <= other.size ? [one, other] : [other, one]
  let shared = 0
  for (const term of few) if (many.has(term)) shared += 1
  const all = one.size + other.size - shared
  return all === 0 ? 1 : shared / all
}

/** Letters and digits in lower case, everything between them one space. */
export function folded(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}$€£:.]+/gu, ' ')
    .replace(/[.:](?= |$)/g, '')
    .trim()
}
