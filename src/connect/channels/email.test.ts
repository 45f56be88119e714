import { agentConformance } from '../agents/agent.conformance.ts'
import { emailAgent } from './email.ts'
import { startDesk } from './email-desk.sample.ts'

const given = (settings: object) => emailAgent.settings.parse(settings)

agentConformance(
  'an agent that answers mails',
  async () => {
    const surroundings = { folder: '.', env: {}, allow: [] }
    const readied = await emailAgent.ready?.(given({ to: '' }), surroundings)
    if (readied === undefined) throw new Error('nothing stands')
    const desk = await startDesk(() => Number(readied.env.SMTP_PORT))
    return {
      agent: (timeoutMs) =>
        emailAgent.create(given({ to: desk.to, delivery: { patienceMs: timeoutMs } }), {
          id: 'desk',
          folder: '.',
          env: {},
          readied,
        }),
      received: () => desk.received,
      async stop() {
        await desk.stop()
        await readied.close()
      },
    }
  },
  { tools: false, rateLimits: false },
)
