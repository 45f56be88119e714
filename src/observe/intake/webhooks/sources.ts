/**
 * Sources: which webhooks are copied to us, and the secrets by which we know that a delivery is the provider's.
 *
 * A source without a secret is refused when it is set up, not when somebody finds it.
 */
import { z } from 'zod'
import type { Json } from '../../../conversation/index.ts'
import { Problem } from '../../../problem.ts'
import { copied, readerName } from './copies.ts'
import { type ProviderKind, webhookProvider, webhookProviders } from './providers.ts'
import type { SourceSettings, WebhookAnswer, WebhookRequest } from './webhook.ts'

const perProvider = Object.fromEntries(
  Object.values(webhookProviders).map(({ kind, summary, settings }) => [
    kind,
    (settings as z.ZodType).optional().describe(summary),
  ]),
) as { readonly [Kind in ProviderKind]: z.ZodOptional<(typeof webhookProviders)[Kind]['settings']> }

/** `webhooks: { desk: { slack: { signingSecret: … } } }`: sources by name, each with one provider. */
export const webhookSettings = z
  .record(
    z.string().regex(/^[A-Za-z0-9][\w-]*$/, 'A name of letters, digits, "-" and "_".'),
    z
      .strictObject(perProvider)
      .refine((source) => Object.values(source).filter((given) => given !== undefined).length === 1, {
        error: `Name one provider: ${Object.keys(webhookProviders).join(', ')}.`,
      }),
  )
  .describe('Webhooks of chat providers whose deliveries are copied to POST /v1/webhooks/<provider>/<name>.')

export type WebhookSettings = z.output<typeof webhookSettings>

/** What becomes of a request. */
export type Receipt =
  /** There is nothing to keep. */
  | { readonly kind: 'answer'; readonly answer: WebhookAnswer }
  /** To be taken in, and acknowledged with `answer` once it is on disk. */
  | {
      readonly kind: 'take'
      readonly project: string
      readonly reader: string
      readonly body: Buffer
      readonly answer: WebhookAnswer
    }

interface Sent {
  readonly reader: string
  readonly body: Buffer
}

export interface WebhookSources {
  /**
   * @param provider word in the path
   * @param name of the source; the only one of the provider when left out
   * @throws Problem `ingest/unknown-webhook` or `ingest/wrong-signature`
   */
  receive(provider: string, name: string | undefined, request: WebhookRequest): Receipt
  /**
   * A copy of what the agent sent, by somebody who may send conversations.
   *
   * @throws Problem `ingest/unknown-webhook`
   */
  sent(provider: string, name: string | undefined, body: Buffer): Sent
}

/**
 * @param settings with their placeholders filled
 * @param now milliseconds since 1970
 * @throws Problem `observe/webhook-without-secret`
 */
export function webhookSources(settings: WebhookSettings, now: () => number): WebhookSources {
  const sources = Object.entries(settings).flatMap(([name, given]) => sourcesOf(name, given))
  function sourceOf(kind: string, name: string | undefined): Source {
    const own = sources.filter((source) => source.kind === kind && (name === undefined || source.name === name))
    const [source] = own
    if (source !== undefined && own.length === 1) return source
    throw unknown(
      kind,
      name,
      own.map((each) => each.name),
    )
  }
  return {
    receive: (kind, name, request) => received(sourceOf(kind, name), request, now()),
    sent(kind, name, body) {
      const source = sourceOf(kind, name)
      return { reader: readerName(kind), body: copied('sent', body, 'application/json', keptOf(source)) }
    },
  }
}

function sourcesOf(name: string, given: WebhookSettings[string]) {
  return Object.entries(given).flatMap(([kind, chosen]) => {
    const provider = webhookProvider(kind)
    if (provider === undefined || chosen === undefined) return []
    const own = chosen as SourceSettings
    const lacking = own.unsigned === true ? undefined : provider.lacks(own)
    if (lacking !== undefined) throw withoutSecret(name, kind, lacking)
    return [{ name, kind, provider, settings: own }]
  })
}

type Source = ReturnType<typeof sourcesOf>[number]

function received(source: Source, request: WebhookRequest, nowMs: number): Receipt {
  const { name, kind, provider, settings } = source
  if (request.method === 'GET') {
    const answer = provider.challenge?.(request, settings) ?? { status: 404, type: 'text/plain', text: '' }
    return { kind: 'answer', answer }
  }
  if (settings.unsigned !== true && !provider.isSigned(request, settings, nowMs)) throw wrongSignature(kind, name)
  const asked = provider.challenge?.(request, settings)
  if (asked !== undefined) return { kind: 'answer', answer: asked }
  const body = copied('delivered', request.body, request.headers['content-type'] ?? '', keptOf(source))
  return { kind: 'take', project: settings.project, reader: readerName(kind), body, answer: provider.acknowledgement }
}

function keptOf({ provider, settings }: Source): Readonly<Record<string, Json>> {
  const { agent, timeZone } = settings
  return {
    ...provider.kept(settings),
    ...(agent !== undefined && { agent }),
    ...(timeZone !== undefined && { timeZone }),
  }
}

function withoutSecret(name: string, kind: string, lacking: string): Problem {
  return new Problem({
    code: 'observe/webhook-without-secret',
    message: `The webhook "${name}" (${kind}) has no ${lacking}: anybody could send what it takes for conversations.`,
    hint: 'Set it, or say "unsigned: true" where nobody else can reach the address.',
  })
}

function unknown(kind: string, name: string | undefined, names: readonly string[]): Problem {
  const known = names.length > 0 ? ` There are several: ${names.join(', ')}.` : ''
  return new Problem({
    code: 'ingest/unknown-webhook',
    message: `No one webhook of ${kind}${name === undefined ? '' : ` called "${name}"`} is set up here.${known}`,
    hint: 'Name it in the path, /v1/webhooks/<provider>/<name>, as it stands under "observe: webhooks:".',
  })
}

function wrongSignature(kind: string, name: string): Problem {
  return new Problem({
    code: 'ingest/wrong-signature',
    message: `A delivery to the webhook "${name}" is not signed by ${kind} with the secret that is set for it.`,
    hint: 'Copy the bytes and the headers unchanged, and compare the secret with the one at the provider.',
  })
}
