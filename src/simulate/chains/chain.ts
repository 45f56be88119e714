/**
 * Chains of tool calls: each call is fed by the one before, or, once in a chain, begins another wish of the same
 * customer after something was changed for the first.
 */
import type { ToolGraph } from './graph.ts'

export interface Chain {
  readonly tools: readonly string[]
  /** The call, by its place, that begins the second wish; absent where every call is fed by the one before. */
  readonly second?: number
  /** How often the rarest of its links was seen; 0 where one of them is a guess. */
  readonly seen: number
}

/** Every chain of so many calls, none of which calls a tool twice; best known first. */
export function chainsOf(graph: ToolGraph, length: number): readonly Chain[] {
  const whole: Chain[] = []
  const grow = (chain: Chain): void => {
    if (chain.tools.length === length) {
      whole.push(chain)
      return
    }
    for (const next of steps(graph, chain)) grow(next)
  }
  for (const tool of graph.tools) grow({ tools: [tool], seen: Number.POSITIVE_INFINITY })
  return whole
    .map((chain) => (chain.seen === Number.POSITIVE_INFINITY ? { ...chain, seen: 0 } : chain))
    .sort((a, b) => b.seen - a.seen || chainWords(a).localeCompare(chainWords(b)))
}

function steps(graph: ToolGraph, { tools, second, seen }: Chain): readonly Chain[] {
  const last = tools.at(-1) ?? ''
  const more = { ...(second !== undefined && { second }) }
  const fed = graph.edges
    .filter(({ from, to }) => from === last && !tools.includes(to))
    .map((edge): Chain => ({ tools: [...tools, edge.to], seen: Math.min(seen, edge.seen), ...more }))
  if (second !== undefined || !graph.ends.has(last)) return fed
  const anew = graph.tools
    .filter(
      (tool) => graph.begins.has(tool) && !tools.includes(tool) && !fed.some((chain) => chain.tools.at(-1) === tool),
    )
    .map((tool): Chain => ({ tools: [...tools, tool], seen, second: tools.length }))
  return [...fed, ...anew]
}

/** The first calls of a chain, at least two. */
export function prefixesOf({ tools, second, seen }: Chain): readonly Chain[] {
  return tools.slice(2).map((_, index) => {
    const length = index + 2
    return { tools: tools.slice(0, length), seen, ...(second !== undefined && second < length && { second }) }
  })
}

/** `find_patient → cancel_appointment, then list_slots` */
export function chainWords({ tools, second }: Chain): string {
  return tools.map((tool, at) => (at === 0 ? tool : at === second ? `, then ${tool}` : ` → ${tool}`)).join('')
}
