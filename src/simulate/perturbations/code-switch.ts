/** Single words of another language among English ones. */
import type { z } from 'zod'
import { languageOptions, lexiconOf } from './language-option.ts'
import type { PerturbationKind, Spot } from './perturbation.ts'
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
      spots: (text) => {
        const spots = tableSpots(text, words)
        return text.includes(' there') ? spots.filter((spot) => !isBefore(' there', text, spot)) : spots
      },
    }
  },
}

function isBefore(words: string, text: string, { at, from }: Spot): boolean {
  return text.startsWith(words, at + from.length)
}
