import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { causeOfTrace } from '../connect/index.ts'
import { readObserveSettings } from '../observe/index.ts'
import { parsePact } from '../pact/index.ts'
import { openObserved } from '../store/index.ts'
import { sampleIo } from './io.sample.ts'
import { workBeside } from './observing.ts'

test('beside the server, the agent is asked canary questions at its address, on a trace that is no production', async () => {
  const causes: unknown[] = []
  const agent = createServer((request, response) => {
    const traceparent = String(request.headers.traceparent)
    causes.push([causeOfTrace(traceparent.split('-')[1] ?? ''), request.headers.authorization])
    response.setHeader('content-type', 'application/json')
    response.end('{"reply":"From nine to five."}')
  })
  agent.listen(0, '127.0.0.1')
  await once(agent, 'listening')
  const { port } = agent.address() as AddressInfo
  const file = `observe:
  drift:
    canary:
      prompts: ['When are you open?']
      answers: 2
      agent:
        http: { url: 'http://127.0.0.1:${port}/', headers: { authorization: 'Bearer {{env.KEY}}' }, reply: $.reply }
`
  const observed = await openObserved(':memory:')
  const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - { id: c, never-says: guarantee }\n', {
    file: 'p.yaml',
    read: () => '',
  })
  const failed: unknown[] = []
  const settings = readObserveSettings(file, 'fieldproof.yaml', { env: { KEY: 'k-1' } })
  const beside = await workBeside(
    { observed, pact, settings, choices: {}, failed: (thrown) => failed.push(thrown) },
    sampleIo({ cwd: '.' }),
  )
  await expect.poll(async () => (await observed.detectors.all('default')).length).toBe(1)
  await beside.close()
  const [row] = await observed.detectors.all('default')
  expect(JSON.parse(row?.state ?? '{}')).toMatchObject({ kind: 'asked', agent: 'agent', isOther: false })
  expect([causes, failed]).toEqual([Array.from({ length: 4 }, () => ['canary', 'Bearer k-1']), []])
  await observed.close()
  agent.close()
})
