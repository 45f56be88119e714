/** What people say of verdicts, which to label next, and what comes of it: judges held to account. */
import { z } from 'zod'
import { calibrate, judgedInProduction, peopleIn, strataOf, toLabel } from '../../learn/index.ts'
import { byOf } from '../by.ts'
import type { Context, Route } from '../context.ts'
import { guarded, ms, nothing, refusals } from '../forms.ts'
import { jsonBody } from '../json-body.ts'
import { badRequest, notFound } from '../refused.ts'

const dayMs = 86_400_000
const decided = z.enum(['held', 'violated'])
const window = z.object({
  days: z.coerce.number().int().min(1).max(366).default(28).describe('Conversations that ended so lately.'),
  condition: z.string().optional().describe('Only this promise.'),
})
const label = z.object({
  conversation: z.string(),
  condition: z.string(),
  said: z.enum(['held', 'violated', 'unjudged', 'not-applicable']).describe('What the verdict said then.'),
  truth: decided.describe('What the person says.'),
  level: z.string().optional().describe('The level of the rubric that the person would have chosen.'),
  because: z.string().optional(),
  who: z.string(),
  atMs: ms,
})
const request = z.object({
  conversation: z.string(),
  condition: z.string(),
  said: decided,
  because: z.string().describe('Why this one.'),
})

export const labels: Route = (server, context) => {
  const { observatory, access, now } = context
  server.put(
    '/v1/conversations/:id/labels/:condition',
    {
      ...jsonBody,
      config: { needs: 'review' },
      schema: {
        summary: 'Say whether a promise was held or violated in a conversation, whatever the verdict says',
        params: z.object({ id: z.string(), condition: z.string() }),
        body: z.strictObject({
          truth: decided,
          level: z.string().optional().describe('Of a rubric: the name of the level that you would have chosen.'),
          because: z.string().min(1).max(1000).optional().describe('Needed where the verdict says otherwise.'),
        }),
        response: { 200: nothing, ...refusals(400, 404, 413, 415, ...guarded) },
      },
    },
    async (asked) => {
      const { project, params, body } = asked
      const { id, condition } = params
      const grading = await observatory.observed.grading(project, id)
      const finding = grading?.verdict.findings.find((each) => each.condition === condition)
      if (finding === undefined) throw notFound('finding')
      const { truth, level, because } = body
      if (truth !== finding.outcome && because === undefined)
        throw badRequest(`The verdict says ${finding.outcome}; say why it was ${truth}.`)
      const levels = observatory.pact.rubrics.find((each) => each.id === condition)?.levels ?? []
      if (level !== undefined && levels.find(({ name }) => name === level)?.holds !== (truth === 'held'))
        throw badRequest(`${condition} has no level "${level}" at which it is ${truth}.`)
      const by = byOf(asked)
      await context.labels.put({
        ...{ project, source: 'production', conversation: id, condition, said: finding.outcome, truth, who: by.who },
        ...(level !== undefined && { level }),
        ...(because !== undefined && { because }),
        atMs: now(),
      })
      await access.did({ ...by, project, what: `labelled ${truth}`, about: `${id} ${condition}`, atMs: now() })
      return {}
    },
  )

  server.get(
    '/v1/labels',
    {
      config: { needs: 'read' },
      schema: {
        summary: 'What people said of verdicts, oldest first',
        querystring: z.object({
          conversation: z.string().optional(),
          condition: z.string().optional(),
          limit: z.coerce.number().int().min(1).max(1000).default(1000),
          after: z.coerce.number().int().min(0).default(0).describe('So many were had already.'),
        }),
        response: { 200: z.object({ labels: z.array(label) }), ...refusals(400, ...guarded) },
      },
    },
    async ({ project, query: { conversation, condition, limit, after } }) => {
      const found: z.infer<typeof label>[] = []
      let at = 0
      const filter = {
        source: 'production',
        ...(conversation !== undefined && { conversation }),
        ...(condition !== undefined && { condition }),
      }
      for await (const { project: _, source, ...each } of context.labels.all(project, filter)) {
        at += 1
        if (at > after) found.push(each)
        if (found.length === limit) break
      }
      return { labels: found }
    },
  )

  server.get(
    '/v1/label-requests',
    {
      config: { needs: 'review' },
      schema: {
        summary: 'The verdicts that are worth labelling next, and why each',
        querystring: window.extend({ limit: z.coerce.number().int().min(1).max(200).default(30) }),
        response: { 200: z.object({ requests: z.array(request) }), ...refusals(400, ...guarded) },
      },
    },
    async ({ project, query: { limit, ...wanted } }) => {
      const { judged, options } = await labelled(context, project, wanted)
      const strata = await strataOf(judged, options)
      const requests = toLabel(strata, limit).map(({ conversation, condition, said, because }) => {
        return { conversation, condition, said, because }
      })
      return { requests }
    },
  )

  server.get(
    '/v1/calibration',
    {
      config: { needs: 'read' },
      schema: {
        summary: "Judges' rates corrected by labels, promise by promise, and which verdicts may stand without a person",
        querystring: window,
        response: {
          200: z.object({
            promises: z.array(z.looseObject({}).describe('As "fieldproof calibrate --json" prints it.')),
          }),
          ...refusals(400, ...guarded),
        },
      },
    },
    async ({ project, query }) => {
      const { judged, options } = await labelled(context, project, query)
      const { promises } = await calibrate(judged, { ...options, seed: 1 })
      return { promises: promises.map((each) => ({ ...each })) }
    },
  )
}

/** What was judged within the window, and what people say of it. */
async function labelled(
  { observatory: { observed, pact }, labels: store, now }: Context,
  project: string,
  { days, condition }: z.infer<typeof window>,
) {
  const people = await peopleIn(store.all(project, { source: 'production' }))
  const gradings = observed.gradings(project, { sinceMs: now() - days * dayMs })
  return {
    judged: judgedInProduction(gradings),
    options: { pact, people, ...(condition !== undefined && { condition }) },
  }
}
