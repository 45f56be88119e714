/** Which call is which tool, and which calls write. */
import { z } from 'zod'
import { type PathPattern, pathPattern } from '../faults/path-pattern.ts'

const routeText = z
  .string()
  .regex(/^[A-Z*]+ \//, 'Write a method and a path: POST /offices/*/appointments/{appointmentId}/cancel')

export const routeSettings = {
  tools: z
    .record(z.string(), z.union([routeText, z.array(routeText).min(1)]))
    .default({})
    .describe(
      "The agent's tools, each with the route it asks: { cancel: POST /appointments/{id}/cancel }. What stands in a query, ?status=booked, is always asked so and is no argument of the tool.",
    ),
  reads: z
    .array(routeText)
    .default([])
    .describe('Routes that change nothing whatever their method: POST /search. GET, HEAD and OPTIONS need no naming.'),
}

/** A call in the terms of the agent's tools. */
export interface Route {
  readonly tool: string
  readonly writes: boolean
  /** Named segments of the path. */
  readonly named: Readonly<Record<string, string>>
  /** What of the query belongs to the route and is no argument. */
  readonly fixed: readonly string[]
}

export interface Routes {
  /** The tool that a call is; undefined when no route is named for it. */
  of(method: string, path: string, query: URLSearchParams): Route | undefined
  writes(method: string, path: string): boolean
}

interface Known {
  readonly method: string
  readonly pattern: PathPattern
  readonly query: readonly (readonly [string, string])[]
}

export function routesOf(settings: {
  readonly tools: Readonly<Record<string, string | readonly string[]>>
  readonly reads: readonly string[]
}): Routes {
  const tools = Object.entries(settings.tools).flatMap(([tool, routes]) =>
    [routes].flat().map((route) => ({ tool, ...knownOf(route) })),
  )
  const reads = settings.reads.map(knownOf)
  const fits = ({ method, pattern }: Known, asked: string, path: string) =>
    method === '*' || method === asked ? pattern.match(path) : undefined
  const writes = (method: string, path: string) =>
    !/^(?:GET|HEAD|OPTIONS|TRACE)$/.test(method) && !reads.some((route) => fits(route, method, path) !== undefined)
  return {
    writes,
    of(method, path, query) {
      for (const known of tools) {
        const named = fits(known, method, path)
        const fixed = known.query.map(([name]) => name)
        if (named === undefined || known.query.some(([name, value]) => query.get(name) !== value)) continue
        return { tool: known.tool, writes: writes(method, path), named, fixed }
      }
      return undefined
    },
  }
}

function knownOf(route: string): Known {
  const [method = '', target = ''] = route.split(' ')
  const [path = '', query = ''] = target.split('?')
  return { method, pattern: pathPattern(path), query: [...new URLSearchParams(query)] }
}
