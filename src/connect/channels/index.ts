/** Every provider that an agent can be reached by, one line each. */
import type { AnyAgentKind } from '../agents/agent-kind.ts'
import { providerAgent } from './provider-agent.ts'
import { twilio } from './twilio.ts'

export const providerAgents: readonly AnyAgentKind[] = [providerAgent(twilio)]
export { mergedHosts, standIn } from './stand-in.ts'
