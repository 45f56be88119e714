/** What every kind of fault of MCP servers has to keep, whatever it does. */
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { keyedRandom } from '../../stats/index.ts'
import type { AnyMcpFaultKind, McpFault, McpFaultContext } from './mcp-fault.ts'
import type { McpReply, McpRequest } from './rpc.ts'

const list: McpReply = {
  result: {
    tools: [{ name: 'book', description: 'Books.', inputSchema: { type: 'object' }, outputSchema: { type: 'object' } }],
  },
}
const done: McpReply = {
  result: { content: [{ type: 'text', text: '{"startsAt":"09:30"}' }], structuredContent: { startsAt: '09:30' } },
}
const requests: Readonly<Record<string, McpRequest>> = {
  ping: { id: 1, method: 'ping', params: {} },
  list: { id: 2, method: 'tools/list', params: {} },
  call: { id: 3, method: 'tools/call', params: { name: 'book', arguments: { slot: '09:30' } } },
}

const answer = async ({ method }: McpRequest): Promise<McpReply> => {
  if (method === 'tools/call') return done
  return method === 'tools/list' ? list : { result: {} }
}

function context(): McpFaultContext {
  const random = keyedRandom(1, 'conformance')
  return { random, nth: 1, strikes: true, memory: new Map(), sleep: async () => {}, notify: () => {} }
}

export function mcpFaultConformance(kind: AnyMcpFaultKind): void {
  const made = (): McpFault => {
    const { [kind.kind]: given } = parse(kind.example) as Record<string, unknown>
    return kind.create(kind.options.parse(given) as never)
  }

  describe(`the MCP fault ${kind.kind}`, () => {
    test('has an example that works, and says what it does in words that follow "the backend"', () => {
      expect(made().explain()).toMatch(/^[a-z].*[^.]$/)
      expect(kind.summary).not.toBe('')
    })

    test('does the same each time with the same seed', async () => {
      const once = () => Promise.all(Object.values(requests).map((request) => made().meet(request, answer, context())))
      expect(await once()).toEqual(await once())
    })

    test('answers the same id, method and server that it was asked about, or leaves them alone', async () => {
      const asked: McpRequest[] = []
      const ask = async (request: McpRequest) => {
        asked.push(request)
        return answer(request)
      }
      await made().meet(requests.call as McpRequest, ask, context())
      for (const { id, method } of asked) expect([id, method]).toEqual([3, 'tools/call'])
    })

    test('changes nothing that is shared: what the server answered is as it was', async () => {
      const before = JSON.stringify([list, done])
      for (const request of Object.values(requests)) await made().meet(request, answer, context())
      expect(JSON.stringify([list, done])).toBe(before)
    })

    const { always } = made()
    const stands = [...(kind.lasts ? [made().meet] : []), ...(always ? [always] : [])]
    if (stands.length === 0) return
    test('what has nothing to do with tools passes, for as long as it lasts', async () => {
      for (const meet of stands) {
        expect(await meet(requests.ping as McpRequest, answer, context())).toEqual({ result: {} })
      }
    })
  })
}
