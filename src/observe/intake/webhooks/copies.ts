/**
 * Copies of webhook deliveries as they lie in the log: the body as plain values, beside what of the source's settings
 * reading it depends on.
 */
import type { Json } from '../../../conversation/index.ts'
import { Problem } from '../../../problem.ts'
import type { Reader } from '../reader.ts'
import { webhookProvider, webhookProviders } from './providers.ts'
import { skipped } from './told.ts'
import type { WebhookProvider } from './webhook.ts'

export const webhookReaders: readonly Reader[] = Object.keys(webhookProviders).flatMap((kind) => {
  const provider = webhookProvider(kind)
  return provider === undefined ? [] : [readerOf(provider)]
})

/** As it stands in the log. */
export function readerName(kind: string): string {
  return `webhook-${kind}`
}

/** What was copied: what the provider delivered, or what the agent sent. */
export type Side = 'delivered' | 'sent'

interface Copy {
  readonly side: Side
  readonly kept: Readonly<Record<string, Json>>
  readonly contentType: string
  readonly body: string
}

/** A copy and what is kept beside it, as one body for the log. */
export function copied(side: Side, body: Buffer, contentType: string, kept: Copy['kept']): Buffer {
  const copy: Copy = { side, kept, contentType, body: body.toString('utf8') }
  return Buffer.from(JSON.stringify(copy))
}

function readerOf({ kind, summary, understand, understandSent }: WebhookProvider): Reader {
  return {
    name: readerName(kind),
    summary: `copies of what ${summary} delivers to a webhook`,
    decode(whole) {
      const { side, kept, contentType, body } = JSON.parse(whole.toString('utf8')) as Copy
      return { values: { side, kept, body: valuesIn(body, contentType) }, records: 1, refused: { count: 0 } }
    },
    understand(values, receivedMs) {
      const { side, body = null, kept = null } = values as { readonly [key: string]: Json }
      if (side !== 'sent') return understand(body, kept, receivedMs)
      return understandSent?.(body, kept, receivedMs) ?? skipped('told by the provider')
    },
  }
}

function valuesIn(text: string, contentType: string): Json {
  if (/x-www-form-urlencoded/i.test(contentType)) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem({
      code: 'ingest/undecodable',
      message: 'The body is neither JSON nor a web form.',
      hint: 'Copy the delivery as it came, with its Content-Type.',
    })
  }
}
