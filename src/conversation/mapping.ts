/**
 * A mapping: where things stand in records that another program made, so that they can be read as conversations.
 *
 * A value that begins with `$` is a path into the record; anything else stands for itself. Several paths in a
 * list are tried in order. A mapping moves and renames; it does not compute.
 */
import { z } from 'zod'
import { readDocument } from '../document.ts'
import { pathOf } from './path.ts'

const source = z
  .string()
  .min(1)
  .refine((text) => !text.startsWith('$') || pathOf(text) !== undefined, {
    message: 'is not a path',
    params: { hint: 'Write names and indices from the top: $.turns[*], $.customer.id, $[0].' },
  })
const sources = z.union([source, z.array(source).min(1)])
const words = z.union([z.string(), z.array(z.string())]).transform((given) => (Array.isArray(given) ? given : [given]))

const rolesForm = z.strictObject({
  customer: words.default(['user', 'customer', 'human', 'caller', 'visitor']),
  agent: words.default(['assistant', 'agent', 'bot', 'ai', 'model']),
  tool: words.default(['tool', 'function']),
  ignored: words.default(['system', 'developer']).describe('Turns that are no part of what was said.'),
})

const turnsForm = z.strictObject({
  at: sources.describe('The list of turns: $.messages[*]. Paths below start from one turn.'),
  role: sources.default('$.role').describe('Who speaks.'),
  roles: rolesForm.prefault({}).describe('Which words stand for whom; case does not matter.'),
  text: sources.default(['$.text', '$.content']).describe('What is said. Several texts are joined by a line break.'),
  time: sources.optional().describe('When: ISO 8601, or seconds or milliseconds since 1970. Left out: not known.'),
  timeUnit: z.enum(['seconds', 'milliseconds']).optional().describe('What numbers count, when it cannot be seen.'),
  leaveOut: words.default([]).describe('Marks of the recording that nobody said: "###STOP###".'),
})

const callsForm = z.strictObject({
  at: sources.describe(
    "The list of tool calls within an agent's turn: $.tool_calls[*]. Paths below start from one call.",
  ),
  id: sources.default('$.id'),
  tool: sources.default(['$.name', '$.tool', '$.function.name']),
  args: sources
    .default(['$.args', '$.arguments', '$.input', '$.function.arguments'])
    .describe('As JSON, or as JSON in a text.'),
  result: sources.optional().describe('What came back, where the call itself holds it.'),
  error: sources.optional().describe('Where the call says that it failed: true, or why.'),
})

const resultsForm = z.strictObject({
  call: sources.default(['$.tool_call_id', '$.callId', '$.id']).describe('The id of the call that is answered.'),
  tool: sources.default(['$.tool', '$.name']).describe('The tool, where there is no id.'),
  value: sources.default(['$.text', '$.content', '$.result']).describe('What came back; JSON in a text is read.'),
  error: sources.optional().describe('Where a turn of a tool says that it failed: true, or why.'),
  errorStarts: words.default([]).describe('Beginnings by which a result is known to be an error: "Error".'),
})

const expectedForm = z.strictObject({
  told: sources.optional().describe('Values the customer must have been told: $.expected_outputs[*].'),
  handoff: sources.optional().describe('Whether it must be handed over.'),
  calls: z
    .strictObject({
      at: sources.describe('The list of calls that must succeed: $.expected_actions[*].'),
      tool: sources.default(['$.tool', '$.name']),
      args: sources.default(['$.args', '$.arguments']),
    })
    .optional(),
})

const mappingForm = z.strictObject({
  id: sources
    .default(['$.id', '$.conversation_id', '$.conversationId'])
    .describe('Left out or missing: file and line.'),
  agent: sources.default('agent').describe("The agent's name."),
  agentVersion: sources.optional(),
  model: sources.optional(),
  channel: sources.default('chat'),
  customer: sources.optional().describe("The customer's id; conversations of one customer are counted as alike."),
  startedAt: sources.optional().describe('When it began. Left out: the time of the first turn.'),
  timeZone: sources.optional().describe('IANA zone in which clock times are meant: Europe/Lisbon.'),
  turns: turnsForm,
  toolCalls: callsForm.optional(),
  results: resultsForm.prefault({}).describe('How turns of the role tool are read.'),
  handoffTools: words.default([]).describe('Tools whose success hands over to a person: transfer_to_human*.'),
  expected: z
    .union([sources, expectedForm])
    .optional()
    .describe("What should have come of it: a path to it in Fieldproof's own shape, or where its parts stand."),
  circumstances: z
    .record(z.string(), sources)
    .default({})
    .describe('Anything else to keep, by name. scenario groups conversations in reports.'),
})

/** How another program's records become conversations; read by `parseMapping`. */
export type Mapping = z.output<typeof mappingForm>
/** A mapping as it is written. */
export type MappingForm = z.input<typeof mappingForm>
/** One path or constant, or several to try in order. */
export type Source = z.output<typeof sources>

/**
 * Reads a mapping from YAML or JSON.
 *
 * @param file the name shown in problems
 * @throws Problems `conversation/invalid-mapping`, every one at once
 */
export function parseMapping(text: string | Uint8Array, file: string): Mapping {
  return readDocument(text, { file, schema: mappingForm, code: 'conversation/invalid-mapping' }) as Mapping
}

/** A mapping made in code, with its defaults. */
export function mappingOf(form: MappingForm): Mapping {
  return mappingForm.parse(form)
}

/** JSON Schema of a mapping file, for editors. */
export function mappingJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    ...z.toJSONSchema(mappingForm, { io: 'input' }),
    title: 'Fieldproof mapping',
    description: 'Where things stand in records that another program made.',
  }
}
