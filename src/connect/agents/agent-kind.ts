/** One way to reach an agent: its key in a project file, its settings, and how to make the agent of them. */
import type { z } from 'zod'
import type { ApiAnswer, ApiCall } from '../channels/provider.ts'
import type { Agent } from './agent.ts'

export interface AgentKind<Settings> {
  /** The key under `agent:` in the project file. */
  readonly kind: string
  /** One line for the reference: what it is for. */
  readonly summary: string
  /** What a person could paste under `agent:`, in YAML. */
  readonly example: string
  readonly settings: z.ZodType<Settings>
  /**
   * What has to stand before the agent is started, such as the API of a provider that it calls.
   *
   * @throws Problem when it cannot stand
   */
  ready?(settings: Settings, surroundings: ReadySurroundings): Promise<Readied>
  /** @throws Problem when the settings cannot work; nothing is started or opened yet */
  create(settings: Settings, surroundings: Surroundings): Agent
}

/** What stands before the agent is started. */
export interface Readied {
  /** The adapter's own; `create` gets it back. */
  readonly state: unknown
  /** Environment for the agent. */
  readonly env: Readonly<Record<string, string>>
  /**
   * Hosts that the agent calls and that are answered on this machine instead: who answers for each. Where several do,
   * the first that knows the account.
   */
  readonly hosts?: Hosts
  /** Whole sentences about what went past it, for whoever reads the run's report; known after `close` too. */
  told?(): readonly string[]
  close(): Promise<void>
}

export type Hosts = Readonly<Record<string, readonly Answerer[]>>

/** Who answers for a host. */
export interface Answerer {
  answer(call: ApiCall): ApiAnswer
  /** Nobody knew the account, and this is the answer that was given. */
  refused(call: ApiCall, answer: ApiAnswer): void
}

export interface ReadySurroundings {
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Hosts beyond this machine that the agent may reach. */
  readonly allow: readonly string[]
}

export interface Surroundings {
  /** The agent's name in records and reports. */
  readonly id: string
  /** Folder that relative paths in the settings start from. */
  readonly folder: string
  /** Environment for keys and child processes. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** What `ready` gave, where the kind has it. */
  readonly readied?: Readied
}

/** Any kind, in lists; its settings are known only to itself. */
export interface AnyAgentKind extends Omit<AgentKind<unknown>, 'create' | 'ready'> {
  ready?(settings: never, surroundings: ReadySurroundings): Promise<Readied>
  create(settings: never, surroundings: Surroundings): Agent
}
