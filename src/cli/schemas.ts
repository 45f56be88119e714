/** The JSON Schemas that Fieldproof publishes, one line each. The files under `schemas/` are printed from here. */
import { z } from 'zod'
import { conversationJsonSchema, mappingJsonSchema } from '../conversation/index.ts'
import { pactJsonSchema } from '../pact/index.ts'
import { personaSchema, projectJsonSchema, scenarioJsonSchema } from '../simulate/index.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const schemas: Readonly<Record<string, () => JsonSchema>> = {
  project: () => titled(projectJsonSchema(), 'project', 'What is tested, and how it is reached: fieldproof.yaml.'),
  pact: pactJsonSchema,
  scenario: () => titled(scenarioJsonSchema(), 'scenarios', 'Situations, goals and what must be true afterwards.'),
  persona: () => titled(z.toJSONSchema(personaSchema, { io: 'input' }), 'persona', 'How a simulated customer writes.'),
  conversation: conversationJsonSchema,
  mapping: mappingJsonSchema,
}

export const schemaNames: readonly string[] = Object.keys(schemas)

/** The schema of that name as text, or undefined when there is none. */
export function schemaText(name: string): string | undefined {
  const make = Object.hasOwn(schemas, name) ? schemas[name] : undefined
  return make && JSON.stringify(make(), null, 2)
}

function titled(schema: unknown, what: string, description: string): JsonSchema {
  return { ...(schema as JsonSchema), title: `Fieldproof ${what}`, description }
}
