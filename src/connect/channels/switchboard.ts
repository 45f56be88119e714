/** Who is in a conversation by a provider while a run goes on, and what the agent calls at that provider. */
import { Problem } from '../../problem.ts'
import { hash128 } from '../../stats/index.ts'
import { AgentFailure } from '../agents/agent.ts'
import type { Answerer } from '../agents/agent-kind.ts'
import type { DeliverySettings } from './delivery.ts'
import type { ApiAnswer, ApiCall, Delivery, Moment, Outgoing, Provider, ProviderSettings } from './provider.ts'
import type { Sending, SendingSettings } from './sending.ts'

export type Given = ProviderSettings & {
  readonly delivery: DeliverySettings
  readonly sending: SendingSettings
  readonly customer?: string | undefined
  readonly env?: Readonly<Record<string, string>> | undefined
  readonly handshake?: boolean | undefined
}

/** The end of a conversation that the agent's messages come to. */
export interface Listener {
  /** What is to become of the message that the agent sends. */
  fateOf(sent: Outgoing): Sending
  hear(sent: Outgoing): void
  /** What the provider tells the webhook of a message. */
  tell(afterwards: readonly Delivery[]): void
  fail(failure: AgentFailure): void
}

export class Switchboard implements Answerer {
  /** Settings as they are known: whole only when the agent has been started. */
  given: Given
  /** Open conversations by their customer's address. */
  readonly open = new Map<string, Listener>()
  private readonly provider: Provider
  /** An agent that outlives a run must not take the messages of the next for those that it has seen. */
  private readonly since: string
  /** Every address that a conversation had: what comes after its end is late, not astray. */
  private readonly known = new Set<string>()
  private readonly astray = new Tally()
  private readonly strange = new Tally()
  private calls = 0
  /** Messages that were turned away, and that were taken and never brought, because the settings ask for it. */
  private limited = 0
  private lost = 0

  constructor(provider: Provider, given: Given) {
    this.provider = provider
    this.given = given
    this.since = `${Date.now()} ${provider.kind} ${JSON.stringify(given)}`
  }

  join(address: string, listener: Listener): void {
    this.open.set(address, listener)
    this.known.add(address)
  }

  leave(address: string, listener: Listener): void {
    if (this.open.get(address) === listener) this.open.delete(address)
  }

  /** @param about what happens: the same has the same ids */
  moment(about: string): Moment {
    return { nowMs: Date.now(), id: (name) => this.id(`${about} ${name}`) }
  }

  id(name: string): string {
    return hash128(`${this.since} ${name}`)
  }

  /** Answers a call of the agent's, and passes on what it sends. */
  answer(call: ApiCall): ApiAnswer {
    this.calls += 1
    const answered = this.provider.api(call, this.given, this.moment(`api ${this.calls}`))
    const { sent = [], refusedTo } = answered
    const [one] = sent
    const sending = one === undefined ? 'taken' : (this.open.get(one.to)?.fateOf(one) ?? 'taken')
    if (sending === 'limited') return this.turnAway()
    if (sending === 'undelivered') return this.lose(answered)
    for (const each of sent) {
      this.open.get(each.to)?.hear(each)
      if (!this.known.has(each.to)) this.astray.add(each.to)
    }
    const [first] = sent
    if (first !== undefined) this.open.get(first.to)?.tell(answered.afterwards ?? [])
    if (refusedTo !== undefined) this.open.get(refusedTo)?.fail(refusal(this.provider.kind, answered))
    return answered
  }

  private turnAway(): ApiAnswer {
    this.limited += 1
    return this.provider.tooMany(this.moment(`api ${this.calls}`))
  }

  /** The agent is told that it was taken, and later, where the provider tells such things, that it never came. */
  private lose(answered: ApiAnswer): ApiAnswer {
    this.lost += 1
    const to = answered.sent?.[0]?.to
    if (to !== undefined) this.open.get(to)?.tell(answered.lost ?? [])
    return answered
  }

  refused({ method, path }: ApiCall, { status, body }: ApiAnswer): void {
    this.strange.add(`${method} ${path}: ${status} ${JSON.stringify(body)}`)
  }

  /** Whole sentences, for whoever reads the run's report; none where everything had its place. */
  told(): readonly string[] {
    const { kind } = this.provider
    const asked = (n: number, what: string) =>
      n === 0 ? [] : [`As "sending:" asks for, ${kind} ${what} ${n} message${n === 1 ? '' : 's'} of the agent.`]
    return [
      asked(this.limited, 'turned away as too many'),
      asked(this.lost, 'took and never brought'),
      this.astray.said(
        (n, first) => `The agent sent ${n} by ${kind} to nobody who was in a conversation, such as ${first}.`,
        'message',
      ),
      this.strange.said(
        (n, first) => `${n} of the agent to ${kind} had another key, or asked for what is not there, such as ${first}.`,
        'call',
      ),
    ].flat()
  }
}

/** How often something came, and the first of it. */
class Tally {
  private n = 0
  private first = ''

  add(example: string): void {
    this.n += 1
    this.first ||= example
  }

  said(words: (n: string, first: string) => string, unit: string): readonly string[] {
    return this.n === 0 ? [] : [words(`${this.n} ${unit}${this.n === 1 ? '' : 's'}`, this.first)]
  }
}

/** The customer got nothing, and nobody sees that in what was said. */
function refusal(kind: string, { status, body }: ApiAnswer): AgentFailure {
  const message = `${kind} refused a message to this customer: ${status} ${JSON.stringify(body)}`
  const hint = 'Have the agent send what the channel takes, and look at what its provider answers.'
  const problem = new Problem({ code: 'connect/message-refused', message, hint })
  return new AgentFailure({ culprit: 'agent', code: 'status', message }, problem)
}
