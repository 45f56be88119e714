/**
 * What becomes of the agent's own messages at its provider: taken and brought, turned away because there were too many,
 * or taken and never brought.
 *
 * What happens to a message is drawn by the conversation's seed and by how many the agent has sent there.
 */
import { z } from 'zod'
import { keyedRandom } from '../../stats/index.ts'

const share = (words: string) => z.number().min(0).max(1).default(0).describe(`${words}, a fraction 0..1. Default 0.`)

export const sendingSettings = z
  .strictObject({
    limited: share(
      "The agent's messages that the provider turns away because there were too many, in its own words; sent again, they are taken",
    ),
    undelivered: share(
      "The agent's messages that are taken and never reach the customer, of which the provider tells by a status where it has one",
    ),
  })
  .prefault({})

export type SendingSettings = z.output<typeof sendingSettings>

export type Sending = 'taken' | 'limited' | 'undelivered'

/** @param nth the agent's attempt in its conversation, from 1 */
export function sendingOf(given: SendingSettings, seed: number, nth: number): Sending {
  const draw = (what: string) => keyedRandom(seed, 'sending', what, nth)
  if (draw('limited').chance(given.limited)) return 'limited'
  return draw('undelivered').chance(given.undelivered) ? 'undelivered' : 'taken'
}

/** In words, for the record; empty where everything is taken and brought. */
export function explainSending({ limited, undelivered }: SendingSettings): string {
  const percent = (fraction: number) => `${Math.round(fraction * 100)} %`
  return [
    limited > 0 ? `${percent(limited)} of answers turned away as too many` : [],
    undelivered > 0 ? `${percent(undelivered)} of answers never brought` : [],
  ]
    .flat()
    .join(', ')
}
