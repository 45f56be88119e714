/**
 * Half of a message in another language: how it begins, how it ends, and the turns of phrase between.
 *
 * A greeting stands at the beginning of the conversation alone, thanks and requests where there are none yet.
 */
import type { z } from 'zod'
import { languageOptions, lexiconOf } from './language-option.ts'
import type { Lexicon } from './lexicons/lexicon.ts'
import type { PerturbationKind, Scene, Spot } from './perturbation.ts'
import { likeFirst, patternSpots } from './words.ts'

export const mixedLanguage: PerturbationKind<z.output<typeof languageOptions>> = {
  id: 'mixed-language',
  family: 'language',
  per: 'message',
  summary: 'says half of a message in another language',
  example: { before: 'I need a cleaning.', after: 'Hola! Necesito a cleaning, por favor.' },
  options: languageOptions,
  create({ language }) {
    const lexicon = lexiconOf(language)
    const { name, phrases } = lexicon
    const longestFirst = Object.keys(phrases).sort((a, b) => b.length - a.length)
    const known = new RegExp(
      String.raw`(?<=^|[.!?,:]\s|\b(?:and|but|so)\s)(?:${longestFirst.join('|')})(?![\p{L}\p{N}'’])(?! to\b)`,
      'giu',
    )
    return {
      explain: () => `says half of a message in ${name}`,
      spots: (text, scene) => [
        ...beginning(text, scene, lexicon),
        ...patternSpots(text, known, (found) => likeFirst(found, phrases[found.toLowerCase()] ?? found)),
        ...ending(text, lexicon),
      ],
    }
  },
}

/** Nobody greets twice, and what goes before a capital letter has to end a sentence. */
function beginning(text: string, { isLater }: Scene, { openings, goingOn }: Lexicon): readonly Spot[] {
  const isGreeting = isLater !== true
  const fits = isGreeting
    ? !/^(?:hi|hello|hey|good (?:day|morning|afternoon|evening))\b/i.test(text)
    : /^(?:I\b|\p{Ll})/u.test(text)
  return fits ? [{ at: 0, from: '', to: (random) => random.pick(isGreeting ? openings : goingOn) }] : []
}

function ending(text: string, { asking, thanking }: Lexicon): readonly Spot[] {
  if (/\b(?:please|pls|thanks|thx|thank|bye|goodbye)\b/i.test(text)) return []
  const words = /\?$|\b(?:I'd like|I would like|I want|I need|looking|hoping|can you|could you)\b/i.test(text)
    ? asking
    : thanking
  return [{ at: text.search(/[.!?,]*$/), from: '', to: (random) => random.pick(words) }]
}
