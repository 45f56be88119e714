/** One conversation by mail: what the customer writes goes to the agent's mail server, what the agent sends them comes back. */
import { keyedRandom } from '../../stats/index.ts'
import { AgentFailure, type AgentSession, type CustomerMessage, cancelled, type Opening } from '../agents/agent.ts'
import { Courier } from './courier.ts'
import type { DeliverySettings } from './delivery.ts'
import { readMail } from './mail-reading.ts'
import { type MailPlace, type Parcel, sendMail } from './mail-sender.ts'
import {
  type Address,
  type Before,
  bytesOf,
  type HabitSettings,
  type Habits,
  habitsOf,
  type Letter,
  letter,
  outOfOffice,
  subjectOf,
} from './mail-writing.ts'
import type { PostOffice, Reader } from './post-office.ts'

export interface Correspondence {
  readonly office: PostOffice
  readonly given: HabitSettings & { readonly delivery: DeliverySettings }
  readonly place: MailPlace
  readonly customer: Address
  /** The agent's address. */
  readonly mailbox: string
  /** Of the first mail; absent for one made of its words. */
  readonly subject?: string
}

/** How long a mail server may take, in milliseconds, unless the settings say. */
const patienceMs = 30_000

export class MailSession implements AgentSession, Reader {
  readonly pushes = true
  private readonly correspondence: Correspondence
  private readonly opening: Opening
  private readonly habits: Habits
  private readonly ended = new AbortController()
  private readonly signal: AbortSignal
  private readonly courier: Courier<Promise<Parcel>>
  private before: Before | undefined
  private answerTo: string
  private written = 0
  private autoReplies = 0
  private reading = Promise.resolve()
  /** A mail that the agent's server did not take for now, to be offered again as it is. */
  private refused: { readonly text: string; readonly parcel: Promise<Parcel> } | undefined

  constructor(correspondence: Correspondence, opening: Opening) {
    const { office, given, customer, mailbox, place } = correspondence
    const seed = seedOf(opening)
    this.correspondence = correspondence
    this.opening = opening
    this.habits = habitsOf(given, seed, customer.name)
    this.answerTo = mailbox
    this.signal = AbortSignal.any([opening.signal, this.ended.signal])
    const how = { patienceMs: given.delivery.patienceMs ?? patienceMs, signal: this.ended.signal }
    this.courier = new Courier({
      delivery: given.delivery,
      seed,
      clock: opening.clock,
      signal: this.signal,
      bring: async (parcel) => sendMail(place, await parcel, how),
      isWorthAnotherTry: (failure) => failure instanceof AgentFailure && passing.has(failure.code),
      fail: (failure) => this.fail(failure),
    })
    office.join(customer.address, this)
  }

  async send({ text, formed }: CustomerMessage): Promise<void> {
    if (this.signal.aborted) throw cancelled()
    const again = this.refused?.text === text ? this.refused.parcel : undefined
    this.refused = undefined
    const parcel = again ?? this.write(text, formed)
    try {
      await this.courier.send(parcel)
    } catch (thrown) {
      if (thrown instanceof AgentFailure && thrown.code === 'rate-limited') this.refused = { text, parcel }
      throw thrown
    }
  }

  private write(text: string, formed: CustomerMessage['formed']): Promise<Parcel> {
    const { office, subject } = this.correspondence
    this.written += 1
    const id = office.messageId('mail', `${this.opening.conversationId} ${this.written}`)
    const written = letter(text, id, subject ?? subjectOf(text), this.habits, this.before)
    formed?.({ ...written.form, ...(written.html !== undefined && { html: written.html }) })
    this.before = { form: written.form }
    return this.packed(written, this.correspondence.customer.address)
  }

  private async packed(written: Letter, from: string): Promise<Parcel> {
    const to = this.answerTo
    return { from, to, raw: await bytesOf(written, this.correspondence.customer, to) }
  }

  receive(raw: Uint8Array, others: readonly string[]): void {
    // One after another, so that mails are heard in the order in which they came.
    this.reading = this.reading.then(() => this.read(raw, others)).catch((thrown: unknown) => this.fail(thrown))
  }

  private async read(raw: Uint8Array, envelope: readonly string[]): Promise<void> {
    const mail = await readMail(raw, this.correspondence.customer.address).catch((thrown: unknown) => {
      throw unreadable(thrown)
    })
    if (this.signal.aborted) return
    const mailbox = this.correspondence.mailbox
    const others = [...new Set([...(mail.form.others ?? []), ...envelope])].filter((each) => each !== mailbox)
    const { others: _, ...rest } = mail.form
    this.before = mail
    if (mail.answerTo !== '') this.answerTo = mail.answerTo
    this.opening.onEvent({
      type: 'message',
      text: mail.text,
      form: { ...rest, ...(others.length > 0 && { others }) } as typeof mail.form,
    })
    if (mail.form.automatic === undefined) this.answerAutomatically(mail)
  }

  /** As mailboxes do while their owner is away. From nobody, so that no error comes back. */
  private answerAutomatically(mail: Before): void {
    if (this.autoReplies >= this.habits.autoReplies) return
    this.autoReplies += 1
    const { office, place, given } = this.correspondence
    const id = office.messageId('out-of-office', `${this.opening.conversationId} ${this.autoReplies}`)
    const how = { patienceMs: given.delivery.patienceMs ?? patienceMs, signal: this.ended.signal }
    this.courier.later(0, async () => sendMail(place, await this.packed(outOfOffice(id, mail), ''), how))
  }

  private fail(thrown: unknown): void {
    if (thrown instanceof AgentFailure && !this.signal.aborted) this.opening.onFailure?.(thrown)
  }

  async close(): Promise<void> {
    this.ended.abort()
    this.correspondence.office.leave(this.correspondence.customer.address, this)
    await this.courier.close()
    await this.reading
  }
}

/** What mail servers try again after. */
const passing = new Set(['timeout', 'rate-limited', 'disconnected', 'refused'])

function unreadable(thrown: unknown): AgentFailure {
  const because = thrown instanceof Error ? thrown.message : String(thrown)
  return new AgentFailure({ culprit: 'agent', code: 'garbage', message: `A mail cannot be read: ${because}` }, thrown)
}

function seedOf({ values, conversationId }: Opening): number {
  const { seed } = values
  return typeof seed === 'number' ? seed : keyedRandom(0, conversationId).int(2 ** 31)
}
