/** What copies of deliveries of WhatsApp, Messenger and Instagram have in common: their signature, their challenge. */
import { z } from 'zod'
import { isSignature, metaSignature } from '../../../connect/index.ts'
import { sourceSettings, type WebhookProvider } from './webhook.ts'

const metaSettings = z.strictObject({
  appSecret: z.string().min(1).optional().describe("The secret of the app at Meta: '{{env.APP_SECRET}}'."),
  verifyToken: z
    .string()
    .min(1)
    .optional()
    .describe('What Meta asks for when the address is entered there, where it is entered at all.'),
  ...sourceSettings,
})

export type MetaSettings = z.output<typeof metaSettings>

type Common = Pick<
  WebhookProvider<MetaSettings>,
  'settings' | 'lacks' | 'isSigned' | 'challenge' | 'acknowledgement' | 'kept'
>

export const meta: Common = {
  settings: metaSettings,
  lacks: ({ appSecret }) => (appSecret === undefined ? 'appSecret' : undefined),
  isSigned: ({ headers, body }, { appSecret = '' }) =>
    isSignature(headers['x-hub-signature-256'], metaSignature(appSecret, body)),
  challenge({ method, query }, { verifyToken }) {
    if (method !== 'GET') return undefined
    const isMeant = query.get('hub.mode') === 'subscribe' && verifyToken !== undefined
    if (!isMeant || !isSignature(query.get('hub.verify_token') ?? '', verifyToken))
      return { status: 403, type: 'text/plain', text: 'another token' }
    return { status: 200, type: 'text/plain', text: query.get('hub.challenge') ?? '' }
  },
  acknowledgement: { status: 200, type: 'text/plain', text: 'EVENT_RECEIVED' },
  kept: () => ({}),
}
