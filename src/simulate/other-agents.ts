/** Other versions of the agent as a project names them: each reached in a way of its own. */
import { z } from 'zod'
import { agentFields, reachedInOneWay, startSettings } from '../connect/index.ts'

export const otherAgents = z.record(
  z.string().regex(/^[\w-]+$/),
  z
    .strictObject({
      ...agentFields,
      id: z.string().min(1).optional().describe("Its name in records. Default that of the project's agent."),
      start: startSettings
        .optional()
        .describe("What is started for it. Default what is started for the project's agent."),
    })
    .refine(reachedInOneWay.holds, { error: reachedInOneWay.error }),
)
