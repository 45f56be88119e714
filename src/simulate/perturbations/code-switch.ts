/** Single words of another language among English ones. */
import type { z } from 'zod'
import { languageOptions, lexiconOf } from './language-option.ts'
import type { PerturbationKind } from './perturbation.ts'
import { tableSpots } from './words.ts'

export const codeSwitch: PerturbationKind<z.output<typeof languageOptions>> = {
  id: 'code-switch',
  family: 'language',
  per: 'place',
  summary: 'says single words in another language',
  example: { before: 'a table please', after: 'a mesa por favor' },
  options: languageOptions,
  create({ language }) {
    const { name, words } = lexiconOf(language)
    return {
      explain: () => `says single words in ${name}`,
      spots: (text) => tableSpots(text, words).filter(({ at, from }) => !text.startsWith(' there', at + from.length)),
    }
  },
}
