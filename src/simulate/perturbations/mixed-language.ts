/** Half of a message in another language: how it begins, how it ends, and the turns of phrase between. */
import type { z } from 'zod'
import { languageOptions, lexiconOf } from './language-option.ts'
import type { PerturbationKind } from './perturbation.ts'
import { likeFirst, patternSpots } from './words.ts'

export const mixedLanguage: PerturbationKind<z.output<typeof languageOptions>> = {
  id: 'mixed-language',
  family: 'language',
  per: 'message',
  summary: 'says half of a message in another language',
  example: { before: 'I need a cleaning.', after: 'Hola! Necesito a cleaning, por favor.' },
  options: languageOptions,
  create({ language }) {
    const { name, phrases, openings, closings } = lexiconOf(language)
    const known = new RegExp(
      String.raw`(?<![\p{L}\p{N}'’])(?:${Object.keys(phrases).join('|')})(?![\p{L}\p{N}'’])`,
      'giu',
    )
    return {
      explain: () => `says half of a message in ${name}`,
      spots: (text) => [
        { at: 0, from: '', to: (random) => (GREETED.test(text) ? undefined : random.pick(openings)) },
        ...patternSpots(text, known, (found) => likeFirst(found, phrases[found.toLowerCase()] ?? found)),
        { at: text.search(/[.!?]*$/), from: '', to: (random) => random.pick(closings) },
      ],
    }
  },
}

const GREETED = /^(?:hi|hello|hey|good (?:day|morning|afternoon|evening))\b/i
