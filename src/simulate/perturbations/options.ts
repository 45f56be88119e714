/** For kinds that have a rate and nothing else. */
import { z } from 'zod'

export const noOptions = z.strictObject({})
