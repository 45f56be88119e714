/**
 * What Messenger and Instagram share: pages and accounts that customers write to, one envelope for what happened there,
 * and one call by which an agent answers.
 *
 * @see https://developers.facebook.com/docs/messenger-platform/reference/webhook-events
 * @see https://developers.facebook.com/docs/messenger-platform/reference/send-api
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import {
  type MetaSettings,
  metaHandshake,
  metaRetries,
  metaSettings,
  nothingThere,
  placeOf,
  refusedByMeta,
  signedJson,
  strangerToMeta,
  tokenOf,
} from './meta.ts'
import { readPageMessage, type Sizes } from './page-messages.ts'
import type { ApiAnswer, Delivery, Incoming, Moment, Provider } from './provider.ts'
import { type Fields, objectIn, objectsIn, sentFields, textIn } from './sent-fields.ts'
import { digitsOf } from './signing.ts'

export interface PageSettings extends MetaSettings {
  readonly accountId: string
  readonly accessToken: string
  readonly echoes: boolean
}

/** In what the two differ. */
export interface Traits extends Pick<Provider<PageSettings>, 'kind' | 'summary' | 'example' | 'hosts' | 'env'> {
  /** What the webhook's envelope says that it is about. */
  readonly object: 'page' | 'instagram'
  readonly sizes: Sizes
  /** Whether the agent's own messages come back to its webhook unless the settings say otherwise. */
  readonly echoes: boolean
}

export function messagingProvider({ object, sizes, echoes, ...traits }: Traits): Provider<PageSettings> {
  const settings = z.strictObject({
    ...metaSettings,
    accountId: z
      .string()
      .default('100000000000003')
      .describe('The page or account that customers write to. Default one that does not exist.'),
    accessToken: z.string().default(`simulated-${object}-token`).describe('Opens the API.'),
    echoes: z
      .boolean()
      .default(echoes)
      .describe(`Whether the agent's own messages are delivered to it too. Default ${echoes}.`),
  })
  return {
    ...traits,
    settings,
    patienceMs: 5000,
    retries: metaRetries,
    batches: true,
    addressOf: (conversation) => `9${digitsOf(conversation, 15)}`,
    handshake: metaHandshake,

    // One message to an entry: that is how several of them come.
    deliver: (messages, given, moment) =>
      happened(
        messages.map((each) => messageOf(each, given)),
        given,
        moment,
      ),

    tooMany: (moment) =>
      refusedByMeta({ code: 613, message: '(#613) Calls to this api have exceeded the rate limit.' }, moment),

    api(call, given, moment) {
      if (tokenOf(call) !== given.accessToken && textIn(sentFields(call).access_token) !== given.accessToken)
        return strangerToMeta(400, moment)
      const [account = '', what, ...more] = placeOf(call)
      const isThere = ['me', given.accountId].includes(account) && what === 'messages' && more.length === 0
      if (!isThere || call.method !== 'POST') return nothingThere(call, moment)
      return taken(sentFields(call), given, moment)
    },
  }

  function taken(fields: Fields, given: PageSettings, moment: Moment): ApiAnswer {
    const to = textIn(objectIn(fields.recipient)?.id) ?? ''
    if (!/^\d{5,20}$/.test(to)) {
      const more = { error_subcode: 2_018_001 }
      return refusedByMeta({ code: 100, message: '(#100) No matching user found', more }, moment)
    }
    const message = objectIn(fields.message)
    if (message === undefined && fields.sender_action !== undefined) return { status: 200, body: { recipient_id: to } }
    const read = readPageMessage(message ?? {}, sizes)
    if ('refusal' in read) {
      return { ...refusedByMeta({ code: 100, message: `(#100) ${read.refusal}` }, moment), refusedTo: to }
    }
    const mid = `m_${moment.id('message')}`
    const { text } = read
    const form = { ...read.form, ...(textIn(fields.tag) !== undefined && { tag: `${fields.tag}` }) }
    const echo = { mid, is_echo: true, app_id: 1, ...echoed(message ?? {}, text) }
    return {
      status: 200,
      body: { recipient_id: to, message_id: mid },
      sent: [{ to, text, id: mid, ...(Object.keys(form).length > 0 && { form }) }],
      afterwards: [
        given.echoes ? happened([between(given.accountId, to, moment.nowMs, { message: echo })], given, moment) : [],
        happened(
          [between(to, given.accountId, moment.nowMs, { read: { watermark: moment.nowMs, mid } })],
          given,
          moment,
        ),
      ].flat(),
    }
  }

  function happened(events: readonly Json[], given: PageSettings, { nowMs }: Moment): Delivery {
    return signedJson(
      { object, entry: events.map((event) => ({ id: given.accountId, time: nowMs, messaging: [event] })) },
      given,
    )
  }
}

/** A template comes back as it was sent, and everything else as its text. */
function echoed({ attachment, quick_replies }: Fields, text: string): Readonly<Record<string, Json>> {
  const whole = objectIn(attachment)
  if (whole !== undefined) return { attachments: [whole as Json] }
  const quick = objectsIn(quick_replies)
  return { text, ...(quick.length > 0 && { quick_replies: quick as Json }) }
}

function messageOf({ id, text, from, atMs, tapped }: Incoming, { accountId }: PageSettings): Json {
  const mid = `m_${id}`
  if (tapped?.how === 'button') {
    return between(from, accountId, atMs, { postback: { mid, title: tapped.title, payload: tapped.id } })
  }
  const quick = tapped === undefined ? {} : { quick_reply: { payload: tapped.id } }
  return between(from, accountId, atMs, { message: { mid, text, ...quick } })
}

function between(from: string, to: string, timestamp: number, what: Readonly<Record<string, Json>>): Json {
  return { sender: { id: from }, recipient: { id: to }, timestamp, ...what }
}
