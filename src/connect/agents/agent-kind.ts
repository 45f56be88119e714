/** One way to reach an agent: its key in a project file, its settings, and how to make the agent of them. */
import type { z } from 'zod'
import type { Agent } from './agent.ts'

export interface AgentKind<Settings> {
  /** The key under `agent:` in the project file. */
  readonly kind: string
  /** One line for the reference: what it is for. */
  readonly summary: string
  /** What a person could paste under `agent:`, in YAML. */
  readonly example: string
  readonly settings: z.ZodType<Settings>
  /** @throws Problem when the settings cannot work; nothing is started or opened yet */
  create(settings: Settings, surroundings: Surroundings): Agent
}

export interface Surroundings {
  /** The agent's name in records and reports. */
  readonly id: string
  /** Folder that relative paths in the settings start from. */
  readonly folder: string
  /** Environment for keys and child processes. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** Any kind, in lists; its settings are known only to itself. */
export interface AnyAgentKind extends Omit<AgentKind<unknown>, 'create'> {
  create(settings: never, surroundings: Surroundings): Agent
}
