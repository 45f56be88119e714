/** The tools that an agent declares, as a list of its own or as a chat-completions request lists them. */
import { z } from 'zod'
import type { ToolTerms } from '../pact/index.ts'
import { type Place, Problem } from '../problem.ts'

const toolForm = z
  .looseObject({
    name: z.string(),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  })
  .transform((tool) => tool as unknown as ToolTerms)
const toolsForm = z.array(
  z.union([
    z.looseObject({ type: z.literal('function'), function: toolForm }).transform(({ function: tool }) => tool),
    toolForm,
  ]),
)

/** @param at where the file is named @throws Problem `project/invalid` */
export function toolsIn(text: string, file: string, at: Place | undefined): readonly ToolTerms[] {
  const tools = toolsForm.safeParse(jsonOf(text))
  if (tools.success) return tools.data
  throw new Problem({
    code: 'project/invalid',
    message: `${file} is not a list of tools.`,
    hint: 'Write a JSON array of { "name", "description", "parameters" }, or the list that a chat-completions request takes.',
    ...(at !== undefined && { at }),
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
