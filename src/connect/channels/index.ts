/** Every provider that an agent can be reached by, one line each. */
import type { AnyAgentKind } from '../agents/agent-kind.ts'
import { emailAgent } from './email.ts'
import { providers } from './providers.ts'

export const providerAgents: readonly AnyAgentKind[] = [emailAgent, ...providers]
export { mergedHosts, standIn } from './stand-in.ts'
