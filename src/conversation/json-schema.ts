/** The published JSON Schema of a conversation, for people who write records from other languages. */
import { z } from 'zod'
import { conversationSchema } from './schema.ts'

/** JSON Schema (draft 2020-12) of one conversation, which is one line of a JSONL file. */
export function conversationJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(conversationSchema, { io: 'input' }),
    title: 'Fieldproof conversation',
    description: 'What was said and done between one customer and one agent, in order.',
  }
}
