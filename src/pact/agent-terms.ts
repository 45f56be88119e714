/** What is known of the agent: told by whoever connects to it, written in the pact, or both. */
import { z } from 'zod'
import { readDocument } from '../document.ts'
import { Problem } from '../problem.ts'
import type { AgentTerms, ToolTerms } from './condition.ts'

const parameters = z.record(z.string(), z.unknown())

const tool: z.ZodType<ToolTerms> = z.strictObject({
  name: z.string().min(1),
  description: z.string().exactOptional(),
  parameters: parameters.exactOptional(),
  writes: z.boolean().exactOptional(),
  irreversible: z.boolean().exactOptional(),
})

/** The `agent:` part of a pact. */
export const agentOption = z.strictObject({
  tools: z.array(tool).exactOptional(),
  /** A JSON or YAML file with the tools, as Fieldproof, OpenAI, Anthropic or MCP write them. */
  toolsFile: z.string().min(1).exactOptional(),
  canaries: z.array(z.string().min(4)).exactOptional(),
  /** A text file with the agent's system prompt, so that leaks of it are recognised. */
  instructions: z.string().min(1).exactOptional(),
})

/**
 * The terms of the agent, those in the pact before those given.
 *
 * @throws Problem or Problems when a file it names cannot be read
 */
export function agentTerms(
  option: z.infer<typeof agentOption> | undefined,
  given: AgentTerms,
  read: (path: string) => string,
): AgentTerms {
  const fromFile = option?.toolsFile === undefined ? [] : toolsIn(read(option.toolsFile), option.toolsFile)
  const instructions = option?.instructions === undefined ? given.instructions : read(option.instructions)
  return {
    tools: merged([...given.tools, ...fromFile, ...(option?.tools ?? [])]),
    canaries: [...new Set([...given.canaries, ...(option?.canaries ?? [])])],
    ...(instructions === undefined ? {} : { instructions }),
  }
}

/** One entry per name; what is said later adds to and replaces what was said before. */
function merged(tools: readonly ToolTerms[]): ToolTerms[] {
  const byName = new Map<string, ToolTerms>()
  for (const terms of tools) byName.set(terms.name, { ...byName.get(terms.name), ...terms })
  return [...byName.values()]
}

const foreignTool = z.looseObject({
  name: z.string().optional(),
  description: z.string().optional(),
  parameters: parameters.optional(),
  input_schema: parameters.optional(),
  inputSchema: parameters.optional(),
  writes: z.boolean().optional(),
  irreversible: z.boolean().optional(),
})
const foreignTools = z.array(z.union([foreignTool.extend({ function: foreignTool }), foreignTool]))
const toolsFile = z.union([foreignTools, z.looseObject({ tools: foreignTools })])

function toolsIn(text: string, file: string): ToolTerms[] {
  const content = readDocument(text, { file, schema: toolsFile, code: 'pact/invalid-tools' })
  const list = Array.isArray(content) ? content : content.tools
  return list.map((entry, index) => toolOf('function' in entry ? (entry.function as Foreign) : entry, file, index))
}

type Foreign = z.infer<typeof foreignTool>

function toolOf({ name, description, writes, irreversible, ...rest }: Foreign, file: string, index: number): ToolTerms {
  if (!name) {
    throw new Problem({
      code: 'pact/invalid-tools',
      message: `Tool ${index + 1} has no name.`,
      hint: 'Give each tool "name", and its arguments as JSON Schema under "parameters".',
      at: { file },
    })
  }
  const schema = rest.parameters ?? rest.inputSchema ?? rest.input_schema
  return {
    name,
    ...(description === undefined ? {} : { description }),
    ...(schema === undefined ? {} : { parameters: schema }),
    ...(writes === undefined ? {} : { writes }),
    ...(irreversible === undefined ? {} : { irreversible }),
  }
}
