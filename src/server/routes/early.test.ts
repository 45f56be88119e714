import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { openObservatory } from '../../observe/index.ts'
import { parsePact } from '../../pact/index.ts'
import { openServer } from '../open-server.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})

test('what a conversation that goes on has already broken can be asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-early-'))
  const now = () => 1_772_445_600_000
  const observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now })
  const server = await openServer({ observatory, now, version: '0', port: 0 })
  await fetch(`${server.url}/v1/conversations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      id: 'c',
      events: [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent', text: 'I guarantee it.' }],
    }),
  })
  await observatory.settled()
  const answer = await fetch(`${server.url}/v1/early-violations`)
  const read = await answer.json()
  await server.close()
  await observatory.close()
  await rm(folder, { recursive: true })
  expect(read).toEqual({
    violations: [
      {
        conversation: 'c',
        condition: 'no-guarantees',
        seenMs: 1_772_445_600_000,
        because: expect.stringContaining('guarantee'),
        at: [0],
      },
    ],
  })
})
