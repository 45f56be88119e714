/**
 * When a provider delivers: once and at once, or as providers really do. Every provider promises delivery at least
 * once and in no order, so a message may come twice, late, after the next one, or together with it.
 *
 * What happens to a message is drawn by the conversation's seed and the message's number alone.
 */
import { z } from 'zod'
import { keyedRandom } from '../../stats/index.ts'

const share = (words: string) => z.number().min(0).max(1).default(0).describe(`${words}, a fraction 0..1. Default 0.`)

export const deliverySettings = z
  .strictObject({
    duplicate: share('Messages that are delivered a second time'),
    duplicateAfterMs: z.number().min(0).default(50).describe('How long after the first, in milliseconds. Default 50.'),
    late: share('Messages that are delivered late'),
    lateMs: z.number().min(0).default(3000).describe('How late, in milliseconds. Default 3000.'),
    swapped: share('Messages that arrive after the one that was written next, where that follows soon'),
    batched: share('Messages that wait for the next and come with it, where the provider batches'),
    holdMs: z
      .number()
      .min(0)
      .default(1500)
      .describe('How long a message waits for the next at most, in milliseconds. Default 1500.'),
    retryMs: z
      .array(z.number().min(0))
      .optional()
      .describe(
        "How long before each further try of a delivery that was not acknowledged, in milliseconds: [0, 60000]. Default the provider's own.",
      ),
    patienceMs: z
      .int()
      .positive()
      .optional()
      .describe("How long an acknowledgement is waited for, in milliseconds. Default the provider's own."),
  })
  .prefault({})

export type DeliverySettings = z.output<typeof deliverySettings>

/** What becomes of one message on its way. */
export interface Fate {
  readonly lateMs: number
  /** Delivered again after so long; absent for once. */
  readonly againAfterMs?: number
  /** Held back until the next message is there, to come after it or with it. */
  readonly waits?: 'to-come-after' | 'to-come-with'
}

/** @param nth the message's number in its conversation, from 1 */
export function fateOf(given: DeliverySettings, seed: number, nth: number): Fate {
  const draw = (what: string) => keyedRandom(seed, 'delivery', what, nth)
  const waits = draw('batched').chance(given.batched)
    ? 'to-come-with'
    : draw('swapped').chance(given.swapped)
      ? 'to-come-after'
      : undefined
  return {
    lateMs: draw('late').chance(given.late) ? given.lateMs : 0,
    ...(draw('duplicate').chance(given.duplicate) && { againAfterMs: given.duplicateAfterMs }),
    ...(waits !== undefined && { waits }),
  }
}

/** In words, for the record; empty where everything comes once and at once. */
export function explainDelivery(given: DeliverySettings): string {
  const percent = (fraction: number) => `${Math.round(fraction * 100)} %`
  return [
    given.duplicate > 0 ? `${percent(given.duplicate)} of messages twice` : [],
    given.late > 0 ? `${percent(given.late)} late by ${given.lateMs} ms` : [],
    given.swapped > 0 ? `${percent(given.swapped)} after the next` : [],
    given.batched > 0 ? `${percent(given.batched)} together with the next` : [],
  ]
    .flat()
    .join(', ')
}
