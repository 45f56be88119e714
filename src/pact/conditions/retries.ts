/**
 * How the agent tries again: not before it was told it may, not more often than it should, and never blindly where it
 * cannot know whether the first try was carried out.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import { addsSomething, failedForAgent, fateOf, isOutage, ledgerOf, pauseBetween, type SeenCall } from './exchanges.ts'
import { sameArguments } from './intents.ts'
import { outcomeOf } from './tool-scene.ts'

const options = z.strictObject({
  attempts: z
    .int()
    .min(1)
    .optional()
    .describe('How often one call may be tried while the customer waits for one answer. Default 3.'),
  retryAfter: z
    .boolean()
    .optional()
    .describe('Whether a wait that a backend asks for (Retry-After) must be kept. Default true.'),
  backoff: z
    .literal('grows')
    .optional()
    .describe('Whether the wait before the last of several tries must be longer than before the second. Default no.'),
  blind: z
    .enum(['never', 'allowed'])
    .optional()
    .describe(
      'Whether a change whose outcome is unknown may be repeated without an idempotency key. Default never: it may be done twice.',
    ),
})
type Options = z.infer<typeof options>

/** Clocks and networks are not exact. */
const toleranceMs = 50

export const retries: ConditionKind<Options> = {
  kind: 'retries',
  summary: 'Failed calls are tried again in time, not too often, and never blindly.',
  example: `id: retries-with-care
retries: { attempts: 3 }`,
  dimension: 'compliance',
  options,
  create({ attempts = 3, retryAfter = true, backoff, blind = 'never' }) {
    return {
      explain: () =>
        [
          `tries one call at most ${attempts} times for one answer`,
          retryAfter && 'waits as long as it is asked to',
          backoff === 'grows' && 'waits longer before each further try',
          blind === 'never' && 'repeats no change whose outcome it does not know',
        ]
          .filter(Boolean)
          .join(', '),
      check(conversation) {
        const ledger = ledgerOf(conversation)
        if (ledger.missing !== undefined) return ledger.missing
        const seen = ledger.calls
        const failed = seen.filter((call) => failedForAgent(call) || call.exchange.retryAfterMs !== undefined)
        const tries = triesIn(seen, conversation)
        const wrong = [
          ...(retryAfter ? failed.flatMap((call) => tooEarly(call, seen, conversation)) : []),
          ...tries.flatMap((each) => tooOften(each, attempts)),
          ...(backoff === 'grows' ? tries.flatMap((each) => noBackoff(each, conversation)) : []),
          ...(blind === 'never' ? failed.flatMap((call) => blindly(call, seen, conversation)) : []),
        ]
        return outcomeOf(failed.length, wrong)
      },
    }
  },
}

interface Wrong {
  readonly because: string
  readonly at: readonly number[]
}

function tooEarly(call: SeenCall, seen: readonly SeenCall[], conversation: Conversation): Wrong[] {
  const { retryAfterMs, backend, delivered } = call.exchange
  if (retryAfterMs === undefined || delivered === 'nothing') return []
  // What it asked before it was told to wait is none of this.
  const next = seen.find(
    (other) =>
      other.at > call.at &&
      other.tool === call.tool &&
      other.exchange.backend === backend &&
      pauseBetween(call, other, conversation) >= 0,
  )
  if (next === undefined) return []
  const waitedMs = pauseBetween(call, next, conversation)
  if (waitedMs >= retryAfterMs - toleranceMs) return []
  const because = `${call.tool} was asked again after ${seconds(waitedMs)}, although ${backend} asked to wait ${seconds(retryAfterMs)}: the agent ${fateOf(call)}`
  return [{ because, at: [call.at, next.at] }]
}

/** The tries of each call between two messages of the customer, where all but the last had failed. */
function triesIn(seen: readonly SeenCall[], conversation: Conversation): readonly (readonly SeenCall[])[] {
  const byCall = new Map<string, SeenCall[]>()
  let turn = 0
  let index = 0
  for (const call of seen) {
    for (; index < call.at; index += 1) {
      const event = conversation.events[index]
      if (event?.type === 'message' && event.from === 'customer') turn += 1
    }
    const key = `${turn} ${call.tool} ${JSON.stringify(call.args)}`
    const known = byCall.get(key)
    if (known === undefined) byCall.set(key, [call])
    else known.push(call)
  }
  return [...byCall.values()].filter((tries) => tries.length > 1 && tries.slice(0, -1).every(failedForAgent))
}

function tooOften(tries: readonly SeenCall[], attempts: number): Wrong[] {
  const [first] = tries
  if (first === undefined || tries.length <= attempts) return []
  const because = `${first.tool} was tried ${tries.length} times for one answer, ${attempts} at most were promised: the agent ${fateOf(first)}`
  return [{ because, at: tries.map(({ at }) => at) }]
}

/** Waits may be jittered, so only the first and the last of them are compared. */
function noBackoff(tries: readonly SeenCall[], conversation: Conversation): Wrong[] {
  const waits = tries.slice(1).flatMap((call, index) => {
    const before = tries[index]
    return before === undefined ? [] : [pauseBetween(before, call, conversation)]
  })
  const [firstMs = 0] = waits
  const lastMs = waits.at(-1) ?? 0
  if (waits.length < 2 || lastMs > firstMs) return []
  const because = `${tries[0]?.tool} was tried ${tries.length} times without waiting longer: ${seconds(firstMs)} before the second try, ${seconds(lastMs)} before the last`
  return [{ because, at: tries.map(({ at }) => at) }]
}

function blindly(call: SeenCall, seen: readonly SeenCall[], conversation: Conversation): Wrong[] {
  const { exchange } = call
  const isUnknown =
    exchange.writes && addsSomething(call) && isOutage(call) && exchange.gotStatus !== 429 && exchange.gotStatus !== 503
  if (!isUnknown) return []
  const next = seen.find(
    (other) =>
      other.at > call.at &&
      other.tool === call.tool &&
      pauseBetween(call, other, conversation) >= -toleranceMs &&
      sameArguments(other, call, conversation),
  )
  if (next === undefined) return []
  const key = exchange.idempotencyKey
  if (key !== undefined && next.exchange.idempotencyKey === key) return []
  // Whoever has looked in between knows what is there.
  const looked = seen.some(
    ({ at, exchange: other }) =>
      at > call.at &&
      at < next.at &&
      !other.writes &&
      other.delivered === 'whole' &&
      other.backend === exchange.backend,
  )
  if (looked) return []
  const because = `${call.tool} was repeated blindly: the agent ${fateOf(call)}, and did not look whether it had been carried out`
  return [{ because, at: [call.at, next.at] }]
}

/** `1.5 s`, `40 ms`. */
function seconds(ms: number): string {
  return Math.abs(ms) >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`
}
