/**
 * A messaging provider, as an agent knows it: it calls the agent's webhook when a customer writes, and the agent calls
 * its API to answer.
 *
 * A provider is one file that passes `provider.conformance.ts`. It knows how its webhook and its API look and what
 * they allow; when messages are delivered, twice, late or in another order is `delivery.ts`, and who is connected with
 * whom is `provider-agent.ts`.
 */
import type { z } from 'zod'
import type { Json } from '../../conversation/index.ts'

/** What a customer sends. */
export interface Incoming {
  /** The provider's id of the message: the same whenever it is delivered again. */
  readonly id: string
  readonly text: string
  /** The customer's address on this channel. */
  readonly from: string
  /** Milliseconds since 1970. */
  readonly atMs: number
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
}

export interface ApiAnswer {
  readonly status: number
  readonly body: Json
  readonly headers?: Readonly<Record<string, string>>
  readonly sent?: readonly Outgoing[]
  /** What the provider tells the webhook afterwards: sent, delivered, read. */
  readonly afterwards?: readonly Delivery[]
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
  /** One request that delivers these messages; several where the provider batches. */
  deliver(messages: readonly Incoming[], settings: Settings, moment: Moment): Delivery
  /** How often, and after how long, a delivery is tried again that was not acknowledged; empty for never. */
  readonly retries: readonly RetryAfter[]
  /** How long the provider waits for an acknowledgement, in milliseconds. */
  readonly patienceMs: number
  /** What the agent sends by its answer to the webhook, where the provider reads it. */
  answered?(text: string, contentType: string, to: string, moment: Moment): readonly Outgoing[]
  /** Answers the API as the provider does, refusals included. */
  api(call: ApiCall, settings: Settings, moment: Moment): ApiAnswer
}

/** A try again: after so long in real life, with these headers. */
export interface RetryAfter {
  readonly ms: number
  readonly headers?: Readonly<Record<string, string>>
}

export interface ProviderSettings {
  /** The agent's webhook. */
  readonly webhook: string
}

/** Any provider, in lists; its settings are known only to itself. */
export type AnyProvider = Provider<never>
