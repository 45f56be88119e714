/**
 * The small change of text handling: plain copies, words, stems and clauses.
 *
 * Everything here is linear in the text and made for English.
 */

/** A copy without markdown, markup, odd spaces and typographic quotes. */
export function plain(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[\u2018\u2019]/g, "'")
    .replaceAll(/[\u201C\u201D]/g, '"')
    .replaceAll(/<[^<>]{1,200}>/g, ' ')
    .replaceAll(/\[([^\][]{1,200})\]\([^()\s]{1,500}\)/g, '$1')
    .replaceAll(/\*\*|__|`/g, '')
    .replaceAll(/[^\S\n]+/g, ' ')
    .trim()
}

/** The words of a text in lower case, apostrophes kept inside a word. */
export function words(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:'\p{L}+)?/gu) ?? []
}

/** A text by its letters and digits alone, so that `check-up`, `check up` and `checkup` are the same. */
export function squeezed(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Whether a text names something, given squeezed, as one word or as two or three beside each other. */
export function namesSqueezed(text: string, name: string): boolean {
  const all = words(text.replaceAll(/[-_]/g, ' '))
  return all.some(
    (word, at) =>
      word === name || word + (all[at + 1] ?? '') === name || word + (all[at + 1] ?? '') + (all[at + 2] ?? '') === name,
  )
}

/** The stem of an English word, roughly: enough to match `departing` with `departure` and `cities` with `city`. */
export function stem(word: string): string {
  if (word.length <= 3) return word
  let short = word
  if (short.endsWith('ies')) short = `${short.slice(0, -3)}y`
  else if (short.endsWith('s') && !short.endsWith('ss') && !short.endsWith('us')) short = short.slice(0, -1)
  for (const ending of ENDINGS) {
    if (short.length - ending.length >= 4 && short.endsWith(ending)) {
      short = short.slice(0, -ending.length)
      break
    }
  }
  const last = short.length - 1
  if (last > 3 && short[last] === short[last - 1]) short = short.slice(0, -1)
  return short.endsWith('e') && short.length > 3 ? short.slice(0, -1) : short
}

const ENDINGS = ['ations', 'ation', 'ings', 'ing', 'ure', 'ers', 'er', 'ed', 'ion', 'al', 'ment'] as const

/**
 * Sentences of a text. A dot in `p.m.`, `Dr. Lee`, `4.2` or between letters of a name does not end one.
 */
export function sentences(text: string): string[] {
  const found: string[] = []
  let from = 0
  for (const match of text.matchAll(/[.!?]+["')]*(?=\s|$)|\n+|[.!?](?=[A-Z][a-z])/g)) {
    const end = match.index + match[0].length
    if (match[0] === '.' && ABBREVIATION.test(text.slice(Math.max(from, match.index - 8), match.index))) continue
    const sentence = text.slice(from, end).trim()
    if (/[\p{L}\p{N}]/u.test(sentence)) found.push(sentence)
    from = end
  }
  const rest = text.slice(from).trim()
  if (/[\p{L}\p{N}]/u.test(rest)) found.push(rest)
  return found
}

const ABBREVIATION =
  /(?:^|[\s.(])(?:Dr|Mr|Mrs|Ms|St|No|vs|Vs|Jr|Sr|[A-Z]|[ap]\.m|e\.g|i\.e|D\.C|U\.S|M\.D|approx|Ave|Blvd)$/

/** Parts of a question that may each ask for something: cut before a further question word. */
export function askingParts(sentence: string): string[] {
  return sentence
    .split(ASKING)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

const ASKING =
  /(?:,|;|:|\s-)\s+(?=(?:and |or |also |then )?(?:what|which|when|where|who|whom|how|from (?:what|which|where)|to (?:what|which|where)|in (?:what|which)|at (?:what|which)|on (?:what|which)|for (?:how|what|which)|do|does|is|are|will|would)\b)|\s+(?:and|or|also|plus|but)\s+(?=(?:also |then |to |from |in |at |on |for |until |till |by )?(?:what|which|when|where|who|whom|how|do you|are you|would you|will you|is it|is the)\b)/i
