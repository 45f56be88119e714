/** Instagram: direct messages to a professional account, in bytes rather than characters. */
import { messagingProvider } from './messaging.ts'

export const instagram = messagingProvider({
  kind: 'instagram',
  summary: 'An agent that answers direct messages on Instagram.',
  example: `instagram: { webhook: 'http://127.0.0.1:3000/webhook' }`,
  object: 'instagram',
  hosts: ['graph.instagram.com', 'graph.facebook.com'],
  sizes: { text: 1000, unit: 'bytes' },
  // They come with the messages, asked for or not.
  echoes: true,
  env: ({ accessToken, accountId, appSecret, verifyToken }) => ({
    INSTAGRAM_ACCESS_TOKEN: accessToken,
    INSTAGRAM_ACCOUNT_ID: accountId,
    INSTAGRAM_APP_SECRET: appSecret,
    INSTAGRAM_VERIFY_TOKEN: verifyToken,
    APP_SECRET: appSecret,
    VERIFY_TOKEN: verifyToken,
  }),
})
