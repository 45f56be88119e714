/**
 * A provider whose webhook deliveries are copied to us: how they are signed, what it asks to see whether anybody is
 * there, what it wants to hear, and which events a delivery tells of.
 *
 * A provider is one file, listed in `index.ts`. It is never asked anything, and nothing is sent to it but the answer.
 */
import { z } from 'zod'
import type { Json } from '../../../conversation/index.ts'
import type { Understood } from '../reader.ts'

/** A request as it came. */
export interface WebhookRequest {
  readonly method: 'GET' | 'POST'
  readonly query: URLSearchParams
  /** Names in small letters. */
  readonly headers: Readonly<Record<string, string | undefined>>
  /** As the bytes that were signed. */
  readonly body: Buffer
}

/** What is answered. */
export interface WebhookAnswer {
  readonly status: number
  readonly type: string
  readonly text: string
}

/** What every source may say of itself. */
export const sourceSettings = {
  unsigned: z
    .literal(true)
    .optional()
    .describe('Takes deliveries without a signature: only where nobody else can reach the address.'),
  project: z.string().min(1).default('default').describe('Whose conversations these are. Default default.'),
  agent: z.string().min(1).optional().describe('The agent that speaks here, as gradings name it.'),
  timeZone: z.string().min(1).optional().describe('IANA zone of the business: Europe/Lisbon.'),
}

export interface SourceSettings {
  readonly project: string
  readonly unsigned?: true | undefined
  readonly agent?: string | undefined
  readonly timeZone?: string | undefined
}

export interface WebhookProvider<Settings extends SourceSettings = SourceSettings> {
  /** The key under the source's name in the settings, and the word in the path. */
  readonly kind: string
  /** One line for people. */
  readonly summary: string
  readonly settings: z.ZodType<Settings>
  /** What has to be set so that signatures can be verified; undefined where it is. */
  lacks(settings: Settings): string | undefined
  /** @param nowMs milliseconds since 1970 */
  isSigned(request: WebhookRequest, settings: Settings, nowMs: number): boolean
  /** Answers a request that only asks whether this is the right place, before or after its signature was verified. */
  challenge?(request: WebhookRequest, settings: Settings): WebhookAnswer | undefined
  /** What the provider wants to hear of a delivery that was kept. */
  readonly acknowledgement: WebhookAnswer
  /** What of the settings is kept beside every delivery, because reading it depends on that. Never a secret. */
  kept(settings: Settings): Readonly<Record<string, Json>>
  /**
   * Pure. Whatever a delivery has that nothing is known of is skipped, never an error.
   *
   * @param kept what `kept` gave
   */
  understand(body: Json, kept: Json, receivedMs: number): Understood
  /**
   * Where the provider tells nothing of what the agent says: understands a copy of what the agent sent. Pure.
   *
   * @param copy `{ answer }` of the provider's API, with `request` and `url` where the answer does not tell the words
   */
  understandSent?(copy: Json, kept: Json, receivedMs: number): Understood
}

/** An answer with nothing in it. */
export const noted: WebhookAnswer = { status: 200, type: 'text/plain', text: '' }
