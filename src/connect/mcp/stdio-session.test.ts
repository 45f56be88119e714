import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { LedgerEvent } from '../backends/ledger.ts'
import { virtualClock } from '../clock.ts'
import { faultSetOf, faultSetSettings } from '../faults/rule.ts'
import { knownTools } from './known-tools.ts'
import { McpCalls } from './mcp-calls.ts'
import { inPieces } from './pieces.sample.ts'
import { stdioSession } from './stdio-session.ts'

/** A session whose two ends are lists of what came out there. */
function session(rules: readonly unknown[]) {
  const events: LedgerEvent[] = []
  const [toServer, toAgent]: [Buffer[], Buffer[]] = [[], []]
  const faults = rules.length === 0 ? [] : [faultSetOf('faults', faultSetSettings.parse(rules))]
  const emit = (event: LedgerEvent) => void events.push(event)
  const calls = new McpCalls({ id: 't', seed: 1, faults, turn: () => 1, emit }, virtualClock())
  const made = stdioSession({
    server: { name: 'crm', transport: 'stdio', tools: knownTools([]) },
    taker: () => calls,
    toServer: (bytes) => void toServer.push(Buffer.from(bytes)),
    toAgent: (bytes) => void toAgent.push(Buffer.from(bytes)),
    hangUp: () => {},
  })
  return { ...made, events, toServer, toAgent }
}

const settled = () => new Promise((done) => setImmediate(done))
const call = (id: number, tool: string) =>
  `{"jsonrpc":"2.0", "id":${id},"method":"tools/call","params":{"name":"${tool}","arguments":{"big":12345678901234567890}}}\n`

const line = fc.oneof(
  fc.constantFrom('', '\r', '[]', '{}', '{"id":1}', '[{"id":1,"method":"x"}]', '{"jsonrpc":"2.0","method":"note"}\r'),
  fc.constantFrom('{"id":{},"method":"x"}', '{"id":7,"result":{}}', '{"id":7,"error":{"code":1}}', '{"result":3}'),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\n', ' ')),
  fc.json(),
)

test('what is no request and no response passes both ways untouched, whatever it is and however it is cut', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line), inPieces, async (lines, cutUp) => {
      const whole = Buffer.from(lines.map((each) => `${each}\n`).join(''))
      const { fromAgent, fromServer, agentEnded, serverEnded, toServer, toAgent } = session([])
      for (const piece of cutUp(whole)) fromAgent(piece)
      for (const piece of cutUp(whole)) fromServer(piece)
      agentEnded()
      await settled()
      expect(Buffer.concat(toServer).toString('latin1')).toBe(whole.toString('latin1'))
      expect(Buffer.concat(toAgent).toString('latin1')).toBe(whole.toString('latin1'))
      serverEnded()
    }),
  )
})

test('a request and a response that meet no fault pass byte for byte, numbers beyond what JavaScript holds too', async () => {
  const { fromAgent, fromServer, toServer, toAgent } = session([])
  fromAgent(Buffer.from(call(1, 'book')))
  await settled()
  expect(toServer.join('')).toBe(call(1, 'book'))
  const answer = '{"result": {"content":[], "at":98765432109876543210},"id":1,"jsonrpc":"2.0"}\r\n'
  fromServer(Buffer.from(answer))
  await settled()
  expect(toAgent.join('')).toBe(answer)
})

test('answers may come in any order, each to whoever asked', async () => {
  const { fromAgent, fromServer, toAgent, events } = session([])
  fromAgent(Buffer.from(call(1, 'book') + call(2, 'pay')))
  fromServer(Buffer.from('{"jsonrpc":"2.0","id":2,"result":{"content":[],"isError":true}}\n'))
  fromServer(Buffer.from('{"jsonrpc":"2.0","id":1,"result":{"content":[]}}\n'))
  await settled()
  expect(toAgent.map((each) => JSON.parse(each.toString()).id)).toEqual([2, 1])
  expect(events.map((event) => ('outcome' in event ? `${event.callId} ${event.outcome}` : event.tool))).toEqual([
    'book',
    'pay',
    'crm-2 error',
    'crm-1 ok',
  ])
})

test('the second of a doubled call has an id of its own, and its answer goes nowhere', async () => {
  const { fromAgent, fromServer, toServer, toAgent } = session([{ do: { 'double-apply': {} } }])
  fromAgent(Buffer.from(call(1, 'book')))
  await settled()
  fromServer(Buffer.from('{"jsonrpc":"2.0","id":1,"result":{"content":["first"]}}\n'))
  await settled()
  expect(toServer.map((each) => JSON.parse(each.toString()).id)).toEqual([1, 'fieldproof-1'])
  expect(toAgent).toEqual([])
  fromServer(Buffer.from('{"jsonrpc":"2.0","id":"fieldproof-1","result":{"content":["second"]}}\n'))
  await settled()
  expect(toAgent.join('')).toBe('{"jsonrpc":"2.0","id":1,"result":{"content":["first"]}}\n')
})

test('a call that is under way when the server ends goes into the ledger as never answered', async () => {
  const { fromAgent, serverEnded, events } = session([])
  fromAgent(Buffer.from(call(1, 'book')))
  serverEnded()
  await settled()
  expect(events.at(-1)).toMatchObject({ outcome: 'error', exchange: { delivered: 'nothing', commits: 0 } })
})
