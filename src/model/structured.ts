/**
 * Reads a structured answer out of what a model said.
 *
 * The whole text is tried first. Models also wrap JSON in fences or talk around it, so one repair follows: every
 * outermost `{...}` in the text is tried, and taken when exactly one of them fits the schema. Two that differ are
 * refused, because an answer that repeats JSON planted in the material it read must not be able to choose.
 */
import type { z } from 'zod'
import type { Answer, Question, Reply } from './model.ts'

type Structured<Value> = { readonly value: Value } | { readonly malformed: string }

/** A reply as an answer to a question: with its value read, or with why it could not be. */
export function answerFrom<Value>(question: Question<Value>, reply: Reply): Answer<Value> {
  if (question.schema === undefined) return reply
  if (reply.finish === 'refused') return { ...reply, malformed: 'the model refused to answer' }
  return { ...reply, ...structured(reply.text, question.schema) }
}

/** The one value in `text` that fits `schema`. */
export function structured<Value>(text: string, schema: z.ZodType<Value>): Structured<Value> {
  if (text.trim() === '') return { malformed: 'the answer is empty' }
  const whole = parsed(text)
  if (whole !== undefined) {
    const fit = schema.safeParse(whole.json)
    return fit.success ? { value: fit.data } : { malformed: `the answer has another shape: ${shapeTrouble(fit.error)}` }
  }
  return repaired(text, schema)
}

function repaired<Value>(text: string, schema: z.ZodType<Value>): Structured<Value> {
  const fits = new Map<string, Value>()
  for (const part of outermostObjects(text)) {
    const json = parsed(part)
    const fit = json === undefined ? undefined : schema.safeParse(json.json)
    if (fit?.success) fits.set(JSON.stringify(fit.data), fit.data)
  }
  const [only] = fits.values()
  if (only === undefined) return { malformed: 'no JSON of the shape asked for in the answer' }
  if (fits.size > 1) return { malformed: `${fits.size} different structured answers in one text` }
  return { value: only }
}

function parsed(text: string): { readonly json: unknown } | undefined {
  try {
    return { json: JSON.parse(text) }
  } catch {
    return undefined
  }
}

/** How many opening braces that lead nowhere are tried before the rest of a text is given up: keeps it linear. */
const MAX_FALSE_STARTS = 8

/** Every `{...}` of balanced braces that lies in no other, braces inside JSON strings not counted. */
function outermostObjects(text: string): string[] {
  const found: string[] = []
  let falseStarts = 0
  let from = text.indexOf('{')
  while (from !== -1 && falseStarts < MAX_FALSE_STARTS) {
    const end = closingBrace(text, from)
    if (end === -1) falseStarts += 1
    else found.push(text.slice(from, end + 1))
    from = text.indexOf('{', (end === -1 ? from : end) + 1)
  }
  return found
}

/** A JSON string, or a brace. */
const STRING_OR_BRACE = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}]/gs

function closingBrace(text: string, from: number): number {
  const pieces = new RegExp(STRING_OR_BRACE)
  pieces.lastIndex = from
  let depth = 0
  for (let piece = pieces.exec(text); piece !== null; piece = pieces.exec(text)) {
    if (piece[0] === '{') depth += 1
    if (piece[0] === '}') depth -= 1
    if (depth === 0) return piece.index
  }
  return -1
}

function shapeTrouble(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => (issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message))
    .join('; ')
}
