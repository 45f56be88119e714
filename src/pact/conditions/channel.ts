/**
 * What the agent writes fits the channel it is written on: its length, its letters, its markup, its buttons and its hours.
 *
 * Each message of the agent is judged by what `channels/` knows of the channel it was written on, with what came before it.
 * A channel that is not known there is not judged, unless the pact says which one it is like. How long ago the customer wrote is
 * judged only where the record has both messages and their times.
 */
import { z } from 'zod'
import { type Conversation, channelsOf, type MessageEvent } from '../../conversation/index.ts'
import {
  type Breach,
  type Channel,
  channelOf,
  channels,
  fitOf,
  type Occasion,
  type RuleName,
  ruleNames,
} from '../channels/index.ts'
import type { ConditionKind, Outcome } from '../condition.ts'

const names = channels.map(({ name }) => name)

const options = z.strictObject({
  on: z
    .array(z.enum(names))
    .min(1)
    .optional()
    .describe('The channels that it is about. Default: all that are known; on others it is not applicable.'),
  allow: z
    .array(z.enum(ruleNames))
    .optional()
    .describe('Ways of not fitting that do not count. Default: none, so all that apply to the channel count.'),
  segments: z.int().min(1).optional().describe('The most segments that one SMS may take. Default: any number.'),
  smartEncoding: z
    .boolean()
    .optional()
    .describe(
      "Whether Twilio's Smart Encoding replaces curly quotes and the like before an SMS is sent. Default false.",
    ),
  cost: z
    .strictObject({
      perSegment: z.number().positive().describe('What one segment of an SMS costs, in any currency.'),
      atMost: z.number().positive().describe('The most that one SMS may cost.'),
    })
    .optional()
    .describe('What one SMS may cost. Default: anything.'),
  characters: z
    .int()
    .min(1)
    .optional()
    .describe('The most characters of one message, where fewer arrive than the channel itself carries.'),
  renders: z
    .enum(['plain', 'markdown', 'html'])
    .optional()
    .describe('What the window of a live chat makes of markup. Default `markdown`.'),
  advice: z
    .boolean()
    .optional()
    .describe('Whether lengths that arrive but are longer than advised count too. Default false.'),
  names: z
    .record(z.string(), z.enum(names))
    .optional()
    .describe('Which known channel a channel of your own is like: `{ kiosk: chat }`.'),
})
type Options = z.infer<typeof options>

export const channel: ConditionKind<Options> = {
  kind: 'channel',
  summary: 'What the agent writes fits its channel: length, segments, markup, links, buttons, hours, subject.',
  example: `id: fits-its-channel
channel: { segments: 3 }`,
  dimension: 'tone',
  selfEvident: true,
  options,
  create(chosen) {
    return {
      explain: () => [promiseOf(chosen), ...limitsOf(chosen)].join('; '),
      check(conversation) {
        return outcomeOf(conversation, chosen)
      },
    }
  },
}

function promiseOf({ on }: Options): string {
  return `writes only what ${on?.join(' and ') ?? 'its channel'} ${on && on.length > 1 ? 'carry' : 'carries'}`
}

function limitsOf({
  segments,
  cost,
  characters,
  smartEncoding,
  renders,
  advice,
  allow = [],
}: Options): readonly string[] {
  return [
    ...(segments === undefined ? [] : [`at most ${segments} segment${segments === 1 ? '' : 's'} of SMS a message`]),
    ...(cost === undefined ? [] : [`an SMS costs at most ${cost.atMost}, at ${cost.perSegment} a segment`]),
    ...(characters === undefined ? [] : [`at most ${characters} characters a message`]),
    ...(smartEncoding ? ['an SMS goes through Smart Encoding'] : []),
    ...(renders === undefined ? [] : [`live chat renders ${renders}`]),
    ...(advice ? ['no longer than advised'] : []),
    ...(allow.length === 0 ? [] : [`not counting ${allow.join(', ')}`]),
  ]
}

interface Misfit {
  readonly at: number
  readonly on: Channel
  readonly breaches: readonly Breach[]
}

function outcomeOf(conversation: Conversation, chosen: Options): Outcome {
  const sent = sentBy(conversation, chosen)
  if (sent.length === 0) return { outcome: 'not-applicable' }
  const misfits = sent.flatMap(({ at, on, message, occasion }): readonly Misfit[] => {
    const breaches = fitOf(on, message, occasion).breaches.filter((breach) => counts(breach, chosen))
    return breaches.length === 0 ? [] : [{ at, on, breaches }]
  })
  if (misfits.length === 0) return { outcome: 'held' }
  const because = `${misfits.length} of ${sent.length} messages ${misfits.length === 1 ? 'does' : 'do'} not fit ${namesOf(misfits)}: ${inWords(misfits)}`
  return { outcome: 'violated', because, at: misfits.map(({ at }) => at) }
}

const namesOf = (misfits: readonly Misfit[]): string => [...new Set(misfits.map(({ on }) => on.name))].join(' and ')

function counts({ rule, effect }: Breach, { allow = [], advice = false }: Options): boolean {
  return !allow.includes(rule) && (advice || effect !== 'unwise')
}

/** The first breach of each rule, with how many messages break it. */
function inWords(misfits: readonly Misfit[]): string {
  const broken = new Map<RuleName, { readonly because: string; messages: number }>()
  for (const { breaches } of misfits) {
    for (const rule of new Set(breaches.map((breach) => breach.rule))) {
      const seen = broken.get(rule)
      if (seen) seen.messages += 1
      else broken.set(rule, { because: breaches.find((breach) => breach.rule === rule)?.because ?? rule, messages: 1 })
    }
  }
  return [...broken.values()]
    .map(({ because, messages }) => `one ${because}${messages > 1 ? ` (and ${messages - 1} more like it)` : ''}`)
    .join('; ')
}

interface Sent {
  readonly at: number
  readonly on: Channel
  readonly message: MessageEvent
  readonly occasion: Occasion
}

/** The channel of each event where the promise is about it. */
function meantChannels(conversation: Conversation, { names, on: only }: Options): readonly (Channel | undefined)[] {
  return channelsOf(conversation).map((name) => {
    const on = channelOf(names?.[name] ?? name)
    return on && (only?.includes(on.name) ?? true) ? on : undefined
  })
}

/** What the agent wrote where the promise is about it, each with what it answers. */
function sentBy(conversation: Conversation, chosen: Options): readonly Sent[] {
  const { events, circumstances } = conversation
  const places = meantChannels(conversation, chosen)
  const hasTimes = circumstances?.times !== 'unknown'
  const own = occasionOf(chosen)
  // What was written on another channel opens no window here, and is answered there.
  const askedOn = new Map<Channel, MessageEvent>()
  return events.flatMap((event, at): readonly Sent[] => {
    const on = places[at]
    if (event.type !== 'message' || on === undefined) return []
    if (event.from === 'customer') {
      askedOn.set(on, event)
      return []
    }
    const asked = askedOn.get(on)
    const since = asked && { answers: asked, ...(hasTimes && { sinceCustomerMs: event.atMs - asked.atMs }) }
    return [{ at, on, message: event, occasion: { ...own, ...since } }]
  })
}

function occasionOf({ segments, cost, characters, smartEncoding, renders }: Options): Occasion {
  return {
    ...(smartEncoding === undefined ? {} : { smartEncoding }),
    ...(segments === undefined ? {} : { segments }),
    ...(cost === undefined ? {} : { cost }),
    ...(characters === undefined ? {} : { characters }),
    ...(renders === undefined ? {} : { renders }),
  }
}
