/** A reply, or the end of a connection, that came much later than usual; where that is not known, so late that customers notice. */
import type { SeenCall } from './seen.ts'
import type { Sign } from './sign.ts'
import type { UsualAnswers } from './usual.ts'

const noticedMs = 2000
/** So many times longer than half of the others. */
const muchLater = 3
const fewest = 5

export function late({ tool, tookMs, lost }: SeenCall, usual: UsualAnswers): Sign | undefined {
  // Whoever waits until they give up never learns how long it would have taken.
  const isOpen = lost !== undefined && lost !== 'reset'
  if (tookMs === undefined || tookMs < noticedMs || isOpen) return undefined
  const others = usual.times(tool)
  const median = others[Math.floor(others.length / 2)] ?? 0
  const isKnown = others.length >= fewest
  if (isKnown && tookMs < muchLater * median) return undefined
  const than = isKnown ? `, where half of ${others.length} others took ${shown(median)} at most` : ''
  return { does: { delay: { ms: Math.round(tookMs / 100) * 100 } }, because: `${tool} took ${shown(tookMs)}${than}` }
}

const shown = (ms: number) => (ms >= 1000 ? `${Math.round(ms / 100) / 10} s` : `${Math.round(ms)} ms`)
