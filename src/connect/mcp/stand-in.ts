/**
 * An MCP server with faults, without a project: for a test of one's own.
 *
 * It is one conversation from beginning to end. For many, with customers, declare the server in a project.
 */
import type { LedgerEvent } from '../backends/ledger.ts'
import { type FaultSet, faultSetOf, faultSetSettings } from '../faults/rule.ts'
import { type McpBackends, mcpSettings, startMcpBackends } from './mcp-backends.ts'

/** What a stand-in for an MCP server does, wherever the server is. */
export interface McpStandInOptions {
  /** Rules as under `faults:` of a project: `[{ match: { tool: 'book' }, do: { 'lost-reply': { by: 'hang' } } }]`. */
  readonly faults?: readonly unknown[]
  /** Decides every draw. Default 1. */
  readonly seed?: number
  /** Tools that change nothing, where the server does not say so itself. */
  readonly reads?: readonly string[]
  /** Called with every call of a tool and with what came of it. */
  onEvent?(event: LedgerEvent): void
}

interface StandIn {
  /** Every call of a tool so far, with what the server really answered. */
  readonly events: readonly LedgerEvent[]
  close(): Promise<void>
}

/** A command for the agent to start in place of its MCP server. */
export interface McpStdioProxy extends StandIn {
  readonly command: string
  readonly args: readonly string[]
}

/** An address for the agent to use in place of its MCP server's. */
export interface McpHttpProxy extends StandIn {
  readonly url: string
}

const name = 'server'

/**
 * Stands in front of an MCP server that speaks over stdio.
 *
 * @param options.command program and arguments of the real server
 * @param options.folder where it runs; default where the agent runs
 * @throws ZodError when a rule is not one
 */
export async function mcpStdioProxy(
  options: McpStandInOptions & { readonly command: readonly [string, ...string[]]; readonly folder?: string },
): Promise<McpStdioProxy> {
  const { command, folder, reads = [] } = options
  const settings = mcpSettings.parse({ command: [...command], reads, ...(folder !== undefined && { cwd: folder }) })
  const { values, ...standIn } = await standInFor(await startMcpBackends({ [name]: settings }), options)
  const { program = '', launcher = '' } = values
  return { command: program, args: [launcher], ...standIn }
}

/**
 * Stands in front of an MCP server that speaks over streamable HTTP.
 *
 * @param options.upstream the real server's endpoint
 * @param options.allow hosts beyond this machine that may be reached; default none
 * @throws Problem `backends/upstream-not-allowed`, ZodError when a rule is not one
 */
export async function mcpHttpProxy(
  options: McpStandInOptions & { readonly upstream: string; readonly allow?: readonly string[] },
): Promise<McpHttpProxy> {
  const { upstream, allow = [], reads = [] } = options
  const settings = mcpSettings.parse({ upstream, allow, reads, correlate: { lease: true } })
  const { values, ...standIn } = await standInFor(await startMcpBackends({ [name]: settings }), options)
  return { url: values.url ?? '', ...standIn }
}

async function standInFor(backends: McpBackends, { faults = [], seed = 1, onEvent }: McpStandInOptions) {
  const events: LedgerEvent[] = []
  try {
    const sets: readonly FaultSet[] = faults.length === 0 ? [] : [faultSetOf('faults', faultSetSettings.parse(faults))]
    backends.lead({})
    const emit = (event: LedgerEvent) => {
      events.push(event)
      onEvent?.(event)
    }
    const trial = backends.open({ id: 'conversation', seed, faults: sets, turn: () => 1, emit }, {})
    const close = async () => {
      trial.close()
      await backends.close()
    }
    return { events, close, values: trial.values[name] ?? {} }
  } catch (thrown) {
    await backends.close()
    throw thrown
  }
}
