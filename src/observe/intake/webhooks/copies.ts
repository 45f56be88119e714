/**
 * Copies of webhook deliveries as they lie in the log: the body as plain values, beside what of the source's settings
 * reading it depends on.
 */
import type { Json } from '../../../conversation/index.ts'
import { Problem } from '../../../problem.ts'
import { fieldOf } from '../../formats/values.ts'
import type { Reader } from '../reader.ts'
import { webhookProvider, webhookProviders } from './providers.ts'
import type { WebhookProvider } from './webhook.ts'

export const webhookReaders: readonly Reader[] = Object.keys(webhookProviders).flatMap((kind) => {
  const provider = webhookProvider(kind)
  return provider === undefined ? [] : [readerOf(provider)]
})

/** As it stands in the log. */
export const readerName = (kind: string) => `webhook-${kind}`

/** A delivery and what is kept beside it, as one body for the log. */
export function copied(body: Buffer, contentType: string, kept: Readonly<Record<string, Json>>): Buffer {
  return Buffer.from(JSON.stringify({ kept, contentType, body: body.toString('utf8') }))
}

function readerOf({ kind, summary, understand }: WebhookProvider): Reader {
  return {
    name: readerName(kind),
    summary: `copies of what ${summary} delivers to a webhook`,
    decode(whole) {
      const copy = JSON.parse(whole.toString('utf8')) as { kept: Json; contentType: string; body: string }
      return {
        values: { kept: copy.kept, body: valuesIn(copy.body, copy.contentType) },
        records: 1,
        refused: { count: 0 },
      }
    },
    understand: (values, receivedMs) =>
      understand(fieldOf(values, 'body') ?? null, fieldOf(values, 'kept') ?? null, receivedMs),
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
