/** A call that got nothing: no answer for as long as the agent waited, or a connection that broke. */
import type { SeenCall } from './seen.ts'
import type { Sign } from './sign.ts'

const why = {
  'no-result': 'has no result, though other calls have theirs',
  'timed-out': 'ended in a time-out',
  reset: 'ended with the connection',
} as const

/** Whether it was carried out is seen by a proxy alone; else it is taken to be not. */
export function silent({ tool, lost, isDone = false }: SeenCall): Sign | undefined {
  if (lost === undefined) return undefined
  const by = lost === 'reset' ? 'reset' : 'hang'
  const because = `${tool} ${why[lost]}`
  if (isDone) return { does: { 'lost-reply': { by } }, because: `${because}, and was carried out` }
  const does = by === 'reset' ? { reset: {} } : { hang: {} }
  return { does, because: `${because}; whether it was carried out was not seen, and is taken to be not` }
}
