/**
 * An agent behind a provider's webhook: messages are delivered as the provider delivers them, and what the agent sends
 * by the provider's API comes back into the conversation whose customer it is meant for.
 */
import { z } from 'zod'
import { Problem } from '../../problem.ts'
import { type Agent, AgentFailure, type Opening } from '../agents/agent.ts'
import type { AgentKind, Readied, Surroundings } from '../agents/agent-kind.ts'
import { type HttpPool, httpPool } from '../agents/http-exchange.ts'
import { fillText } from '../template.ts'
import { deliverySettings, explainDelivery } from './delivery.ts'
import type { Provider, ProviderSettings } from './provider.ts'
import { answerTo, ProviderSession } from './provider-session.ts'
import { explainSending, sendingSettings } from './sending.ts'
import { type Given, Switchboard } from './switchboard.ts'

/** A way to reach an agent, made of a provider. */
export function providerAgent<Settings extends ProviderSettings>(provider: Provider<Settings>): AgentKind<Given> {
  const any = provider as unknown as Provider
  return {
    kind: provider.kind,
    summary: provider.summary,
    example: provider.example,
    settings: settingsOf(any),
    async ready(given): Promise<Readied> {
      const board = new Switchboard(any, given)
      return {
        state: board,
        env: environment(provider.env(given as unknown as Settings), given.env),
        hosts: Object.fromEntries(provider.hosts.map((host) => [host, [board]])),
        close: async () => {},
      }
    },
    create(given, { id, readied }: Surroundings): Agent {
      const board = (readied?.state as Switchboard | undefined) ?? new Switchboard(any, given)
      board.given = given
      return agentBehind(id, any, board)
    },
  }
}

function settingsOf({ settings, handshake }: Provider): z.ZodType<Given> {
  return (settings as unknown as z.ZodObject).extend({
    delivery: deliverySettings.describe('How messages are delivered: twice, late, in another order, in batches.'),
    sending: sendingSettings.describe(
      "What becomes of the agent's own messages: turned away as too many, or never brought.",
    ),
    customer: z
      .string()
      .optional()
      .describe(
        "The customer's address, such as '{{customer.phone}}', where the agent has to know it. Default one for each conversation that nobody has.",
      ),
    env: z
      .record(z.string(), z.string())
      .optional()
      .describe(
        `Further environment for the agent, which may name what it is given anyway: { META_TOKEN: '{{WHATSAPP_TOKEN}}' }.`,
      ),
    ...(handshake !== undefined && {
      handshake: z
        .boolean()
        .default(true)
        .describe('Whether the webhook is verified before the first message, as the provider does. Default true.'),
    }),
  }) as unknown as z.ZodType<Given>
}

/** @throws Problem `connect/unknown-placeholder` */
function environment(usual: Readonly<Record<string, string>>, own: Given['env']): Readonly<Record<string, string>> {
  const named = Object.entries(own ?? {}).map(([name, form]) => [name, fillText(form, usual)])
  return { ...usual, ...Object.fromEntries(named) }
}

function agentBehind(id: string, provider: Provider, board: Switchboard): Agent {
  const pool = httpPool()
  const ended = new AbortController()
  let shaken: Promise<void> | undefined
  return {
    id,
    time: 'wall',
    explain() {
      const ways = [explainDelivery(board.given.delivery), explainSending(board.given.sending)]
      return [`${provider.kind} webhook ${board.given.webhook}`, ...ways.filter((way) => way !== '')].join(', ')
    },
    addressOf: (conversation) => (board.given.customer === undefined ? provider.addressOf(conversation) : undefined),
    async open(opening) {
      shaken ??= shakeHands(provider, board, pool, ended.signal)
      await shaken.catch((thrown) => {
        shaken = undefined
        throw thrown
      })
      return new ProviderSession(provider, board, pool, opening, addressFor(provider, board, opening))
    },
    told: () => board.told(),
    async close() {
      ended.abort()
      pool.close()
    },
  }
}

async function shakeHands(provider: Provider, board: Switchboard, pool: HttpPool, signal: AbortSignal): Promise<void> {
  const { given } = board
  const handshake = given.handshake === false ? undefined : provider.handshake?.(given, board.moment('handshake'))
  if (handshake === undefined) return
  const said = await answerTo(handshake.delivery, pool, { timeoutMs: provider.patienceMs, signal }).then(
    ({ text }) => (handshake.isPassed(text) ? undefined : `answered ${JSON.stringify(text.slice(0, 100))}`),
    (thrown: unknown) => {
      if (thrown instanceof AgentFailure && thrown.code === 'status') return thrown.message
      throw thrown
    },
  )
  if (said !== undefined) throw notVerified(provider.kind, given.webhook, said)
}

function notVerified(kind: string, webhook: string, said: string): Problem {
  return new Problem({
    code: 'connect/webhook-not-verified',
    message: `${kind} asked ${webhook} to prove that it is the agent's, and it did not: ${said}`,
    hint: 'Have the agent answer the challenge with the key it is given, or set "handshake: false" where something before it does.',
  })
}

function addressFor(provider: Provider, { given, open }: Switchboard, opening: Opening): string {
  const own = given.customer === undefined ? undefined : fillText(given.customer, opening.values).trim()
  const address = own === undefined ? provider.addressOf(opening.conversationId) : (provider.plain?.(own) ?? own)
  if (!open.has(address)) return address
  throw new Problem({
    code: 'connect/address-taken',
    message: `Two conversations at once would be with the customer ${address}, and the agent could not tell them apart.`,
    hint: 'Give each its own address in "customer:", or play one at a time with "runs: { concurrency: 1 }".',
  })
}
