/**
 * A messaging provider, as an agent knows it: it calls the agent's webhook when a customer writes, and the agent calls
 * its API to answer.
 *
 * A provider is one file that passes `provider.conformance.ts`. It knows how its webhook and its API look and what
 * they allow; when messages are delivered, twice, late or in another order is `delivery.ts`, and who is connected with
 * whom is `provider-agent.ts`.
 */
import type { z } from 'zod'
import type { Json, MessageForm } from '../../conversation/index.ts'
import type { AgentFailureCode } from '../agents/agent.ts'

/** What a customer sends. */
export interface Incoming {
  /** The provider's id of the message: the same whenever it is delivered again. */
  readonly id: string
  readonly text: string
  /** The customer's address on this channel. */
  readonly from: string
  /** Milliseconds since 1970. */
  readonly atMs: number
  /** What the agent had offered, and the customer tapped rather than wrote. */
  readonly tapped?: Tapped
}

/** A choice that was tapped. */
export interface Tapped {
  readonly how: 'button' | 'quick-reply' | 'row'
  readonly title: string
  readonly id: string
  readonly description?: string
  /** The provider's id of the message that offered it. */
  readonly of: string
  /** What the provider has to say of it besides, as the agent wrote it. */
  readonly given?: Json
}

/** What a provider is told of the moment in which it does something. */
export interface Moment {
  /** Milliseconds since 1970: providers sign and stamp with it. */
  readonly nowMs: number
  /** An id that nothing else has, the same for the same name: providers name messages, requests and accounts. */
  id(name: string): string
}

/** A request to the agent's webhook. */
export interface Delivery {
  readonly url: string
  /** Default POST. */
  readonly method?: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** A request of the agent's to the provider's API. */
export interface ApiCall {
  readonly method: string
  readonly host: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
}

/** What an agent sends to a customer. */
export interface Outgoing {
  /** The customer's address. */
  readonly to: string
  readonly text: string
  /** The provider's id of it. */
  readonly id: string
  /** What it carries besides its text. */
  readonly form?: MessageForm
  /** By the id of a choice: what the provider tells besides when it is tapped. */
  readonly taps?: Readonly<Record<string, Json>>
}

export interface ApiAnswer {
  readonly status: number
  readonly body: Json
  readonly headers?: Readonly<Record<string, string>>
  readonly sent?: readonly Outgoing[]
  /** What the provider tells the webhook afterwards, in this order: sent, delivered, read, an echo. */
  readonly afterwards?: readonly Delivery[]
  /** What it tells instead where a message that it took never reaches the customer. */
  readonly lost?: readonly Delivery[]
  /** The customer whom a refused message was meant for, and who will never get it. */
  readonly refusedTo?: string
  /** The account, its key or the path are not known here; where several accounts share a host, the next is asked. */
  readonly unknown?: true
}

/** What a provider asks a webhook before it delivers anything to it. */
export interface Handshake {
  readonly delivery: Delivery
  /** @param text what the webhook answered */
  isPassed(text: string): boolean
}

/** How deliveries are tried again that were not acknowledged. */
export interface Retries {
  /** How long before each further try, in milliseconds; empty for never. */
  readonly waitsMs: readonly number[]
  /** Ways to fail after which it is tried again at all; every way where absent. */
  readonly after?: readonly AgentFailureCode[]
  /**
   * What a further try has in its head.
   *
   * @param nth from 1
   * @param failed how the try before failed; absent where it is delivered again for no reason
   */
  headers?(nth: number, failed?: AgentFailureCode): Readonly<Record<string, string>>
}

export interface Provider<Settings extends ProviderSettings = ProviderSettings> {
  /** The key under `agent:` in a project file. */
  readonly kind: string
  /** One line for the reference. */
  readonly summary: string
  /** What a person could paste under `agent:`, in YAML. */
  readonly example: string
  readonly settings: z.ZodType<Settings>
  /** Hosts that the agent calls and that are answered here instead. */
  readonly hosts: readonly string[]
  /** The environment by which bots usually find their keys, so that an unmodified one starts. */
  env(settings: Settings): Readonly<Record<string, string>>
  /** A customer's address that nobody has outside of simulations. */
  addressOf(conversation: string): string
  /** An address of a project's own as the provider writes it. */
  plain?(address: string): string
  /** One request that delivers these messages: several where the provider batches, else one. */
  deliver(messages: readonly Incoming[], settings: Settings, moment: Moment): Delivery
  /** Whether this is delivered once, and never again: neither doubled nor tried again. */
  isOnce?(message: Incoming): boolean
  /** Whether one request may deliver several messages. */
  readonly batches?: true
  readonly retries: Retries
  /** How long the provider waits for an acknowledgement, in milliseconds. */
  readonly patienceMs: number
  /** Where the provider makes sure of the webhook first. */
  handshake?(settings: Settings, moment: Moment): Handshake
  /** What the agent sends by its answer to the webhook, where the provider reads it. Never throws. */
  answered?(text: string, contentType: string, to: string, moment: Moment): readonly Outgoing[]
  /** How it turns a message away because there were too many. */
  tooMany(moment: Moment): ApiAnswer
  /** Answers the API as the provider does, refusals included. Has no effect of its own, and never throws. */
  api(call: ApiCall, settings: Settings, moment: Moment): ApiAnswer
}

export interface ProviderSettings {
  /** The agent's webhook. */
  readonly webhook: string
}
