/**
 * Alarms, and telling people of them: what was raised, who is to hear of it and whether they did, and what nobody wants
 * to hear for a while.
 */
import type { Json } from '../conversation/index.ts'
import type { ThreadName } from './keeping.ts'

/** Something that has changed and should not have. */
export interface Alarm {
  readonly id: string
  readonly project: string
  /** What was watched: a condition on a channel of a version, a behaviour, the traffic. */
  readonly stream: string
  readonly raisedMs: number
  readonly recoveredMs?: number
  /** When somebody said that they know. */
  readonly acknowledgedMs?: number
  /** In a few words. */
  readonly title: string
  /** In one sentence. */
  readonly because: string
  readonly evidence: Json
  /** Something that happened and does not last: over when it was raised, and its end is told to nobody. */
  readonly once?: true
  /** Told without waiting for what else comes. */
  readonly urgent?: true
}

/** `sending`: handed over, and nobody knows yet whether it arrived. `dead`: given up, and `because` says why. */
export type DeliveryState = 'waiting' | 'sending' | 'sent' | 'dead'

/** One word about one alarm to one receiver. */
export interface Delivery {
  readonly alarm: string
  readonly what: 'raised' | 'recovered'
  readonly target: string
  readonly project: string
  readonly state: DeliveryState
  /** Words told together share it; it stays the same however often they are tried. */
  readonly notice?: string
  readonly because?: string
  readonly createdMs: number
  readonly dueMs: number
  readonly doneMs?: number
  readonly tries: number
}

/** A time in which some streams are not told of. */
export interface Silence {
  readonly id: string
  readonly project: string
  /** A stream, or several with `*` for any text. */
  readonly streams: string
  readonly fromMs: number
  readonly untilMs: number
  readonly because: string
}

export interface AlarmFilter {
  readonly project?: string
  /** Raised or recovered since. */
  readonly sinceMs?: number
  /** Only those that have not recovered. */
  readonly standing?: boolean
}

export interface Alarms {
  /** Newest first. */
  list(filter?: AlarmFilter): Promise<readonly Alarm[]>
  get(id: string): Promise<Alarm | undefined>
  deliveries(alarms: readonly string[]): Promise<readonly Delivery[]>
  /** Those that are not done, the longest due first. */
  undelivered(): Promise<readonly Delivery[]>
  silences(project: string): Promise<readonly Silence[]>
}

/** What may be written within a transaction. */
export interface AlarmsWriting {
  /** Alarms whose evidence names a conversation; others that hold the same text somewhere may be among them. */
  naming(conversation: ThreadName): Promise<readonly Alarm[]>
  /** Raises, or says that it has recovered. That somebody knows of it stays. */
  put(alarm: Alarm): Promise<void>
  acknowledge(id: string, atMs: number): Promise<void>
  /** Says that one is over; one that is over stays so. */
  recover(id: string, atMs: number): Promise<void>
  /** Adds; a delivery of the same word to the same receiver stays as it is. */
  deliver(deliveries: readonly Delivery[]): Promise<void>
  /** Says how far deliveries have come. */
  settle(deliveries: readonly Delivery[]): Promise<void>
  /** Puts a silence, or ends it. */
  silence(silence: Silence): Promise<void>
}
