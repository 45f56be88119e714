/** Which language is mixed in. */
import { z } from 'zod'
import { lexicons } from './lexicons/index.ts'
import type { Lexicon } from './lexicons/lexicon.ts'

export const languageOptions = z.strictObject({
  language: z
    .enum(lexicons.map(({ language }) => language))
    .default('es')
    .describe(lexicons.map(({ language, name }) => `\`${language}\` ${name}`).join(', ')),
})

export function lexiconOf(language: string): Lexicon {
  const found = lexicons.find((lexicon) => lexicon.language === language)
  if (found === undefined) throw new RangeError(`there is no lexicon for "${language}"`)
  return found
}
