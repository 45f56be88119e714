/** Everything behind an agent: its HTTP backends and its MCP servers, started, led and opened to conversations together. */
import type { Json } from '../conversation/index.ts'
import { type BackendSettings, type Backends, startBackends } from './backends/backends.ts'
import type { OpenTrial } from './backends/trial-calls.ts'
import { wallClock } from './clock.ts'
import { type McpSettings, startMcpBackends } from './mcp/mcp-backends.ts'
import type { Values } from './template.ts'

export interface BehindSettings {
  readonly backends: Readonly<Record<string, BackendSettings>>
  readonly mcp: Readonly<Record<string, McpSettings>>
  /** Folder that relative paths start from. */
  readonly folder: string
  /** Where agents that are configured with `fieldproof mcp` find the servers of this run. */
  readonly launchers: string
}

export interface Behind extends Pick<Backends, 'env' | 'exclusive' | 'lead' | 'unplaced' | 'close'> {
  /** Addresses for templates before any conversation: `{{backends.practice.url}}`, `{{mcp.crm.url}}`. */
  readonly addresses: Readonly<Record<string, Json>>
  /** @throws Problem `backends/calls-alike` when calls could not be told from those of another open conversation */
  open(trial: OpenTrial, values: Values): OpenBehind
}

/** What one conversation has of it, until `close`. */
export interface OpenBehind {
  /** For templates: `backends` and `mcp` as this conversation is given them. */
  readonly values: Readonly<Record<string, Json>>
  close(): void
}

/** Starts a proxy for each backend and each MCP server. */
export async function startBehind({ backends, mcp, folder, launchers }: BehindSettings): Promise<Behind> {
  const http = await startBackends(backends, wallClock(), folder)
  const servers = await startMcpBackends(mcp, { folder, launchers }).catch(async (thrown: unknown) => {
    await http.close()
    throw thrown
  })
  const all = [http, servers]
  return {
    env: { ...http.env, ...servers.env },
    exclusive: all.some(({ exclusive }) => exclusive),
    addresses: { backends: addressesOf(http.urls), mcp: addressesOf(servers.urls) },
    lead(values) {
      for (const each of all) each.lead(values)
    },
    open(trial, values) {
      const openHttp = http.open(trial, values)
      try {
        const openServers = servers.open(trial, values)
        return {
          values: { backends: openHttp.values, mcp: openServers.values },
          close() {
            openHttp.close()
            openServers.close()
          },
        }
      } catch (thrown) {
        openHttp.close()
        throw thrown
      }
    },
    unplaced: () => all.flatMap((each) => each.unplaced()),
    async close() {
      for (const each of all) await each.close()
    },
  }
}

function addressesOf(urls: Readonly<Record<string, string>>): Json {
  return Object.fromEntries(Object.entries(urls).map(([name, url]) => [name, { url }]))
}
