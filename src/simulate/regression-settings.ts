/** What a regression scenario is held to, in a project file: one rule for `fieldproof regressions` and `fieldproof gate`. */
import { z } from 'zod'

export const regressionSettings = z.strictObject({
  target: z.number().gt(0).lt(1).default(0.9).describe('How often the promise that it guards has to be shown to hold.'),
  certainty: z
    .number()
    .min(0.5)
    .lt(1)
    .default(0.95)
    .describe('How sure that has to be. Both together say how many conversations it takes: 33 when left out.'),
})
