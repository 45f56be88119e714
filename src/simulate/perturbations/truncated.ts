/** A message that breaks off before its end; never before a value or the wish has been said. */
import { noOptions } from './options.ts'
import type { PerturbationKind, Scene, Spot } from './perturbation.ts'

export const truncated: PerturbationKind = {
  id: 'truncated',
  family: 'message',
  per: 'message',
  summary: 'sends a message off before it is finished',
  example: { before: 'A cleaning on Tuesday, if that is possible', after: 'A cleaning on Tuesday, if that is pos' },
  options: noOptions,
  create: () => ({
    spots(text, scene) {
      const least = Math.max(Math.ceil(text.length / 2), lastNeeded(text, scene) + 1)
      return text.length - least < 1 ? [] : [cutBetween(text, least)]
    },
  }),
}

function cutBetween(text: string, least: number): Spot {
  return {
    at: least,
    from: text.slice(least),
    to: (random) => text.slice(least, least + random.int(text.length - least)),
  }
}

/** Where the last thing ends that the message is for. */
function lastNeeded(text: string, { spans, whole }: Scene): number {
  const lower = text.toLowerCase()
  const ends = whole.map((phrase) => {
    const at = lower.lastIndexOf(phrase.toLowerCase())
    return at === -1 ? 0 : at + phrase.length
  })
  return Math.max(0, ...ends, ...spans.map((span) => span.at + span.text.length))
}
