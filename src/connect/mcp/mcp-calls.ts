/** The requests of one conversation to its MCP servers: met by faults, and calls of tools written into the ledger. */
import type { OpenTrial } from '../backends/trial-calls.ts'
import type { Clock } from '../clock.ts'
import type { RecordedTools } from '../recordings/replay-tools.ts'
import type { KnownTools } from './known-tools.ts'
import type { Ask } from './mcp-fault.ts'
import { type Delivered, type McpEntry, mcpCallEvent, mcpResultEvent } from './mcp-ledger.ts'
import { McpFaults, type Transport } from './mcp-struck.ts'
import { notRecordedOf, resultOf } from './recorded-answer.ts'
import { argumentsOf, isDone, type McpReply, type McpRequest, noAnswer, toolOf } from './rpc.ts'

/** One server as its requests need it. */
export interface McpServer {
  readonly name: string
  readonly transport: Transport
  readonly tools: KnownTools
}

export interface McpExchange {
  /** What goes to the agent. */
  readonly reply: McpReply
  /** Notifications that go to it first, by method. */
  readonly notes: readonly string[]
  /** To be called when the reply has left, or the agent has gone. */
  done(delivered: Delivered): void
}

export class McpCalls {
  readonly id: string
  private readonly trial: OpenTrial
  private readonly clock: Clock
  private readonly beganMs: number
  private readonly faults: McpFaults
  private readonly open = new Set<(delivered: Delivered) => void>()
  private readonly succeeded = new Set<string>()
  private readonly recorded: ReadonlyMap<string, RecordedTools>
  private calls = 0
  private closed = false

  /** @param recorded what answers calls of tools in a server's place, by its name */
  constructor(trial: OpenTrial, clock: Clock, recorded: ReadonlyMap<string, RecordedTools> = new Map()) {
    this.id = trial.id
    this.trial = trial
    this.clock = clock
    this.recorded = recorded
    this.beganMs = clock.nowMs()
    this.faults = new McpFaults(trial.faults, trial.seed)
  }

  /**
   * @param ask asks the server; rejects when it cannot answer
   * @param gone aborted when the agent has gone away
   */
  async exchange(request: McpRequest, server: McpServer, ask: Ask, gone: AbortSignal): Promise<McpExchange> {
    const { name, transport, tools } = server
    const startMs = this.clock.nowMs()
    const tool = toolOf(request)
    const writes = tool !== undefined && tools.writes(tool)
    const strike = this.faults.strike(
      {
        backend: name,
        protocol: 'mcp',
        tool: tool ?? '',
        method: request.method.toUpperCase(),
        path: tool ?? '',
        writes,
        turn: this.trial.turn(),
        sinceMs: startMs - this.beganMs,
        succeeded: (what) => this.succeeded.has(what),
      },
      transport,
    )
    const facts = { struck: strike.struck, askedMs: startMs - this.beganMs }
    const call = tool === undefined ? undefined : this.record(request, tool, { ...facts, backend: name, writes })
    const notes = new Set<string>()
    const asked = async (sent: McpRequest) => {
      const reply = this.recordedReply(sent, name, call) ?? (await ask(sent))
      if (sent.method === 'tools/list') tools.learn(reply)
      call?.answered(toolOf(sent) ?? '', reply)
      return reply
    }
    const lent = {
      sleep: (ms: number) => this.clock.sleep(ms, gone).catch(() => {}),
      notify: (method: string) => void notes.add(method),
    }
    const reply = await strike.around(asked, lent)(request).catch(noAnswer)
    call?.gets(reply)
    return { reply, notes: [...notes], done: (delivered) => call?.done(delivered) }
  }

  private recordedReply(
    request: McpRequest,
    server: string,
    call: { differs(names: readonly string[]): void } | undefined,
  ): McpReply | undefined {
    const tools = this.recorded.get(server)
    const tool = toolOf(request)
    if (tools === undefined || tool === undefined) return undefined
    const found = tools.answer(tool, argumentsOf(request))
    if (found === undefined) return this.trial.recorded?.[server]?.misses === 'pass' ? undefined : notRecordedOf(tool)
    call?.differs(found.differs)
    return resultOf(found)
  }

  private record(
    request: McpRequest,
    tool: string,
    facts: Pick<McpEntry, 'struck' | 'askedMs' | 'backend' | 'writes'>,
  ) {
    this.calls += 1
    const callId = `${facts.backend}-${this.calls}`
    const answers: McpReply[] = []
    const startMs = this.clock.nowMs()
    let known = tool
    let got: McpReply | undefined
    let recorded: readonly string[] | undefined
    const done = (delivered: Delivered) => {
      if (!this.open.delete(done)) return
      if (answers.some(isDone)) this.succeeded.add(tool)
      const entry = { ...facts, callId, tool: known, answers, delivered, tookMs: this.clock.nowMs() - startMs }
      const came = { ...(got !== undefined && { got }), ...(recorded !== undefined && { recorded }) }
      if (!this.closed) this.trial.emit(mcpResultEvent({ ...entry, ...came }))
    }
    this.open.add(done)
    if (!this.closed) this.trial.emit(mcpCallEvent(callId, tool, argumentsOf(request)))
    return {
      answered: (name: string, reply: McpReply) => {
        known = name
        answers.push(reply)
      },
      gets: (reply: McpReply) => {
        got = reply
      },
      differs: (names: readonly string[]) => {
        recorded = names
      },
      done,
    }
  }

  /** Writes what is still under way into the ledger as it stands now. Nothing is told afterwards. */
  close(): void {
    for (const done of [...this.open]) done('nothing')
    this.closed = true
    for (const tools of this.recorded.values()) tools.close()
  }
}
