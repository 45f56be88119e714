/** From the settings under `agent:` in a project file to an agent, and the list of all kinds of agents. */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import { providerAgents, standIn } from '../channels/index.ts'
import { fillText } from '../template.ts'
import type { Agent } from './agent.ts'
import type { AnyAgentKind, Readied, ReadySurroundings, Surroundings } from './agent-kind.ts'
import { channelsAgent } from './channels.ts'
import { commandAgent } from './command.ts'
import { httpAgent } from './http.ts'
import { moduleAgent } from './module.ts'
import { openaiChatAgent } from './openai-chat.ts'
import { websocketAgent } from './websocket.ts'

/** Every way to reach an agent on one channel, one line each. */
const single: readonly AnyAgentKind[] = [
  httpAgent,
  openaiChatAgent,
  websocketAgent,
  commandAgent,
  moduleAgent,
  ...providerAgents,
]

/** Every way to reach an agent, in the order of the reference. */
export const agentKinds: readonly AnyAgentKind[] = [...single, channelsAgent(single)]

const names = agentKinds.map(({ kind }) => kind)

/** The fields of those settings, for documents that say more about the agent than how to reach it. */
export const agentFields = {
  id: z.string().min(1).default('agent').describe("The agent's name in records and reports. Default agent."),
  version: z.string().optional().describe('Its version, for comparisons between runs.'),
  ...Object.fromEntries(agentKinds.map((kind) => [kind.kind, kind.settings.optional().describe(kind.summary)])),
}

/** Whether settings name exactly one way to reach the agent; `error` says so when they do not. */
export const reachedInOneWay = {
  holds: (given: Readonly<Record<string, unknown>>) => names.filter((name) => given[name] !== undefined).length === 1,
  error: `Say in exactly one way how the agent is reached: ${names.join(', ')}.`,
}

/** The settings under `agent:`: a name, and exactly one way to reach it. */
export const agentSettings = z.strictObject(agentFields).refine(reachedInOneWay.holds, { error: reachedInOneWay.error })

/** What `agentSettings` gives: the name, and the settings of one kind under its key. */
export interface AgentSettings {
  readonly id: string
  readonly version?: string | undefined
  readonly [kind: string]: unknown
}

/** What has to stand before the agent that validated settings describe is started; undefined where nothing has to. */
export async function readyAgent(
  settings: AgentSettings,
  surroundings: ReadySurroundings,
): Promise<Readied | undefined> {
  const kind = agentKinds.find((each) => settings[each.kind] !== undefined)
  if (kind?.ready === undefined) return undefined
  const readied = await kind.ready(
    withEnvironment(settings[kind.kind] as Json, surroundings.env) as never,
    surroundings,
  )
  return standIn(readied, surroundings)
}

/** Fills what is known before anything is started, so that keys may stand in the environment: `{{env.…}}`. */
export function withEnvironment(form: Json, env: ReadySurroundings['env']): Json {
  if (typeof form === 'string') {
    return form.replace(/\{\{\s*env\.[^{}]*\}\}/g, (placeholder) => fillText(placeholder, { env: env as Json }))
  }
  if (Array.isArray(form)) return form.map((item: Json) => withEnvironment(item, env))
  if (form === null || typeof form !== 'object') return form
  return Object.fromEntries(Object.entries(form).map(([key, item]) => [key, withEnvironment(item, env)]))
}

/**
 * Makes the agent that validated settings describe. Nothing is started or opened before the first conversation.
 *
 * @param settings as `agentSettings` gives them, defaults filled in
 * @param surroundings the folder of the project file, and the environment for keys and child processes
 * @throws Problem when no way to reach the agent is given, or a kind's settings cannot work
 */
export function agentFrom(settings: AgentSettings, surroundings: Omit<Surroundings, 'id'>): Agent {
  for (const kind of agentKinds) {
    const given = settings[kind.kind]
    if (given === undefined) continue
    return alsoTelling(kind.create(given as never, { ...surroundings, id: settings.id }), surroundings.readied)
  }
  throw new Problem({
    code: 'connect/no-agent',
    message: 'The settings do not say how the agent is reached.',
    hint: `Under agent, give one of: ${names.join(', ')}.`,
  })
}

/** An agent that tells of what stands between it and its providers too. */
function alsoTelling(agent: Agent, readied: Readied | undefined): Agent {
  if (readied?.told === undefined) return agent
  const own = agent.told?.bind(agent)
  return Object.assign(agent, { told: () => [...(own?.() ?? []), ...(readied.told?.() ?? [])] })
}
