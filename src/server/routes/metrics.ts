/** Numbers for Prometheus: the server's own, and what became of what the key's project sent. */
import { z } from 'zod'
import type { Route } from '../context.ts'
import { guarded, refusals } from '../forms.ts'
import { labelled, metric } from '../tallies.ts'

export const metrics: Route = (server, { observatory, tallies }) => {
  server.get(
    '/metrics',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'Numbers for Prometheus',
        produces: ['text/plain'],
        response: { 200: z.string().describe('Prometheus text format.'), ...refusals(...guarded) },
      },
    },
    async ({ project }, reply) => {
      const counts = Object.entries(await observatory.observed.counts(project))
      const lines = [
        ...metric(
          'fieldproof_records_total',
          'counter',
          'What became of what was sent.',
          counts.map(([became, n]) => [labelled({ became }), n]),
        ),
        ...metric('fieldproof_memory_bytes', 'gauge', 'Memory of the process.', [['', process.memoryUsage.rss()]]),
        tallies.text(),
      ]
      return reply.type('text/plain; version=0.0.4; charset=utf-8').send(`${lines.join('\n')}\n`)
    },
  )
}
