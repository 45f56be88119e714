/** The JSON Schemas that Fieldproof publishes, one line each. The files under `schemas/` are printed from here. */
import { z } from 'zod'
import { conversationJsonSchema, mappingJsonSchema } from '../conversation/index.ts'
import { observeJsonSchema } from '../observe/index.ts'
import { pactJsonSchema } from '../pact/index.ts'
import { personaSchema, projectJsonSchema, scenarioJsonSchema } from '../simulate/index.ts'

type JsonSchema = Readonly<Record<string, unknown>>

const schemas: Readonly<Record<string, () => JsonSchema>> = {
  project: () =>
    titled(withObserve(projectJsonSchema()), 'project', 'What is tested, and how it is reached: fieldproof.yaml.'),
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

/** The project file with the part that says how production is observed, which only whoever observes can read. */
function withObserve(project: JsonSchema): JsonSchema {
  const { $schema: _, ...observe } = observeJsonSchema() as JsonSchema
  const properties = project.properties as JsonSchema
  const described = { ...(properties.observe as JsonSchema), ...observe }
  return { ...project, properties: { ...properties, observe: described } }
}

function titled(schema: unknown, what: string, description: string): JsonSchema {
  return { ...(schema as JsonSchema), title: `Fieldproof ${what}`, description }
}
