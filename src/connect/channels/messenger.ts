/** Messenger: customers who write to a Facebook page. */
import { messagingProvider } from './messaging.ts'

export const messenger = messagingProvider({
  kind: 'messenger',
  summary: 'An agent on Messenger, by the page that customers write to.',
  example: `messenger: { webhook: 'http://127.0.0.1:3000/webhook' }`,
  object: 'page',
  hosts: ['graph.facebook.com'],
  sizes: { text: 2000, unit: 'characters' },
  // Pages have to ask for them.
  echoes: false,
  env: ({ accessToken, accountId, appSecret, verifyToken }) => ({
    PAGE_ACCESS_TOKEN: accessToken,
    MESSENGER_PAGE_ACCESS_TOKEN: accessToken,
    PAGE_ID: accountId,
    MESSENGER_APP_SECRET: appSecret,
    MESSENGER_VERIFY_TOKEN: verifyToken,
    APP_SECRET: appSecret,
    VERIFY_TOKEN: verifyToken,
  }),
})
