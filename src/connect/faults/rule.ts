/**
 * A rule: a fault, and when it strikes. A fault set is a named list of rules: one condition of the world.
 *
 * Rules of a set stand one inside the other, the first outermost.
 */
import { z } from 'zod'
import type { McpFault } from '../mcp/mcp-fault.ts'
import { mcpFaultKinds } from '../mcp/mcp-kinds.ts'
import type { Fault, FaultFamily } from './fault.ts'
import { faultKinds } from './index.ts'
import { type Match, matchOf, matchSettings } from './match.ts'

// Some faults are the same to HTTP and MCP backends; one name, one set of options.
const everyKind = [...faultKinds, ...mcpFaultKinds.filter(({ kind }) => faultKinds.every((each) => each.kind !== kind))]
const doSettings = z.union(everyKind.map(({ kind, options }) => z.strictObject({ [kind]: options })))
const ruleSettings = z.strictObject({ match: matchSettings, do: doSettings })

/** What a kind of fault is about, by its name in a ledger; undefined for a kind that there is no more. */
export function familyOf(kind: string): FaultFamily | undefined {
  return everyKind.find((each) => each.kind === kind)?.family
}

/** Settings of one fault set: one rule, or several. */
export const faultSetSettings = z.union([ruleSettings.transform((rule) => [rule]), z.array(ruleSettings).min(1)])

/** A fault, and which calls it strikes. */
export interface FaultRule {
  readonly match: Match
  readonly fault: Fault
  readonly kind: string
  readonly family: FaultFamily
  readonly writesOnly: boolean
  /** The same for MCP servers, where they know it. */
  readonly mcp?: McpRule
  explain(): string
}

/** A rule as requests to MCP servers meet it. */
export interface McpRule {
  readonly fault: McpFault
  readonly lasts: boolean
  readonly only?: 'http'
  /** Whether requests other than calls of tools are meant too. */
  readonly anyMethod: boolean
}

/** A named condition of the backends. */
export interface FaultSet {
  readonly id: string
  readonly rules: readonly FaultRule[]
  /** It stands beside the scenario that it is of, and no other is played under it. */
  readonly isApart?: true
  explain(): string
}

/**
 * Makes a fault set of its settings.
 *
 * @param id its name in records and reports
 * @throws Problem when options cannot work
 */
export function faultSetOf(id: string, settings: z.output<typeof faultSetSettings>): FaultSet {
  const rules = settings.map((rule) => ruleOf(rule))
  return { id, rules, explain: () => rules.map((rule) => rule.explain()).join('; ') }
}

function ruleOf({ match: when, do: what }: z.output<typeof ruleSettings>): FaultRule {
  const [[kind = '', options] = []] = Object.entries(what)
  const found = everyKind.find((each) => each.kind === kind)
  if (found === undefined) throw new Error(`the settings let a fault "${kind}" through that there is not`)
  const match = matchOf(when)
  const http = faultKinds.find((each) => each.kind === kind)?.create(options as never)
  const mcp = mcpRuleOf(kind, options, when.method !== undefined)
  const explain = () => (http ?? mcp?.fault)?.explain() ?? ''
  return {
    match: http === undefined ? { ...match, fits: (met) => met.protocol === 'mcp' && match.fits(met) } : match,
    fault: http ?? { explain, meet: (call, ask) => ask(call) },
    kind,
    family: found.family,
    writesOnly: found.writesOnly ?? false,
    ...(mcp !== undefined && { mcp }),
    explain: () => `at ${match.explain()} the backend ${explain()}`,
  }
}

function mcpRuleOf(kind: string, options: unknown, isMethodNamed: boolean): McpRule | undefined {
  const found = mcpFaultKinds.find((each) => each.kind === kind)
  if (found === undefined) return undefined
  const { lasts = false, only } = found
  return {
    fault: found.create(options as never),
    lasts,
    anyMethod: lasts || isMethodNamed,
    ...(only !== undefined && { only }),
  }
}
