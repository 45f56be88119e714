/**
 * The customer's end of the line: messages go to the agent, and what it says and does comes back onto the record.
 *
 * What a customer sends without waiting for the reply reaches the agent before its reply reaches the customer, however
 * fast it is. Where the message goes out at once the agent really gets it while it works on the one before, and the
 * pause before it passes on the record alone; otherwise the customer types it as long as it takes and reads what has
 * come meanwhile only then. The one message that is sent again is one that the agent refused unread because of its rate
 * limit.
 */
import {
  type AgentEvent,
  AgentFailure,
  type AgentSession,
  type Clock,
  type CustomerMessage,
} from '../../connect/index.ts'
import type { MessageEvent } from '../../conversation/index.ts'
import type { OutgoingMessage } from '../customers/customer.ts'
import type { PlannedTrial } from '../plan.ts'
import type { Scenario, SoFar } from '../scenario.ts'
import { OnRecord } from './failing.ts'
import type { Recording } from './recording.ts'
import type { Stage, Values } from './stage.ts'

/** A message is offered again at most this often when the agent refuses it unread. */
const offersAtMost = 6

type Words = Extract<AgentEvent, { readonly type: 'message' | 'handoff' }>

export class Exchange {
  /** Where the customer is now. */
  channel: string
  /** Failures of the agent since it last took a message. */
  failures = 0
  private readonly trial: PlannedTrial
  private readonly stage: Stage
  private readonly clock: Clock
  private readonly recording: Recording
  private readonly signal: AbortSignal
  private readonly underway: Promise<void>[] = []
  private session: AgentSession | undefined
  private lastHeardMs = 0
  /** What has come while the customer is still sending; undefined while they read what comes. */
  private unread: Words[] | undefined
  /** Time of being away that passes when the customer is back: what comes before that came before they were away. */
  private awayMs = 0
  /** The customer goes on before the agent has answered all that they said. */
  private isStillAnswered = false

  constructor(trial: PlannedTrial, stage: Stage, clock: Clock, recording: Recording, signal: AbortSignal) {
    this.trial = trial
    this.stage = stage
    this.clock = clock
    this.recording = recording
    this.signal = signal
    this.channel = trial.channel
  }

  /** Opens the agent on the channel where the customer is, and tells it what was said before. */
  async open(values: Values, history: Scenario['history']): Promise<void> {
    const { stage, trial, channel } = this
    const again = channel !== trial.channel
    this.session = await stage.agent.open({
      // Nothing but who the customer is ties a conversation on one channel to that on another.
      conversationId: again ? `${trial.id}-${channel}` : trial.id,
      channel,
      customer: values.customer as Values,
      values: again ? { ...values, channel } : values,
      history,
      clock: this.clock,
      signal: this.signal,
      onEvent: (event) => this.hear(event),
      onFailure: (failure) => this.note(failure),
    })
  }

  /**
   * Sends what the customer writes in one go, and waits for the agent: until it has answered, or until it has done so much.
   */
  async say(messages: readonly OutgoingMessage[], until?: SoFar): Promise<void> {
    const since = this.recording.events.length
    try {
      for (const [index, message] of messages.entries()) {
        await this.pauseBefore(message, this.isStillAnswered || messages[index - 1]?.dontWait === true)
        const sent = this.write(message)
        if (message.dontWait !== true && until === undefined) await sent
      }
    } finally {
      this.read()
    }
    this.isStillAnswered = until !== undefined
    if (until === undefined) await this.listen()
    else await Promise.race([Promise.all(this.underway), this.recording.sees(until, since)])
  }

  private async pauseBefore({ afterMs, atOnce }: OutgoingMessage, crosses: boolean): Promise<void> {
    if (crosses && atOnce === true) this.recording.skip(afterMs)
    else if (afterMs > 0) await this.clock.sleep(afterMs, this.signal)
  }

  private write({ text, edits = [], dontWait }: OutgoingMessage): Promise<void> {
    const { recording } = this
    recording.skip(this.awayMs)
    this.awayMs = 0
    recording.edited(edits)
    const said: MessageEvent = { type: 'message', atMs: recording.atMs(), from: 'customer', text }
    const at = recording.append(said)
    this.lastHeardMs = this.clock.nowMs()
    if (dontWait === true) this.unread ??= []
    else this.read()
    const sent = this.offer({ text, formed: (form) => recording.events.splice(at, 1, { ...said, form }) })
    this.underway.push(sent)
    // Whoever waits for it is told; while the customer is still writing that is nobody.
    sent.catch(() => {})
    return sent
  }

  /** Sends a message; again only while the agent refuses it unread because of its rate limit. */
  private async offer(message: CustomerMessage): Promise<void> {
    for (let offer = 1; ; offer += 1) {
      try {
        await this.stage.limiter.run(async () => this.session?.send(message), this.signal)
        this.failures = 0
        return
      } catch (thrown) {
        this.signal.throwIfAborted()
        if (!(thrown instanceof AgentFailure)) throw thrown
        if (thrown.code !== 'rate-limited' || offer === offersAtMost) return this.blame(thrown)
      }
    }
  }

  /** Waits until everything sent is answered and, where the agent speaks on its own, until it is quiet. */
  async listen(): Promise<void> {
    await Promise.all(this.underway.splice(0))
    if (this.session?.pushes !== true) return
    const quietMs = this.stage.quietMs ?? 1500
    for (let left = quietMs; left > 0; left = this.lastHeardMs + quietMs - this.clock.nowMs()) {
      await this.clock.sleep(left, this.signal)
    }
  }

  /**
   * The customer is away, and comes back on the same channel to the same conversation. Nobody waits out hours of a real
   * clock: there they pass on the record alone.
   */
  async beAway(forMs: number): Promise<void> {
    if (this.clock.hold === undefined) this.awayMs += forMs
    else await this.clock.sleep(forMs, this.signal)
  }

  /** The customer is away, and comes back on another channel, where the agent is opened anew. */
  async moveTo(channel: string, forMs: number, values: Values, history: Scenario['history']): Promise<void> {
    await this.session?.close()
    await this.beAway(forMs)
    this.recording.skip(this.awayMs)
    this.awayMs = 0
    this.channel = channel
    await this.open(values, history)
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.underway)
    await this.session?.close()
  }

  private hear(event: AgentEvent): void {
    this.lastHeardMs = this.clock.nowMs()
    const isWords = event.type === 'message' || event.type === 'handoff'
    if (!isWords) this.recording.append({ ...event, atMs: this.recording.atMs(), seenBy: 'agent' })
    else if (this.unread === undefined) this.reads(event)
    else this.unread.push(event)
  }

  /** The customer has sent what they had to say, and reads what came meanwhile. */
  private read(): void {
    const unread = this.unread ?? []
    this.unread = undefined
    for (const words of unread) this.reads(words)
  }

  private reads(words: Words): void {
    const atMs = this.recording.atMs()
    this.recording.append(words.type === 'message' ? { ...words, atMs, from: 'agent' } : { ...words, atMs })
  }

  /** Puts a failure on record; the trial goes on only where it is the agent's. */
  private blame(failure: AgentFailure): void {
    this.note(failure)
    if (failure.culprit !== 'agent') throw new OnRecord(failure)
  }

  private note(failure: AgentFailure): void {
    this.failures += 1
    this.recording.fail(failure)
  }
}
