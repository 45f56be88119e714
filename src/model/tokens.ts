/**
 * Tokens guessed from text, for models that do not count and for reserving a budget before asking.
 *
 * One token is taken as three bytes of UTF-8. English runs nearer four, so the guess is on the high side there;
 * for scripts of several bytes a letter it comes out near one token a letter, which tokenizers also approach.
 */
import type { Question } from './model.ts'
import { jsonSchemaOf } from './question-key.ts'

const BYTES_PER_TOKEN = 3
/** Roles and separators that a provider adds around each message. */
const TOKENS_PER_MESSAGE = 8

export function estimatedTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / BYTES_PER_TOKEN)
}

/** Everything sent with a question: instructions, messages and schema. */
export function estimatedTokensOf({ system, messages, schema }: Question): number {
  const said = [system, ...messages.map((message) => message.text)]
  const shape = schema === undefined ? 0 : estimatedTokens(JSON.stringify(jsonSchemaOf(schema)))
  return shape + said.reduce((sum, text) => sum + estimatedTokens(text) + TOKENS_PER_MESSAGE, 0)
}
