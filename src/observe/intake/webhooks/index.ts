/** Webhooks of chat providers whose deliveries are copied to us. */
export { webhookReaders } from './copies.ts'
export { type Receipt, type WebhookSettings, type WebhookSources, webhookSettings, webhookSources } from './sources.ts'
export type { WebhookAnswer, WebhookRequest } from './webhook.ts'
