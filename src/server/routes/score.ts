/** The score of production over sliding windows, and how drift stands. */
import { z } from 'zod'
import { driftOverview, driftTermsOf, productionScores } from '../../observe/index.ts'
import type { Route } from '../context.ts'
import { guarded, ms, refusals } from '../forms.ts'

const fraction = z.number().describe('A fraction from 0 to 1.')
const part = z.looseObject({}).describe('As "fieldproof score --json" prints it.')

const wanted = z.object({
  days: z.coerce.number().int().min(1).max(366).default(7).describe('Length of a window.'),
  windows: z.coerce.number().int().min(1).max(120).default(1).describe('Each half a window later.'),
  channel: z.string().optional(),
  version: z.string().optional().describe("The agent's."),
})

export const score: Route = (server, { observatory, now }) => {
  server.get(
    '/v1/score',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'The score and its dimensions over sliding windows, oldest first, with intervals',
        querystring: wanted,
        response: {
          200: z.object({
            windows: z.array(
              z.object({
                sinceMs: ms,
                untilMs: ms,
                score: part.optional(),
                dimensions: z.array(part),
                promises: z.array(part),
              }),
            ),
          }),
          ...refusals(400, ...guarded),
        },
      },
    },
    async ({ project, query: { days, windows, channel, version } }) => ({
      windows: (
        await productionScores(observatory.observed, {
          ...{ project, pact: observatory.pact, nowMs: now(), days, windows },
          ...(channel !== undefined && { channel }),
          ...(version !== undefined && { version }),
        })
      ).map(({ score: found, dimensions, promises, ...span }) => ({
        ...span,
        ...(found !== undefined && { score: { ...found } }),
        dimensions: dimensions.map((each) => ({ ...each })),
        promises: promises.map((each) => ({ ...each })),
      })),
    }),
  )

  server.get(
    '/v1/drift',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'The budget of false alarms, what is watched, and how far each is from an alarm',
        response: {
          200: z.object({
            perDay: z.number().describe('Conversations that detectors count.'),
            between: z.number().nullable().describe('Conversations between false alarms, at least, on average.'),
            quietDays: z.number(),
            promises: z.array(z.looseObject({ stream: z.string(), evidence: fraction })),
            measures: z.array(z.looseObject({ stream: z.string(), evidence: fraction })),
            inUse: z.array(part),
            asked: z.array(part).describe('What canary questions showed, by agent.'),
            jury: part.optional().describe('Conversations that the jury reads again and again.'),
          }),
          ...refusals(...guarded),
        },
      },
    },
    async ({ project }) => {
      const terms = driftTermsOf(observatory.pact, observatory.quietDays)
      const { between, promises, measures, inUse, asked, jury, ...rest } = await driftOverview(
        observatory.observed,
        project,
        terms,
        now(),
      )
      return {
        ...rest,
        between: Number.isFinite(between) ? between : null,
        promises: promises.map((each) => ({ ...each })),
        measures: measures.map((each) => ({ ...each })),
        inUse: inUse.map((each) => ({ ...each })),
        asked: asked.map((each) => ({ ...each })),
        ...(jury && { jury: { ...jury } }),
      }
    },
  )
}
