/**
 * A kind of receiver of alerts: Slack, a webhook, PagerDuty, email. One file each, listed in `index.ts`, all held to
 * `alert-kind.conformance.ts`.
 *
 * A kind sends one notice once, and says whether trying again can help. When to try, what goes together and who wants to
 * hear nothing is decided in `alerting.ts`.
 */
import type { z } from 'zod'
import type { Json } from '../../conversation/index.ts'

/** One word about one alarm. */
export interface Told {
  readonly what: 'raised' | 'recovered'
  readonly alarm: string
  readonly stream: string
  readonly title: string
  readonly because: string
  readonly evidence: Json
  /** Milliseconds since 1970: when it was raised, or recovered. */
  readonly atMs: number
}

/** What is told together. */
export interface Notice {
  /** The same however often it is sent, so that a receiver can tell a repeat. */
  readonly id: string
  readonly project: string
  /** Never empty; the oldest first. */
  readonly told: readonly Told[]
  /** Whether it may have arrived already: the process ended between sending it and noting that. */
  readonly again: boolean
}

/** What a kind reaches the outside with. */
export interface Outside {
  readonly fetch: typeof globalThis.fetch
  /**
   * The addresses that a connection to it may be made to; never empty.
   *
   * @throws Problem for one that alerts may not go to
   */
  allowed(url: URL): Promise<readonly string[]>
  /** Milliseconds since 1970. */
  now(): number
  readonly signal: AbortSignal
}

export interface AlertKind<Settings = unknown> {
  /** Its name in the project file. */
  readonly kind: string
  readonly settings: z.ZodType<Settings>
  /** Where it goes, without anything secret. */
  explain(settings: Settings): string
  /** Whether a receiver can tell by itself that a notice is a repeat. */
  readonly knowsRepeats: boolean
  /** @throws NotDelivered when the receiver did not take it */
  send(settings: Settings, notice: Notice, outside: Outside): Promise<void>
}

/** A kind as the list holds it, whatever its settings. */
export interface AnyAlertKind extends Omit<AlertKind, 'explain' | 'send'> {
  explain(settings: unknown): string
  send(settings: unknown, notice: Notice, outside: Outside): Promise<void>
}

/** A notice that was not taken. Its message names no address and no secret. */
export class NotDelivered extends Error {
  /** Whether no further try can help. */
  readonly forGood: boolean
  /** The receiver's own wish, in milliseconds. */
  readonly retryAfterMs: number | undefined

  constructor(
    message: string,
    { forGood = false, retryAfterMs, cause }: { forGood?: boolean; retryAfterMs?: number; cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.forGood = forGood
    this.retryAfterMs = retryAfterMs
  }
}

/** The kind with its settings forgotten by the types; `settings` of the same kind is what made them. */
export function anyKind<Settings>(kind: AlertKind<Settings>): AnyAlertKind {
  return {
    ...kind,
    explain: (settings) => kind.explain(settings as Settings),
    send: (settings, notice, outside) => kind.send(settings as Settings, notice, outside),
  }
}
