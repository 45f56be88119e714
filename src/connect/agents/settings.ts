/**
 * Pieces that the settings of several adapters share: selectors, limits, and where in an answer things stand.
 */
import { z } from 'zod'
import { isSelector } from '../select.ts'

export const selectorText = z
  .string()
  .refine(isSelector, 'Not a selector. Write names and indices from the root: $.reply, $.messages[*].text.')

export const jsonTemplate = z.json()

export const timeoutMs = z
  .int()
  .positive()
  .default(30_000)
  .describe('Longest wait for a complete answer, in milliseconds. Default 30000.')

export const maxBytes = z
  .int()
  .positive()
  .default(5_000_000)
  .describe('Longest answer that is read, in bytes; a longer one is garbage. Default 5000000.')

export const headers = z
  .record(z.string(), z.string())
  .default({})
  .describe('Headers to send; values may hold placeholders such as {{conversationId}}.')

const toolCalls = z.strictObject({
  at: selectorText.describe('Where the tool calls stand: $.toolCalls[*].'),
  tool: selectorText.default('tool').describe('Within a call: the name of the tool. Default tool.'),
  args: selectorText
    .default('args')
    .describe('Within a call: its arguments, as JSON or as JSON in a text. Default args.'),
  id: selectorText.default('id').describe('Within a call: its id, when the agent gives one. Default id.'),
  result: selectorText.default('result').describe('Within a call: what the tool answered. Default result.'),
  error: selectorText.default('error').describe('Within a call: why the tool failed. Default error.'),
  outcome: selectorText
    .default('outcome')
    .describe('Within a call: ok or error, true or false, or an HTTP status. Default outcome.'),
})

/** Where in an answer the agent's words and deeds stand. */
export const reading = {
  toolCalls: toolCalls.optional().describe('Where the agent reports its tool calls, when it does.'),
  handoff: selectorText
    .optional()
    .describe('Where the agent says that it hands over: true, a name, or an object with to and because.'),
}

export type ToolCallSettings = z.output<typeof toolCalls>

export interface ReadingSettings {
  readonly reply?: string | undefined
  /** Where pieces of one message stand, in a streamed answer. */
  readonly delta?: string | undefined
  /** In a streamed answer: something that ends the message being pieced together. */
  readonly messageEnd?: string | undefined
  readonly toolCalls?: ToolCallSettings | undefined
  readonly handoff?: string | undefined
}
