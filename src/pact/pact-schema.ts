/** The shape of a pact, put together from the kinds of conditions that there are. */
import { z } from 'zod'
import { agentOption } from './agent-terms.ts'
import type { ConditionKind } from './condition.ts'
import { conditionKinds } from './conditions/index.ts'
import { rubricOptions } from './jury/rubric.ts'
import { scoreOption } from './score-weights.ts'

const nameShape = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u, 'must be one word of letters, digits, dots and dashes')

const juryOption = z.strictObject({
  /** Models by name, as `fieldproof.yaml` or the command line names them. */
  jurors: z.array(z.string().min(1)).min(1),
  rule: z.enum(['holds', 'level', 'majority']).exactOptional(),
})

/** A jury as the pact names it; whoever runs the judging turns the names into models. */
export type JuryTerms = z.infer<typeof juryOption>

/** What every condition has besides its kind. */
const conditionBase = {
  id: nameShape,
  dimension: nameShape.exactOptional(),
  severity: z.enum(['critical', 'major', 'minor']).default('major'),
  /** The promised rate: a fraction over 0, at most 1. */
  target: z.number().gt(0).max(1).default(0.95),
}

/** Kinds as keys of a condition: each optional here, exactly one of them wanted (see `pact.ts`). */
export function conditionSchema(kinds: readonly ConditionKind[]) {
  const keys = kinds.map(({ kind, options }): [string, z.ZodType] => [kind, options.exactOptional()])
  return z.strictObject({
    ...conditionBase,
    ...(Object.fromEntries(keys) as Record<never, never>),
    rubric: rubricOptions.exactOptional(),
  })
}

export function pactSchema(kinds: readonly ConditionKind[]) {
  return z.strictObject({
    pact: nameShape,
    version: z.int().min(1),
    score: scoreOption.exactOptional(),
    agent: agentOption.exactOptional(),
    juries: z.record(z.string(), juryOption).exactOptional(),
    conditions: z.array(conditionSchema(kinds)).min(1),
  })
}

/** The published JSON Schema of a pact (draft 2020-12), for editors that complete and check YAML. */
export function pactJsonSchema(kinds: readonly ConditionKind[] = conditionKinds): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(pactSchema(kinds), { io: 'input', unrepresentable: 'any' })
  const conditions = schema.properties?.conditions
  const items = typeof conditions === 'object' ? conditions.items : undefined
  if (typeof items === 'object' && !Array.isArray(items)) {
    items.oneOf = [...kinds.map(({ kind }) => kind), 'rubric'].map((kind) => ({ required: [kind] }))
    describeKinds(items.properties ?? {}, kinds)
  }
  return { ...schema, title: 'Fieldproof pact', description: 'What an agent promises, in conditions that are judged.' }
}

function describeKinds(properties: Record<string, unknown>, kinds: readonly ConditionKind[]): void {
  for (const { kind, summary, example } of kinds) {
    const property = properties[kind]
    if (typeof property === 'object') properties[kind] = { ...property, description: `${summary}\n\n${example}` }
  }
}
