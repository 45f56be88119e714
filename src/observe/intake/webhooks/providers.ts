/** Every provider whose webhook deliveries are understood, one line each. */
import { highLevel } from './highlevel.ts'
import { instagram, messenger } from './pages.ts'
import { slack } from './slack.ts'
import { twilio } from './twilio.ts'
import type { WebhookProvider } from './webhook.ts'
import { whatsappCloud } from './whatsapp-cloud.ts'

export const webhookProviders = {
  twilio,
  'whatsapp-cloud': whatsappCloud,
  messenger,
  instagram,
  slack,
  highlevel: highLevel,
}

export type ProviderKind = keyof typeof webhookProviders

/** @returns a provider whose settings are whatever its own schema made of them */
export function webhookProvider(kind: string): WebhookProvider | undefined {
  return Object.hasOwn(webhookProviders, kind)
    ? (webhookProviders[kind as ProviderKind] as unknown as WebhookProvider)
    : undefined
}
