import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { agentFrom, agentSettings } from './agents/agent-from.ts'
import { causedEnvironment, causedTrace, causeOfTrace, causes } from './caused.ts'
import { wallClock } from './clock.ts'

const asked: IncomingHttpHeaders[] = []
const server = createServer((request, response) => {
  asked.push(request.headers)
  response.setHeader('content-type', 'application/json')
  response.end('{"reply":"Hello"}')
})
afterEach(() => {
  asked.length = 0
  server.close()
  server.closeAllConnections()
})

test('a trace tells why it is there, and one that Fieldproof did not begin tells nothing', () => {
  for (const cause of causes) {
    const { traceId, traceparent, baggage } = causedTrace(cause, 'visit-1')
    expect([traceId, causeOfTrace(traceId), causeOfTrace(traceId.toUpperCase())]).toEqual([
      expect.stringMatching(/^[0-9a-f]{32}$/),
      cause,
      cause,
    ])
    expect(traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`))
    expect(baggage).toBe(`fieldproof.origin=${cause}`)
  }
  const hex = fc.stringMatching(/^[0-9a-f]{32}$/)
  fc.assert(fc.property(hex, (traceId) => causeOfTrace(traceId) === undefined))
  expect(causedTrace('simulation', 'visit-1')).not.toEqual(causedTrace('simulation', 'visit-2'))
})

test('an agent is asked to go on with the trace of its conversation, unless the project says another', async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const values = { ...causedTrace('simulation', 'visit-1') }
  for (const headers of [{}, { traceparent: 'another' }]) {
    const agent = agentFrom(agentSettings.parse({ id: 'desk', http: { url, headers } }), { folder: '.', env: {} })
    const session = await agent.open({
      conversationId: 'visit-1',
      channel: 'chat',
      customer: {},
      values,
      clock: wallClock(),
      signal: new AbortController().signal,
      onEvent: () => {},
    })
    await session.send({ text: 'Hi' })
    await session.close()
    await agent.close()
  }
  expect(asked.map(({ traceparent, baggage }) => ({ traceparent, baggage }))).toEqual([
    { traceparent: values.traceparent, baggage: values.baggage },
    { traceparent: 'another', baggage: values.baggage },
  ])
})

test('what is started for a simulation says so of itself, beside what it was told to say', () => {
  expect(causedEnvironment({ A: '1' })).toEqual({ A: '1', OTEL_RESOURCE_ATTRIBUTES: 'fieldproof.origin=simulation' })
  expect(causedEnvironment({ OTEL_RESOURCE_ATTRIBUTES: 'service.name=desk' })).toEqual({
    OTEL_RESOURCE_ATTRIBUTES: 'service.name=desk,fieldproof.origin=simulation',
  })
})
