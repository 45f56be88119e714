/**
 * The agent's tool graph: which tool's results go into which tool's arguments.
 *
 * An edge was seen in a run, or is guessed by name: `appointmentId` is fed by tools that speak of appointments and do
 * not take one themselves. A guess says so wherever it is shown, and has been seen 0 times.
 */
import { type ToolTerms, writesSomething } from '../../pact/index.ts'
import type { Played } from './links.ts'

/** One tool feeds another. */
export interface ToolEdge {
  readonly from: string
  readonly to: string
  /** Which fields went in as what, oftenest first; empty for a guess. */
  readonly fields: readonly { readonly field: string; readonly parameter: string; readonly seen: number }[]
  /** How many pairs of calls showed it; 0 for a guess. */
  readonly seen: number
  /** The parameter whose name the guess is by. */
  readonly guessedBy?: string
}

export interface ToolGraph {
  readonly tools: readonly string[]
  /** Oftenest seen first, guesses last. */
  readonly edges: readonly ToolEdge[]
  /** Tools with which a wish can end: those that change something and, as far as is known, often feed nothing. */
  readonly ends: ReadonlySet<string>
  /** Tools with which a wish can begin: often called with nothing from another call or, where none was called, fed by none. */
  readonly begins: ReadonlySet<string>
}

/** @param declared the agent's tools; where there are none, those that were called */
export function toolGraph(declared: readonly ToolTerms[], played: readonly Played[]): ToolGraph {
  const called = played.flatMap(({ calls }) => calls.map(({ tool }) => tool))
  const tools = [...new Set([...declared.map(({ name }) => name), ...called])]
  const seen = seenEdges(played)
  const isSeen = (from: string, to: string) => seen.some((edge) => edge.from === from && edge.to === to)
  const edges = [...seen, ...guesses(declared).filter(({ from, to }) => !isSeen(from, to))]
  const fed = new Set(edges.map(({ to }) => to))
  const fedShare = shares(played, 'to')
  const feedingShare = shares(played, 'from')
  return {
    tools,
    edges,
    ends: new Set(tools.filter((tool) => writesSomething(tool, declared) && (feedingShare.get(tool) ?? 0) <= MOST)),
    begins: new Set(tools.filter((tool) => (fedShare.get(tool) ?? (fed.has(tool) ? 1 : 0)) <= MOST)),
  }
}

/** A tool that is fed, or feeds another, in more of its calls than this does not begin, or end, a wish. */
const MOST = 0.75

/** The share of a tool's calls that are at this end of a link. */
function shares(played: readonly Played[], end: 'from' | 'to'): ReadonlyMap<string, number> {
  const counts = new Map<string, { linked: number; n: number }>()
  for (const { calls, links } of played) {
    const linked = new Set(links.map((link) => link[end]))
    for (const [at, { tool }] of calls.entries()) {
      const { linked: before, n } = counts.get(tool) ?? { linked: 0, n: 0 }
      counts.set(tool, { linked: before + (linked.has(at) ? 1 : 0), n: n + 1 })
    }
  }
  return new Map([...counts].map(([tool, { linked, n }]) => [tool, linked / n]))
}

function seenEdges(played: readonly Played[]): readonly ToolEdge[] {
  const pairs = new Map<string, { from: string; to: string; calls: Set<string>; fields: Map<string, number> }>()
  for (const [at, { calls, links }] of played.entries()) {
    for (const link of links) {
      const [from, to] = [calls[link.from]?.tool, calls[link.to]?.tool]
      if (from === undefined || to === undefined || from === to) continue
      const pair = pairs.get(`${from} ${to}`) ?? { from, to, calls: new Set(), fields: new Map() }
      pairs.set(`${from} ${to}`, pair)
      pair.calls.add(`${at} ${link.from} ${link.to}`)
      const way = `${link.field} ${link.parameter}`
      pair.fields.set(way, (pair.fields.get(way) ?? 0) + 1)
    }
  }
  return [...pairs.values()]
    .map(({ from, to, calls, fields }) => ({ from, to, seen: calls.size, fields: fieldsIn(fields) }))
    .sort((a, b) => b.seen - a.seen || `${a.from} ${a.to}`.localeCompare(`${b.from} ${b.to}`))
}

function fieldsIn(fields: ReadonlyMap<string, number>): ToolEdge['fields'] {
  return [...fields]
    .map(([way, seen]) => {
      const [field = '', parameter = ''] = way.split(' ')
      return { field, parameter, seen }
    })
    .sort((a, b) => b.seen - a.seen || a.field.localeCompare(b.field))
}

function guesses(declared: readonly ToolTerms[]): readonly ToolEdge[] {
  return declared.flatMap(({ name: to, parameters }) =>
    idsIn(parameters).flatMap(({ parameter, noun }) =>
      declared
        .filter(({ name, parameters: own }) => name !== to && speaksOf(name, noun) && !takes(own, parameter))
        .map(({ name }) => ({ from: name, to, seen: 0, fields: [], guessedBy: parameter })),
    ),
  )
}

const propertiesOf = (parameters: ToolTerms['parameters']) => Object.keys((parameters?.properties ?? {}) as object)
const takes = (parameters: ToolTerms['parameters'], parameter: string) => propertiesOf(parameters).includes(parameter)

function idsIn(parameters: ToolTerms['parameters']): readonly { readonly parameter: string; readonly noun: string }[] {
  return propertiesOf(parameters).flatMap((parameter) => {
    const noun = /^(.+?)(?:Id|ID|_id|Number|_number)$/.exec(parameter)?.[1]
    return noun === undefined ? [] : [{ parameter, noun: noun.toLowerCase() }]
  })
}

/** `find_appointments` and `createAppointment` speak of an appointment. */
function speaksOf(tool: string, noun: string): boolean {
  const words = tool.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
  return words.split(/[^a-z0-9]+/).some((word) => word === noun || word === `${noun}s` || word === `${noun}es`)
}
