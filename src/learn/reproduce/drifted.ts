/**
 * A result in another shape than the other results of the same tool.
 *
 * Told only where it is plain: one difference alone, from what was so in all the others.
 */
import type { Json } from '../../conversation/index.ts'
import { changed } from './changed.ts'
import { cutShort } from './cut-short.ts'
import { lacking } from './lacking.ts'
import { renamed } from './renamed.ts'
import type { SeenCall } from './seen.ts'
import { fieldsOf } from './shape.ts'
import type { Sign } from './sign.ts'
import type { UsualAnswers } from './usual.ts'

/** Results below which it cannot be said what is usual. */
const fewest = 3

export function drifted({ tool, got, isError }: SeenCall, usual: UsualAnswers): Sign | undefined {
  if (isError || got === undefined || !isFilled(got)) return undefined
  const others = usual.results(tool).filter((other) => isFilled(other) && Array.isArray(other) === Array.isArray(got))
  if (others.length < fewest) return undefined
  const compared = { tool, got, here: fieldsOf(got), others, elsewhere: others.map(fieldsOf) }
  const [only, ...more] = [...renamed(compared), ...lacking(compared), ...changed(compared), ...cutShort(compared)]
  // Several at once are another shape altogether: the result is given again as it came.
  return more.length === 0 ? only : undefined
}

const isFilled = (json: Json) => typeof json === 'object' && json !== null
