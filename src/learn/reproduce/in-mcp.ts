/** A sign of a backend as faults of MCP servers say it; nothing where they cannot, and what was seen is given again as it came. */
import type { Json } from '../../conversation/index.ts'
import type { SeenCall } from './seen.ts'
import type { Sign } from './sign.ts'

export function inMcp({ does, because }: Sign, { tool, got }: SeenCall): Sign | undefined {
  if ('delay' in does || 'lost-reply' in does) return { does, because }
  if ('hang' in does || 'reset' in does)
    return { does: { 'lost-reply': { by: 'hang' in does ? 'hang' : 'reset' } }, because }
  if ('status' in does)
    return { does: { 'error-result': { text: textOf(got ?? 'The call failed.') } }, because: `${tool} got an error` }
  return undefined
}

const textOf = (said: Json) => (typeof said === 'string' ? said : JSON.stringify(said))
