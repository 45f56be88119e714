/** One agent that customers reach on several channels, each in a way of its own: SMS by Twilio, chat over HTTP. */
import { z } from 'zod'
import { Problem } from '../../problem.ts'
import { mergedHosts } from '../channels/index.ts'
import type { Agent } from './agent.ts'
import type { AgentKind, AnyAgentKind, Readied, ReadySurroundings } from './agent-kind.ts'

type Ways = Readonly<Record<string, Readonly<Record<string, unknown>>>>

/** A channel, and how the agent is reached there. */
interface Way {
  readonly channel: string
  readonly kind: AnyAgentKind
  readonly given: unknown
}

/** @param kinds every way to reach an agent on one channel */
export function channelsAgent(kinds: readonly AnyAgentKind[]): AgentKind<Ways> {
  const waysOf = (given: Ways): readonly Way[] =>
    Object.entries(given).flatMap(([channel, way]) =>
      kinds.flatMap((kind) => (way[kind.kind] === undefined ? [] : [{ channel, kind, given: way[kind.kind] }])),
    )
  return {
    kind: 'channels',
    summary: 'An agent that is reached on several channels, on each in a way of its own.',
    example: `channels:
  sms: { twilio: { webhook: 'http://127.0.0.1:3000/sms' } }
  chat: { http: { url: 'http://127.0.0.1:3000/chat', reply: $.reply } }`,
    settings: settingsOf(kinds),
    ready: (given, surroundings) => readyAll(waysOf(given), surroundings),
    create(given, surroundings) {
      const { readied, ...rest } = surroundings
      const states = (readied?.state ?? {}) as Readonly<Record<string, Readied | undefined>>
      const agents = waysOf(given).map(({ channel, kind, given: settings }) => {
        const state = states[channel]
        return [channel, kind.create(settings as never, { ...rest, ...(state && { readied: state }) })] as const
      })
      return together(surroundings.id, new Map(agents))
    },
  }
}

function settingsOf(kinds: readonly AnyAgentKind[]): z.ZodType<Ways> {
  const names = kinds.map(({ kind }) => kind)
  const fields = Object.fromEntries(
    kinds.map(({ kind, settings, summary }) => [kind, settings.optional().describe(summary)]),
  )
  const way = z.strictObject(fields).refine((given) => names.filter((name) => given[name] !== undefined).length === 1, {
    error: `Say in exactly one way how the agent is reached on this channel: ${names.join(', ')}.`,
  })
  return z.record(z.string().min(1), way).refine((given) => Object.keys(given).length > 0, {
    error: 'Name at least one channel: { sms: { twilio: … } }.',
  })
}

/** Everything that has to stand for any channel. Where two give the agent the same variable, the first is kept. */
async function readyAll(ways: readonly Way[], surroundings: ReadySurroundings): Promise<Readied> {
  const all: (readonly [string, Readied])[] = []
  const close = async () => {
    for (const [, readied] of all) await readied.close()
  }
  try {
    for (const { channel, kind, given } of ways) {
      const readied = await kind.ready?.(given as never, surroundings)
      if (readied !== undefined) all.push([channel, readied])
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
  const hosts = mergedHosts(all.map(([, readied]) => readied.hosts))
  return {
    state: Object.fromEntries(all),
    env: Object.assign({}, ...all.map(([, { env }]) => env).reverse()),
    ...(hosts !== undefined && { hosts }),
    close,
  }
}

function together(id: string, agents: ReadonlyMap<string, Agent>): Agent {
  const all = [...agents.values()]
  return {
    id,
    time: all.every(({ time }) => time === 'any') ? 'any' : 'wall',
    explain: (only) =>
      agents.get(only ?? '')?.explain() ??
      [...agents].map(([channel, agent]) => `${channel}: ${agent.explain()}`).join('; '),
    addressOf: (conversation, channel) => agents.get(channel)?.addressOf?.(conversation, channel),
    async open(opening) {
      const agent = agents.get(opening.channel)
      if (agent === undefined) throw notCarried(opening.channel, [...agents.keys()])
      return agent.open(opening)
    },
    told: () => all.flatMap((agent) => agent.told?.() ?? []),
    async close() {
      for (const agent of all) await agent.close()
    },
  }
}

function notCarried(channel: string, known: readonly string[]): Problem {
  return new Problem({
    code: 'connect/channel-not-carried',
    message: `Nothing says how the agent is reached on the channel "${channel}".`,
    hint: `Add it under "agent: channels:", or play on one that is there: ${known.join(', ')}.`,
  })
}
