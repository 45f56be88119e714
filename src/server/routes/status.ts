/** What came, what became of it, whether the counts agree, and what is under way. */
import { z } from 'zod'
import type { Route } from '../context.ts'
import { guarded, refusals } from '../forms.ts'

const n = z.number().int()

const equation = z.object({
  says: z.string().describe('The sums that must be equal, in words.'),
  left: n,
  right: n,
  agrees: z.boolean(),
  told: z.string().describe('`holds`, `short by 2` or `2 too many`.'),
})

const underWay = z.object({
  records: n.describe('Acknowledged and not yet understood.'),
  conversations: z.record(z.string(), n).describe('Conversations that go on, by how far they have come.'),
  rereading: n
    .optional()
    .describe('The segment of the log that is read again next, while it is; nothing is graded then.'),
})

export const status: Route = (server, { observatory, version }) => {
  server.get(
    '/v1/status',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'What came, what became of it, and whether the counts agree',
        response: {
          200: z.object({
            version: z.string(),
            project: z.string(),
            counts: z.record(z.string(), z.number()).describe('By what became of it.'),
            equations: z.array(equation).describe('Where one does not agree, something was lost or counted twice.'),
            underWay,
          }),
          ...refusals(...guarded),
        },
      },
    },
    async ({ project }) => {
      const { counts, equations, underWay: going } = await observatory.standing(project)
      const { records, conversations, rereading } = going
      return {
        version,
        project,
        counts: { ...counts },
        equations: [...equations],
        underWay: { records, conversations: { ...conversations }, ...(rereading !== undefined && { rereading }) },
      }
    },
  )
}
