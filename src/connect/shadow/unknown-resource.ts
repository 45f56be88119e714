/** The problem of naming a resource that the shadow does not have. */
import { Problem } from '../../problem.ts'

export function unknownResource(name: string, known: readonly { readonly name: string }[]): Problem {
  return new Problem({
    code: 'connect/shadow-slots',
    message: `Free times are taken by "${name}", which is no resource of this shadow.`,
    hint: `Resources: ${known.map((each) => each.name).join(', ') || 'none'}. Name one under "taken-by", or add it under "resources".`,
  })
}
