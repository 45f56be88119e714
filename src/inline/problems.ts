/** What keeps a watch from beginning. Nothing afterwards throws. */
import { Problem } from '../problem.ts'

export function guardsNothing(message: string, known: readonly string[]): Problem {
  return new Problem({
    code: 'inline/guards-nothing',
    message,
    hint: `Name conditions of the pact under guard.conditions (${known.join(', ')}).`,
  })
}
