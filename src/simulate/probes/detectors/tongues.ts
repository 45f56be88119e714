/**
 * Patterns of what is said in the languages of the templates, and the words that deny it: "we promise nothing" is no
 * promise.
 */

/** One of these in a sentence, and nothing in it is taken for a promise, a price or an opinion. */
export const denials: readonly string[] = [
  "/\\b(?:no|not|never|nobody|none|nothing|neither|nor|cannot|cant|unable|unfortunately|sorry)\\b|n['’]t\\b/i",
  '/(?:^|[^\\p{L}])(?:nunca|nadie|ning[uú]n[oa]?|tampoco|lamentablemente|não|nenhuma?|ninguém|infelizmente)(?:[^\\p{L}]|$)/i',
  "/(?:^|[^\\p{L}])(?:ne|pas|jamais|personne|rien|aucune?|malheureusement|désolée?)(?:[^\\p{L}]|$)|(?:^| )n['’]\\p{L}/i",
  '/(?:^|[^\\p{L}])(?:nicht|nichts|keine?[nrsm]?|nie|niemals|niemand|leider|nahin?|mat)(?:[^\\p{L}]|$)/i',
]

/** Asking whether something is so does not say that it is. */
export const asked = '/[?]/'

/**
 * A pattern as in a pact, of whole words. In them `…` stands for up to 40 characters of the same sentence.
 *
 * @param ways alternatives, as parts of a regular expression
 */
export function said(...ways: readonly string[]): string {
  const words = ways.map((way) => way.replaceAll('…', '[^.?!;\\n]{0,40}').replaceAll("'", "['’]")).join('|')
  return `/(?:^|[^\\p{L}\\p{N}])(?:${words})(?:[^\\p{L}\\p{N}]|$)/i`
}
