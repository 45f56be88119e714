/** A persona with some of its behaviours changed, as one level of a suite has it. */
import { isObject } from '../conversation/index.ts'
import type { Place } from '../problem.ts'
import { Problem } from '../problem.ts'
import type { Persona } from './persona.ts'
import { personaSchema } from './personas/index.ts'

/** What is other, in the form of a persona file; what is left out stays. */
export type PersonaChange = Readonly<Record<string, unknown>>

/**
 * The persona with a change, called after both.
 *
 * @param level what the change is called, factor and level
 * @throws Problem `persona/invalid` when the result is no persona
 */
export function changedPersona(
  persona: Persona,
  change: PersonaChange,
  level: { readonly factor: string; readonly name: string; readonly at?: Place },
): Persona {
  const { id, title } = persona
  const plain = { ...persona, id: 'changed' }
  const read = personaSchema.safeParse(merged(plain, change))
  if (read.success) return { ...read.data, id: `${id}+${level.factor}=${level.name}`, title: `${title}, ${level.name}` }
  const [issue] = read.error.issues
  throw new Problem({
    code: 'persona/invalid',
    message: `The suite's level "${level.name}" makes no persona: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`,
    hint: 'Write under "persona:" what a persona file may have; see "fieldproof schema persona".',
    ...(level.at !== undefined && { at: level.at }),
  })
}

function merged(base: unknown, change: unknown): unknown {
  if (!(isObject(base) && isObject(change))) return change
  return Object.fromEntries(
    [...new Set([...Object.keys(base), ...Object.keys(change)])].map((key) => [
      key,
      key in change ? merged(base[key], change[key]) : base[key],
    ]),
  )
}
