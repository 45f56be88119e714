/** What the pact promises of reply times: the shortest `withinMs` of its `reply` conditions, for the knee to be held against. */
import { z } from 'zod'
import { readDocument } from '../../document.ts'

const wanted = z.looseObject({
  conditions: z
    .array(z.looseObject({ reply: z.looseObject({ withinMs: z.number().positive().optional() }).optional() }))
    .default([]),
})

/** @param text of a pact that has been read without a problem; @returns undefined when it promises none */
export function promisedReplyMs(text: string): number | undefined {
  const { conditions } = readDocument(text, { file: 'pact', schema: wanted, code: 'pact/invalid' })
  const within = conditions.flatMap(({ reply }) => reply?.withinMs ?? [])
  return within.length === 0 ? undefined : Math.min(...within)
}
