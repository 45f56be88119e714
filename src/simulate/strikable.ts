/**
 * Fault sets that can never strike, found before anything runs: they name a backend or a tool that there is not, they
 * are of the other protocol, or no route of what they name fits the rest of what they ask.
 *
 * What MCP servers offer is known only once they run, so nothing is said of their tools.
 */
import type { z } from 'zod'
import { type FaultRule, faultKinds, type faultSetSettings } from '../connect/index.ts'
import { nearest } from '../nearest.ts'
import { type Place, Problem } from '../problem.ts'

type Rules = z.output<typeof faultSetSettings>
type Routes = Readonly<Record<string, string | readonly string[]>>

/** What of a project file says what there is to strike. */
export interface Strikable {
  readonly backends: Readonly<Record<string, { readonly tools: Routes }>>
  readonly mcp: Readonly<Record<string, object>>
}

/** One rule of a set, and what it may meet. */
interface Aim {
  readonly set: string
  readonly match: Rules[number]['match']
  readonly rule: FaultRule
  readonly isHttp: boolean
  /** Backends that it names, or all. */
  readonly reach: readonly string[]
  /** Those of them that speak MCP, where the fault does. */
  readonly servers: readonly string[]
  readonly at: Place | undefined
}

/** @param rules the same as in the settings, made */
export function unstrikable(
  set: string,
  { rules, settings }: { readonly rules: readonly FaultRule[]; readonly settings: Rules },
  there: Strikable,
  at: Place | undefined,
): readonly Problem[] {
  return rules.flatMap((rule, index) => {
    const match = settings[index]?.match ?? {}
    const all = Object.keys({ ...there.backends, ...there.mcp })
    const reach = listOf(match.backend) ?? all
    const servers = rule.mcp === undefined ? [] : reach.filter((name) => Object.hasOwn(there.mcp, name))
    const aim = { set, match, rule, isHttp: isHttp(rule), reach, servers, at }
    const problems = [...unknownBackends(aim, all), ...otherProtocol(aim, there)]
    if (problems.length > 0) return problems
    const unknown = [...unknownTools(aim, there), ...unknownState(aim, there)]
    return unknown.length > 0 ? unknown : fitsNothing(aim, there)
  })
}

const listOf = <Value>(value: Value | readonly Value[] | undefined): readonly Value[] | undefined =>
  value === undefined || Array.isArray(value) ? (value as readonly Value[] | undefined) : [value as Value]

const isHttp = ({ kind }: FaultRule) => faultKinds.some((each) => each.kind === kind)

function unknownBackends({ set, match, at }: Aim, all: readonly string[]): readonly Problem[] {
  return (listOf(match.backend) ?? [])
    .filter((name) => !all.includes(name))
    .map((name) =>
      problem(at, {
        code: 'faults/unknown-backend',
        message: `The fault set "${set}" is to strike the backend "${name}", which the project does not have.`,
        hint: `${meant(name, all)}Backends of the project: ${all.join(', ')}.`,
      }),
    )
}

/** Named backends that the fault does not know how to strike; or all there are, where it names none. */
function otherProtocol({ set, match, rule, isHttp, reach, at }: Aim, there: Strikable): readonly Problem[] {
  const beyond = reach.filter((name) => !speaks(name, { rule, isHttp }, there))
  const isWrong = match.backend === undefined ? beyond.length === reach.length : beyond.length > 0
  if (!isWrong) return []
  const [protocol, reference] = protocolOf(rule, isHttp)
  return [
    problem(at, {
      code: 'faults/wrong-protocol',
      message: `The fault set "${set}" would never strike ${beyond.join(', ')}: ${rule.kind} is a fault of ${protocol}.`,
      hint: `Choose a fault for it, or name backends that this one can strike under "match: { backend: … }": ${reference}.`,
    }),
  ]
}

function protocolOf({ mcp }: FaultRule, isHttp: boolean): readonly [string, string] {
  if (isHttp) return ['backends over HTTP', 'docs/how-to/break-mcp-servers.md']
  return [mcp?.only === 'http' ? 'MCP servers over HTTP' : 'MCP servers', 'docs/reference/faults.md']
}

function speaks(name: string, { rule, isHttp }: Pick<Aim, 'rule' | 'isHttp'>, { mcp }: Strikable): boolean {
  const server = mcp[name]
  if (server === undefined) return isHttp
  return rule.mcp !== undefined && (rule.mcp.only === undefined || 'upstream' in server)
}

function unknownTools(aim: Aim, { backends }: Strikable): readonly Problem[] {
  if (aim.servers.length > 0) return []
  const known = aim.reach.flatMap((name) => Object.keys(backends[name]?.tools ?? {}))
  return (listOf(aim.match.tool) ?? []).flatMap((tool) => unknownTool(aim, tool, known))
}

/** `after: create_appointment` waits for a tool just as well. */
function unknownState(aim: Aim, { backends, mcp }: Strikable): readonly Problem[] {
  const { after } = aim.match
  if (after === undefined || Object.keys(mcp).length > 0) return []
  return unknownTool(
    aim,
    after,
    Object.values(backends).flatMap(({ tools }) => Object.keys(tools)),
  )
}

/** A call that no route names is called by its method and path, `GET /offices/*`: such names cannot be known. */
function unknownTool({ set, at }: Aim, tool: string, known: readonly string[]): readonly Problem[] {
  if (known.includes(tool) || tool.includes(' ')) return []
  const tools = known.length === 0 ? 'None is named yet.' : `Named so far: ${[...new Set(known)].join(', ')}.`
  return [
    problem(at, {
      code: 'faults/unknown-tool',
      message: `The fault set "${set}" waits for calls of "${tool}", and no route of a backend it may strike is called so.`,
      hint: `${meant(tool, known)}Name its route under "tools:" of the backend: ${tool}: POST /path. ${tools}`,
    }),
  ]
}

/** No route of the tools that are named is asked by the method, or at the path, that the rule wants as well. */
function fitsNothing(aim: Aim, { backends }: Strikable): readonly Problem[] {
  const { set, match, rule, reach, servers, at } = aim
  const tools = listOf(match.tool)
  if (servers.length > 0 || tools?.some((tool) => tool.includes(' '))) return []
  const methods = listOf(match.method)?.map((method) => method.toUpperCase())
  const safe = rule.writesOnly && methods?.every((method) => isSafe(method) || method === 'READ') === true
  const routes = reach.flatMap((name) => routesIn(backends[name]?.tools ?? {}, tools))
  const fits = routes.some(
    ({ method, path }) =>
      (methods?.some((wanted) => mayBe(wanted, method)) ?? true) &&
      (!rule.writesOnly || !isSafe(method)) &&
      (listOf(match.path)?.some((wanted) => patternsMeet(wanted, path)) ?? true),
  )
  if (!safe && (tools === undefined || fits)) return []
  const asked = routes.map(({ tool, method, path }) => `${tool} is ${method} ${path}`)
  return [
    problem(at, {
      code: 'faults/fits-nothing',
      message: `The fault set "${set}" can never strike: no call is what it asks for (${rule.match.explain()}${rule.writesOnly ? `; ${rule.kind} strikes only writes` : ''}).`,
      hint: `Change what stands under "match:"${tools === undefined ? '' : `; ${asked.join(', ')}`}.`,
    }),
  ]
}

const isSafe = (method: string) => /^(?:GET|HEAD|OPTIONS|TRACE)$/.test(method)

/** Whether a call of this route may be of the method that a rule wants. */
function mayBe(wanted: string, method: string): boolean {
  if (wanted === 'READ' || method === '*') return true
  return wanted === 'WRITE' ? !isSafe(method) : wanted === method
}

interface NamedRoute {
  readonly tool: string
  readonly method: string
  readonly path: string
}

function routesIn(tools: Routes, wanted: readonly string[] | undefined): readonly NamedRoute[] {
  return Object.entries(tools).flatMap(([tool, routes]) =>
    wanted !== undefined && !wanted.includes(tool)
      ? []
      : [routes].flat().map((route) => {
          const [method = '', target = ''] = route.split(' ')
          return { tool, method, path: target.replace(/\?.*$/, '') }
        }),
  )
}

/** Whether some path fits both patterns. */
function patternsMeet(one: string, other: string): boolean {
  const [a, b] = [one, other].map((text) => text.split('/').filter((segment) => segment !== ''))
  for (const [index, left] of (a ?? []).entries()) {
    const right = b?.[index]
    if (left === '**' || right === '**') return true
    if (right === undefined || (!isOpen(left) && !isOpen(right) && left !== right)) return false
  }
  const next = b?.[a?.length ?? 0]
  return next === undefined || next === '**'
}

const isOpen = (segment: string) => segment === '*' || /^\{\w+\}$/.test(segment)

/** Paths that fault sets wait for, and that fit no route of a backend: perhaps nobody asks there. */
export function strayPaths(
  faults: Readonly<Record<string, Rules>>,
  { backends }: Strikable,
): readonly { readonly set: string; readonly path: string }[] {
  return Object.entries(faults).flatMap(([set, rules]) =>
    rules.flatMap(({ match }) => {
      const routes = (listOf(match.backend) ?? Object.keys(backends)).flatMap((name) =>
        routesIn(backends[name]?.tools ?? {}, undefined),
      )
      if (routes.length === 0 || match.tool !== undefined) return []
      return (listOf(match.path) ?? [])
        .filter((wanted) => !routes.some(({ path }) => patternsMeet(wanted, path)))
        .map((path) => ({ set, path }))
    }),
  )
}

function meant(name: string, known: readonly string[]): string {
  const close = nearest(name, known)
  return close === undefined ? '' : `Did you mean "${close}"? `
}

function problem(at: Place | undefined, said: { code: string; message: string; hint: string }): Problem {
  return new Problem({ ...said, ...(at !== undefined && { at }) })
}
