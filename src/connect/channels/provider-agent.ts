/**
 * An agent behind a provider's webhook: messages are delivered as the provider delivers them, and what the agent sends
 * by the provider's API comes back into the conversation whose customer it is meant for.
 */
import type { z } from 'zod'
import { hash128, keyedRandom } from '../../stats/index.ts'
import { type Agent, AgentFailure, type AgentSession, cancelled, type Opening } from '../agents/agent.ts'
import type { AgentKind, Readied, Surroundings } from '../agents/agent-kind.ts'
import { type HttpPool, httpPool } from '../agents/http-exchange.ts'
import { type DeliverySettings, deliverySettings, explainDelivery, fateOf } from './delivery.ts'
import type { ApiCall, Delivery, Incoming, Moment, Outgoing, Provider, ProviderSettings } from './provider.ts'
import { startProviderApi } from './provider-api.ts'
import { writeRedirect } from './redirect.ts'

type Given = ProviderSettings & { readonly delivery: DeliverySettings }

/** What is connected with a provider while a run goes on. */
interface Switchboard {
  /** Open conversations by their customer's address. */
  readonly open: Map<string, ProviderSession>
  /** What the agent sent to nobody who is in a conversation. */
  lost: number
  given: Given
}

/** A way to reach an agent, made of a provider. */
export function providerAgent<Settings extends ProviderSettings>(
  provider: Provider<Settings>,
): AgentKind<Settings & { readonly delivery: DeliverySettings }> {
  const settings = (provider.settings as unknown as z.ZodObject).extend({
    delivery: deliverySettings.describe('How messages are delivered: twice, late, in another order, in batches.'),
  }) as unknown as z.ZodType<Settings & { readonly delivery: DeliverySettings }>
  return {
    kind: provider.kind,
    summary: provider.summary,
    example: provider.example,
    settings,
    async ready(given, surroundings): Promise<Readied> {
      const board: Switchboard = { open: new Map(), lost: 0, given }
      const api = await startProviderApi(answering(provider, board))
      const redirect = writeRedirect(Object.fromEntries(provider.hosts.map((host) => [host, api.url])), surroundings)
      return {
        state: board,
        env: { ...provider.env(given), ...redirect.env },
        async close() {
          redirect.remove()
          await api.close()
        },
      }
    },
    create(given, { id, readied }: Surroundings): Agent {
      const board = (readied?.state ?? { open: new Map(), lost: 0, given }) as Switchboard
      board.given = given
      const pool = httpPool()
      const ways = explainDelivery(given.delivery)
      return {
        id,
        time: 'wall',
        explain: () => `${provider.kind} webhook ${given.webhook}${ways === '' ? '' : `, ${ways}`}`,
        open: async (opening) => {
          const session = new ProviderSession(provider as unknown as Provider, board, pool, opening)
          board.open.set(session.address, session)
          return session
        },
        close: async () => pool.close(),
      }
    },
  }
}

function answering<Settings extends ProviderSettings>(provider: Provider<Settings>, board: Switchboard) {
  let calls = 0
  return (call: ApiCall) => {
    calls += 1
    const answered = provider.api(call, board.given as unknown as Settings, momentOf(`api ${calls}`))
    for (const sent of answered.sent ?? []) {
      const session = board.open.get(sent.to)
      if (session === undefined) board.lost += 1
      else session.hear(sent, answered.afterwards ?? [])
    }
    return answered
  }
}

function momentOf(about: string): Moment {
  return { nowMs: Date.now(), id: (name) => hash128(`${about} ${name}`) }
}

class ProviderSession implements AgentSession {
  readonly pushes = true
  readonly address: string
  private readonly provider: Provider
  private readonly board: Switchboard
  private readonly pool: HttpPool
  private readonly opening: Opening
  private readonly ended = new AbortController()
  private readonly signal: AbortSignal
  private readonly seed: number
  private readonly underway = new Set<Promise<void>>()
  private held:
    | { readonly message: Incoming; readonly how: 'to-come-after' | 'to-come-with'; release(): void }
    | undefined
  private sent = 0

  constructor(provider: Provider, board: Switchboard, pool: HttpPool, opening: Opening) {
    this.provider = provider
    this.board = board
    this.pool = pool
    this.opening = opening
    this.signal = AbortSignal.any([opening.signal, this.ended.signal])
    this.address = provider.addressOf(opening.conversationId)
    const { seed } = opening.values
    this.seed = typeof seed === 'number' ? seed : keyedRandom(0, opening.conversationId).int(2 ** 31)
  }

  async send({ text }: { readonly text: string }): Promise<void> {
    if (this.signal.aborted) throw cancelled()
    this.sent += 1
    const nth = this.sent
    const message = this.message(text, nth)
    const fate = fateOf(this.board.given.delivery, this.seed, nth)
    const before = this.held
    this.held = undefined
    if (before === undefined && fate.waits !== undefined) return this.hold(message, fate.waits)
    if (fate.lateMs > 0) await this.opening.clock.sleep(fate.lateMs, this.signal)
    before?.release()
    await this.deliver(before?.how === 'to-come-with' ? [before.message, message] : [message])
    if (before?.how === 'to-come-after') await this.deliver([before.message])
    if (fate.againAfterMs !== undefined) this.later(fate.againAfterMs, () => this.deliver([message]))
  }

  /** Waits for the next message, and for no longer than is usual. */
  private hold(message: Incoming, how: 'to-come-after' | 'to-come-with'): void {
    const waiting = new AbortController()
    this.held = { message, how, release: () => waiting.abort() }
    this.later(this.board.given.delivery.holdMs, async () => {
      if (waiting.signal.aborted) return
      this.held = undefined
      await this.deliver([message])
    })
  }

  private later(ms: number, deed: () => Promise<void>): void {
    const done = this.opening.clock
      .sleep(ms, this.signal)
      .then(deed)
      .catch((thrown) => {
        if (thrown instanceof AgentFailure && !this.signal.aborted) this.opening.onFailure?.(thrown)
      })
      .finally(() => this.underway.delete(done))
    this.underway.add(done)
  }

  private message(text: string, nth: number): Incoming {
    const { conversationId } = this.opening
    return { id: hash128(`${conversationId} ${nth}`), text, from: this.address, atMs: Date.now() }
  }

  /** Delivers, and tries again as often as the provider does while it is not acknowledged. */
  private async deliver(messages: readonly Incoming[]): Promise<void> {
    const { provider, board } = this
    const about = messages.map(({ id }) => id).join(' ')
    const delivery = provider.deliver(messages, board.given, momentOf(about))
    for (const { ms, headers } of [{ ms: 0, headers: {} }, ...provider.retries]) {
      if (ms > 0) await this.opening.clock.sleep(ms, this.signal)
      try {
        await this.post({ ...delivery, headers: { ...delivery.headers, ...headers } }, about)
        return
      } catch (thrown) {
        if (!(thrown instanceof AgentFailure) || !mayTryAgain(thrown) || ms === provider.retries.at(-1)?.ms)
          throw thrown
      }
    }
  }

  private async post({ url, headers, body }: Delivery, about: string): Promise<void> {
    let [answer, type] = ['', '']
    await this.pool.exchange({
      url,
      method: 'POST',
      headers: { ...headers },
      body,
      timeoutMs: this.provider.patienceMs,
      maxBytes: 1_000_000,
      signal: this.signal,
      onHead: (received) => {
        type = received['content-type'] ?? ''
      },
      onText: (piece) => {
        answer += piece
      },
    })
    for (const sent of this.provider.answered?.(answer, type, this.address, momentOf(about)) ?? []) this.hear(sent, [])
  }

  /** The agent has sent something to this conversation's customer. */
  hear({ text }: Outgoing, afterwards: readonly Delivery[]): void {
    if (this.signal.aborted) return
    this.opening.onEvent({ type: 'message', text })
    for (const status of afterwards) this.later(0, () => this.post(status, 'status'))
  }

  async close(): Promise<void> {
    this.ended.abort()
    this.board.open.delete(this.address)
    await Promise.allSettled(this.underway)
  }
}

/** A request that did not arrive, or was not acknowledged: the provider cannot know whether it was acted upon. */
function mayTryAgain({ code }: AgentFailure): boolean {
  return code === 'timeout' || code === 'status' || code === 'disconnected' || code === 'refused'
}
