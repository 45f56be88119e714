/**
 * One agent process and one real MCP server process, speaking in lines through here.
 *
 * Requests of a conversation may meet faults; everything else, and whatever is no JSON-RPC, passes as it came, byte
 * for byte: also responses that no fault has changed.
 */
import { byteLines } from './line-reader.ts'
import type { McpServer } from './mcp-calls.ts'
import type { Taker } from './mcp-passing.ts'
import {
  type McpReply,
  type McpRequest,
  noteText,
  objectIn,
  requestIn,
  requestText,
  responseIn,
  responseText,
} from './rpc.ts'

export interface StdioEnds {
  readonly server: McpServer
  /** The conversation that a request belongs to now, or nobody. */
  taker(): Taker
  toServer(bytes: Uint8Array): void
  toAgent(bytes: Uint8Array): void
  /** Ends the connection to the agent, as when the server's process had ended. */
  hangUp(): void
}

interface Waiting {
  answered(reply: McpReply, line: Buffer): void
  failed(because: Error): void
}

export interface StdioSession {
  fromAgent(bytes: Uint8Array): void
  fromServer(bytes: Uint8Array): void
  /** The server's output has ended. */
  serverEnded(): void
  /** The agent's output has ended. */
  agentEnded(): void
}

export function stdioSession(ends: StdioEnds): StdioSession {
  const waiting = new Map<string | number, Waiting>()
  const gone = new AbortController()
  const lineOf = new WeakMap<McpReply, Buffer>()
  let asked = 0

  const ask = (request: McpRequest, line: Buffer): Promise<McpReply> =>
    new Promise((resolve, reject) => {
      waiting.set(request.id, {
        answered(reply, answer) {
          lineOf.set(reply, answer)
          resolve(reply)
        },
        failed: reject,
      })
      ends.toServer(line)
    })

  async function meet(request: McpRequest, line: Buffer): Promise<void> {
    let isFirst = true
    const askAs = (sent: McpRequest) => {
      const isAsCame = isFirst && sent === request
      // The id of the agent stands for one request only; whatever else is asked for its sake has an id of ours.
      const id = isFirst ? request.id : `fieldproof-${++asked}`
      isFirst = false
      return ask({ ...sent, id }, isAsCame ? line : lineFor(requestText({ ...sent, id })))
    }
    const { reply, notes, done } = await ends.taker().exchange(request, ends.server, askAs, gone.signal)
    if (gone.signal.aborted) return done('nothing')
    for (const method of notes) ends.toAgent(lineFor(noteText(method)))
    const text = responseText(request.id, reply)
    if (text !== undefined) ends.toAgent(unchanged(reply, request) ?? lineFor(text))
    done(text === undefined ? 'nothing' : 'whole')
    if ('none' in reply && reply.none !== 'silence') ends.hangUp()
  }

  const unchanged = (reply: McpReply, { id }: McpRequest): Buffer | undefined => {
    const line = lineOf.get(reply)
    return line !== undefined && responseIn(objectIn(line.toString('utf8')))?.id === id ? line : undefined
  }

  const agentLines = byteLines((line) => {
    const request = requestIn(objectIn(line.toString('utf8')))
    if (request === undefined) ends.toServer(line)
    else void meet(request, line)
  })
  const serverLines = byteLines((line) => {
    const response = responseIn(objectIn(line.toString('utf8')))
    const waits = response && waiting.get(response.id)
    if (response === undefined || waits === undefined) return ends.toAgent(line)
    waiting.delete(response.id)
    waits.answered(response.reply, line)
  })
  const endWaiting = (because: string) => {
    for (const waits of waiting.values()) waits.failed(new Error(because))
    waiting.clear()
  }

  return {
    fromAgent: (bytes) => agentLines.push(bytes),
    fromServer: (bytes) => serverLines.push(bytes),
    serverEnded() {
      serverLines.end()
      gone.abort()
      endWaiting('its process has ended')
    },
    agentEnded() {
      agentLines.end()
    },
  }
}

const lineFor = (text: string): Buffer => Buffer.from(`${text}\n`)
