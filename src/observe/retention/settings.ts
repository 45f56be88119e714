/** The `retention:` part of a project file: how long what production sent is kept, by class, in days. */
import { z } from 'zod'
import type { RetentionTerms } from './terms.ts'

const dayMs = 86_400_000
const days = z.number().positive().max(36_500)

export const retentionForm = z
  .strictObject({
    log: days.default(30).describe('Days that requests are kept as they came, less what was removed of them.'),
    parts: days.default(30).describe('Days that conversations are kept part by part; then as they were graded.'),
    conversations: days.default(90).describe('Days that conversations without a violation are kept.'),
    violations: days.default(365).describe('Days that conversations with a violation are kept.'),
  })
  .refine(({ log, parts, conversations }) => log <= parts && parts <= conversations, {
    error:
      'log may not be longer than parts, nor parts than conversations: read again, what was removed would come back.',
  })
  .refine(({ conversations, violations }) => conversations <= violations, {
    error: 'conversations may not be longer than violations.',
  })

export function retentionOf(form: z.output<typeof retentionForm>): RetentionTerms {
  const { log, parts, conversations, violations } = form
  return {
    logMs: log * dayMs,
    partsMs: parts * dayMs,
    conversationsMs: conversations * dayMs,
    violationsMs: violations * dayMs,
  }
}
