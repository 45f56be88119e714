/**
 * The MCP servers of a project: each behind a launcher (stdio) or a proxy (HTTP), opened to conversations like other
 * backends, in whose terms they are offered.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import { Problem } from '../../problem.ts'
import type { Backends, TrialBackends } from '../backends/backends.ts'
import { type Correlation, correlateSettings, correlationOf } from '../backends/correlate.ts'
import { headerOf } from '../backends/exchange.ts'
import { liveSource } from '../backends/live.ts'
import { type BackendProxy, startProxy } from '../backends/proxy.ts'
import { routesOf } from '../backends/routes.ts'
import type { Source } from '../backends/source.ts'
import type { OpenTrial } from '../backends/trial-calls.ts'
import { allowedUpstream } from '../backends/upstream.ts'
import { type Clock, wallClock } from '../clock.ts'
import { recordedTools } from '../recordings/replay-tools.ts'
import { fillText, type Values } from '../template.ts'
import { answerOverHttp, sessionHeader } from './http-session.ts'
import { type KnownTools, knownTools } from './known-tools.ts'
import { McpCalls } from './mcp-calls.ts'
import { type Passing, passing } from './mcp-passing.ts'
import { type StdioHost, startStdioHost } from './stdio-host.ts'

const reads = z
  .array(z.string())
  .default([])
  .describe('Tools that change nothing. Those that the server lists with readOnlyHint need no naming.')

const tools = z
  .array(z.string())
  .default([])
  .describe(
    'Tools that it offers, so that what they answered in production can be given again. Default, where the project has one server, those that no backend names.',
  )

const stdioSettings = z.strictObject({
  command: z
    .union([z.string(), z.array(z.string()).nonempty()])
    .describe('How the real server is started, over stdio: node server.mjs.'),
  cwd: z.string().optional().describe('Folder it runs in, relative to the project file. Default where the agent is.'),
  environment: z.record(z.string(), z.string()).default({}).describe('Variables for it, besides those of the agent.'),
  env: z
    .string()
    .optional()
    .describe('An environment variable that tells the started agent the command to start in its place: CRM_COMMAND.'),
  correlate: z
    .union([
      z.strictObject({ conversation: z.string().describe('What the launcher is told, {{conversation}}, in each.') }),
      z.strictObject({ lease: z.literal(true) }),
    ])
    .default({ lease: true })
    .describe('How calls of different conversations are told apart. Default there is one at a time: lease: true.'),
  reads,
  tools,
})

const httpSettings = z.strictObject({
  upstream: z.string().describe("The real server's endpoint, over streamable HTTP: {{start.crm}}/mcp."),
  env: z.string().optional().describe("An environment variable that tells the started agent the proxy's address."),
  allow: z.array(z.string()).default([]).describe('Hosts beyond this machine that may be reached. Default none.'),
  correlate: correlateSettings.describe('How calls of different conversations are told apart.'),
  reads,
  tools,
})

export const mcpSettings = z.union([stdioSettings, httpSettings])
export type McpSettings = z.output<typeof mcpSettings>

export interface McpBackends extends Pick<Backends, 'urls' | 'env' | 'exclusive' | 'lead' | 'unplaced' | 'close'> {
  /** @throws Problem `backends/calls-alike` when calls could not be told from those of another open conversation */
  open(trial: OpenTrial, values: Values): McpTrialBackends
}

/** The servers as one conversation has them, until `close`: `{{mcp.crm.url}}`, `{{mcp.crm.command}}`. */
interface McpTrialBackends extends Pick<TrialBackends, 'close'> {
  readonly values: Readonly<Record<string, Readonly<Record<string, string>>>>
}

export interface McpOptions {
  /** What relative folders start from. Default the current one. */
  readonly folder?: string
  /** Where `fieldproof mcp <name>` finds the launchers of the run that is going on. Default it finds none. */
  readonly launchers?: string
  readonly clock?: Clock
}

/** Starts what stands in front of each server. @param settings by the server's name */
export async function startMcpBackends(
  settings: Readonly<Record<string, McpSettings>>,
  { folder = '.', launchers, clock = wallClock() }: McpOptions = {},
): Promise<McpBackends> {
  const entries = Object.entries(settings)
  const stdio = entries.flatMap(([name, each]) =>
    'command' in each ? [new StdioServer(name, each, resolve(folder))] : [],
  )
  const http = entries.flatMap(([name, each]) => ('upstream' in each ? [new HttpServer(name, each)] : []))
  const all = [...stdio, ...http]
  const host = stdio.length === 0 ? undefined : await hostOf(stdio, launchers)
  await Promise.all(http.map((server) => server.start()))
  return {
    urls: Object.fromEntries(http.map(({ name, url }) => [name, url])),
    env: Object.fromEntries(
      all.flatMap((server) => (server.settings.env === undefined ? [] : [[server.settings.env, server.place('')]])),
    ),
    exclusive: all.some(({ correlation }) => correlation.exclusive),
    lead(values) {
      for (const server of http) server.lead(values)
      for (const server of stdio) server.lead(values)
    },
    open(trial, values) {
      const calls = new McpCalls(trial, clock, recordedBy(trial, settings, folder))
      const entered: { readonly server: StdioServer | HttpServer; readonly key: string }[] = []
      const leave = () => {
        for (const { server, key } of entered) server.trials.delete(key)
      }
      try {
        for (const server of all) entered.push({ server, key: enter(server, calls, values) })
      } catch (thrown) {
        leave()
        throw thrown
      }
      return {
        values: Object.fromEntries(entered.map(({ server, key }) => [server.name, server.values(key)])),
        close() {
          leave()
          calls.close()
        },
      }
    },
    unplaced: () => all.flatMap((server) => server.unplaced()),
    async close() {
      for (const server of http) await server.close()
      await host?.close()
    },
  }
}

/** What answers in the place of servers of which a conversation brings a recording. */
function recordedBy({ recorded = {} }: OpenTrial, settings: Readonly<Record<string, McpSettings>>, folder: string) {
  const replays = Object.entries(recorded).filter(([name]) => Object.hasOwn(settings, name))
  return new Map(replays.map(([name, replay]) => [name, recordedTools(replay, resolve(folder, replay.from))]))
}

function enter({ name, correlation, trials }: StdioServer | HttpServer, calls: McpCalls, values: Values): string {
  const key = fillText(correlation.value, values)
  if (trials.has(key)) {
    throw new Problem({
      code: 'backends/calls-alike',
      message: `Two conversations would call the MCP server "${name}" at once, and nothing tells their calls apart (${correlation.explain()}).`,
      hint: 'Run one at a time with "--concurrency 1", or say under "correlate:" how each is known: docs/how-to/break-mcp-servers.md.',
    })
  }
  trials.set(key, calls)
  return key
}

function unplacedOf(backend: string, { unplaced }: Passing, correlation: Kept) {
  const { n, example } = unplaced()
  return n === 0 ? [] : [{ backend, n, example, by: correlation.explain() }]
}

type Kept = Pick<Correlation, 'explain' | 'value' | 'exclusive'>

class StdioServer {
  readonly name: string
  readonly settings: z.output<typeof stdioSettings>
  readonly correlation: Kept
  readonly trials = new Map<string, McpCalls>()
  readonly tools: KnownTools
  /** The launcher's file. */
  file = ''
  private readonly folder: string
  private command: readonly string[]
  private readonly passing: Passing

  constructor(name: string, settings: z.output<typeof stdioSettings>, folder: string) {
    this.name = name
    this.settings = settings
    this.folder = folder
    this.tools = knownTools(settings.reads)
    this.passing = passing(this.tools)
    const { command, correlate } = settings
    this.command = typeof command === 'string' ? command.trim().split(/\s+/) : command
    this.correlation =
      'lease' in correlate
        ? { explain: () => 'one conversation at a time', value: '', exclusive: true }
        : { explain: () => 'what its launcher is told', value: correlate.conversation, exclusive: false }
  }

  /** The command for the agent. @param key the conversation; empty when the agent tells it itself */
  place(key: string): string {
    const words = [process.execPath, this.file, ...(key === '' ? [] : [`--conversation=${key}`])]
    return words.map((word) => (/[\s"']/.test(word) ? JSON.stringify(word) : word)).join(' ')
  }

  values(key: string) {
    return { command: this.place(key), program: process.execPath, launcher: this.file, conversation: key }
  }

  lead(values: Values): void {
    this.command = this.command.map((word) => fillText(word, values))
  }

  hosted() {
    const { cwd, environment } = this.settings
    return {
      server: { name: this.name, transport: 'stdio' as const, tools: this.tools },
      command: () => this.command,
      folder: cwd === undefined ? undefined : resolve(this.folder, cwd),
      env: environment,
      taker: (conversation = '') => this.trials.get(this.correlation.exclusive ? '' : conversation) ?? this.passing,
    }
  }

  unplaced() {
    return unplacedOf(this.name, this.passing, this.correlation)
  }
}

async function hostOf(servers: readonly StdioServer[], launchers: string | undefined): Promise<StdioHost> {
  const host = await startStdioHost(new Map(servers.map((server) => [server.name, server.hosted()])))
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-mcp-'))
  if (launchers !== undefined) await mkdir(launchers, { recursive: true, mode: 0o700 })
  for (const server of servers) {
    server.file = join(folder, `${server.name}.mjs`)
    const files = launchers === undefined ? [server.file] : [server.file, join(launchers, `${server.name}.mjs`)]
    for (const file of files) {
      await rm(file, { force: true })
      await writeFile(file, host.launcher(server.name), { mode: 0o600 })
    }
  }
  return {
    ...host,
    async close() {
      await rm(folder, { recursive: true, force: true })
      for (const { name } of launchers === undefined ? [] : servers) {
        await removeIfOurs(join(launchers ?? '', `${name}.mjs`), host.launcher(name))
      }
      await host.close()
    },
  }
}

/** Another run may have put its own in the place of ours meanwhile. */
async function removeIfOurs(file: string, text: string): Promise<void> {
  const found = await readFile(file, 'utf8').catch(() => '')
  if (found === text) await rm(file, { force: true })
}

class HttpServer {
  readonly name: string
  readonly settings: z.output<typeof httpSettings>
  readonly correlation: Correlation
  readonly trials = new Map<string, McpCalls>()
  private readonly tools: KnownTools
  private readonly passing: Passing
  private readonly memory = { lost: new Set<string>(), unresumable: new Set<string>() }
  /** Sessions by what their first request said: later ones need not say it again. */
  private readonly sessions = new Map<string, string>()
  private hasPath = false
  private proxy: BackendProxy | undefined
  private behind: Source | undefined

  constructor(name: string, settings: z.output<typeof httpSettings>) {
    this.name = name
    this.settings = settings
    this.tools = knownTools(settings.reads)
    this.passing = passing(this.tools)
    const correlation = correlationOf(settings.correlate)
    this.correlation = {
      ...correlation,
      keyOf: (call) => correlation.keyOf(call) ?? this.sessions.get(headerOf(call.headers, sessionHeader) ?? '') ?? '',
    }
  }

  async start(): Promise<void> {
    const { name, correlation, tools } = this
    const source: Source = {
      explain: () => this.source().explain(),
      ask: (call, context) => this.source().ask({ ...call, target: this.targetOf(call.target) }, context),
      close: async () => {},
    }
    const server = { name, transport: 'http' as const, tools }
    this.proxy = await startProxy({
      name,
      correlation,
      source,
      routes: routesOf({ tools: {}, reads: [] }),
      trialOf: (key) => {
        const taker = this.trials.get(key) ?? this.passing
        const began = (session: string) => void this.sessions.set(session, key)
        return {
          answer: (call, behind, response) =>
            answerOverHttp(call, { server, source: behind.source, taker, began, ...this.memory }, response),
        }
      },
    })
  }

  get url(): string {
    return this.proxy?.url ?? ''
  }

  place(key: string): string {
    return key === '' ? this.url : this.correlation.address(this.url, key)
  }

  values(key: string) {
    return { url: this.place(key) }
  }

  lead(values: Values): void {
    const { upstream, allow } = this.settings
    const url = allowedUpstream(fillText(upstream, values), allow, this.name)
    this.hasPath = url.pathname !== '/'
    this.behind = liveSource(url)
  }

  /** The upstream is the endpoint itself: what is asked of the proxy's root is asked of it, without a slash at its end. */
  private targetOf(target: string): string {
    return this.hasPath ? target.replace(/^\/(?=$|\?)/, '') : target
  }

  private source(): Source {
    if (this.behind === undefined) throw new Error('it is not known yet where this MCP server is')
    return this.behind
  }

  unplaced() {
    return unplacedOf(this.name, this.passing, this.correlation)
  }

  async close(): Promise<void> {
    await this.proxy?.close()
    await this.behind?.close()
  }
}
