/** Every messaging provider, one line each. */
import type { AnyAgentKind } from '../agents/agent-kind.ts'
import { highLevel } from './highlevel.ts'
import { instagram } from './instagram.ts'
import { messenger } from './messenger.ts'
import { providerAgent } from './provider-agent.ts'
import { slack } from './slack.ts'
import { twilio } from './twilio.ts'
import { whatsappCloud } from './whatsapp-cloud.ts'

export const providers: readonly AnyAgentKind[] = [
  providerAgent(twilio),
  providerAgent(whatsappCloud),
  providerAgent(messenger),
  providerAgent(instagram),
  providerAgent(slack),
  providerAgent(highLevel),
]
