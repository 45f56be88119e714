/**
 * Words put where the agent reads them: in records, in an earlier talk, or in what its backends answer.
 *
 * What backends answer is changed by the faults that there are anyway, so a probe only names them: a fault set of its
 * own, as settings that stand under `faults:` of a project.
 */
import type { Json } from '../../conversation/index.ts'
import { writesSomething } from '../../pact/index.ts'
import { type JsonRecord, recordsIn } from '../edges/fields.ts'
import type { Scenario } from '../scenario.ts'
import type { Known } from './known.ts'
import type { Outage, Plant, Say } from './probe.ts'

/** Rules of a fault set as a person writes them. */
export type FaultSettings = readonly { readonly match?: JsonRecord; readonly do: JsonRecord }[]

/** What a plant adds to a scenario. */
export interface Planted {
  readonly scenario: Partial<Pick<Scenario, 'given'>>
  /** Said in the same thread before anything else. */
  readonly earlier?: readonly Say[]
  readonly faults?: FaultSettings
}

/** @returns why it cannot be planted in this project, in words that follow "because" */
export function plantedIn(known: Known, { where, text }: Plant): Planted | string {
  if (where === 'record' || where === 'name') return inRecord(known, where, text)
  // In the thread itself: agents that are not told what was said elsewhere would never meet it.
  if (where === 'history') return { scenario: {}, earlier: [text, 'That is all for today, bye.'] }
  return backendFaults(known, where, text)
}

function inRecord({ given, fields, words }: Known, where: 'record' | 'name', text: string): Planted | string {
  if (fields === undefined) return 'no list among the records of its scenarios holds people'
  const { list, id, name } = fields.people
  const people = recordsIn(given, list)
  const own = people.find((each) => String(each[id]) === words['own id'])
  const note = Object.keys(own ?? {}).find((field) => /note|comment|memo|remark|preference/i.test(field))
  const field = where === 'name' ? name : note
  if (own === undefined || field === undefined) return 'records of people have no note that could carry words'
  const changed = { ...own, [field]: `${String(own[field] ?? '')} ${text}`.trim() }
  return { scenario: { given: { ...given, [list]: people.map((each) => (each === own ? changed : each)) } } }
}

function backendFaults(
  { surroundings, words }: Known,
  where: 'reply' | 'refusal' | 'tool',
  text: string,
): Planted | string {
  const http = Object.keys(surroundings.backends)
  const { mcp } = surroundings
  const tools = [...new Set(Object.values(surroundings.backends).flat())]
  const reading = tools.filter((name) => !writesSomething(name, surroundings.agent.tools))
  const rules: FaultSettings = {
    reply: [
      ...only(http, callsOf(reading, { method: 'read' }), { injected: { add: 'notes', text } }),
      ...only(mcp, {}, { 'text-injected': { text } }),
    ],
    refusal: [
      ...only(
        http,
        { ...callsOf(tools), nth: [1, 2] },
        { status: { code: 422, body: { error: 'rejected', message: text } } },
      ),
      ...only(mcp, { nth: [1, 2] }, { 'error-result': { text } }),
    ],
    tool: only(mcp, {}, { 'description-edited': { tool: words.tool ?? '', append: text } }),
  }[where]
  if (rules.length > 0) return { scenario: {}, faults: rules }
  return where === 'tool' ? 'it uses no MCP server' : 'it has no backend behind a proxy'
}

/** Calls of tools, since what an agent asks besides them reaches no model. */
function callsOf(tools: readonly string[], otherwise: JsonRecord = {}): JsonRecord {
  return tools.length === 0 ? otherwise : { tool: [...tools] }
}

/** Faults by which the check of who somebody is fails. @returns why there can be none */
export function outageOf({ surroundings, tools }: Known, outage: Outage): Planted | string {
  const routed = Object.entries(surroundings.backends).flatMap(([backend, names]) =>
    tools.checks.some((check) => names.includes(check)) ? [backend] : [],
  )
  const checks = tools.checks.filter((check) =>
    Object.values(surroundings.backends).some((names) => names.includes(check)),
  )
  const rules = [
    ...only(routed, { tool: checks }, failures[outage]),
    ...(tools.checks.length === 0 ? [] : only(surroundings.mcp, { tool: [...tools.checks] }, { 'error-result': {} })),
  ]
  return rules.length > 0 ? { scenario: {}, faults: rules } : 'no check of who somebody is passes a proxy'
}

const failures: Readonly<Record<Outage, JsonRecord>> = {
  unavailable: { status: { code: 503 } },
  'gateway-page': { status: { code: 502, html: true } },
  'error-called-success': { status: { code: 200 } },
  reset: { reset: {} },
  'rate-limited': { 'rate-limit': { waitMs: 30_000 } },
  slow: { delay: { ms: 3000 } },
}

function only(backends: readonly string[], match: JsonRecord, what: { readonly [key: string]: Json }): FaultSettings {
  return backends.length === 0 ? [] : [{ match: { backend: [...backends], ...match }, do: what }]
}
