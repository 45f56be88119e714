import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { type Observatory, openObservatory } from '../../observe/index.ts'
import { parsePact } from '../../pact/index.ts'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'

const cwd = mkdtempSync(join(tmpdir(), 'fieldproof-kept-'))
const folder = join(cwd, '.fieldproof/production')
const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})
let observatory: Observatory
beforeAll(async () => {
  mkdirSync(folder, { recursive: true })
  const now = () => Date.UTC(2026, 2, 2, 12)
  observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now, lookEveryMs: 1e6 })
  for (const [id, customerId] of [
    ['c-1', 'anna'],
    ['c-2', 'anna'],
    ['c-3', 'ben'],
  ]) {
    const events = [{ at: '2026-03-02T10:00:00Z', type: 'message', from: 'agent', text: 'Hello' }]
    const body = Buffer.from(JSON.stringify({ id, customerId, events, ended: true }))
    await observatory.take({ project: 'default', reader: 'conversations', body })
  }
  await observatory.settled()
})
afterAll(async () => {
  await observatory.close()
  rmSync(cwd, { recursive: true })
})

async function fieldproof(...words: readonly string[]) {
  const io = sampleIo({ cwd })
  const code = await runProgram(words, io, '1.2.3')
  return `${io.text()} (${code})`
}

test('what is held is not forgotten until it is released; the log is read again beside a server that runs', async () => {
  expect(await fieldproof('kept', 'hold', 'c-1', '--because', 'a complaint')).toMatchInlineSnapshot(
    `"c-1 is kept until it is released. (0)"`,
  )
  expect(await fieldproof('kept', 'holds')).toMatchInlineSnapshot(
    `"c-1  2026-03-02T09:15:00.000Z  command line  a complaint (0)"`,
  )
  expect(await fieldproof('kept', 'forget', '--customer', 'anna')).toMatchInlineSnapshot(`
    "! problem Somebody wants "c-1" kept, so nothing was forgotten.
    !         See "fieldproof kept holds" for who and why, and release it first.
    !         observe/held  docs/problems/observe-held.md (2)"
  `)
  expect(await fieldproof('kept', 'release', 'c-1')).toMatchInlineSnapshot(`"c-1 is kept as others are. (0)"`)
  expect(await fieldproof('kept', 'forget', '--customer', 'anna')).toMatchInlineSnapshot(
    `"2 conversations are forgotten. The log has what was sent until its retention ends. (0)"`,
  )
  expect(await fieldproof('kept', 'reread', '--days', '7')).toMatchInlineSnapshot(`
    "The log is read again from segment 0 on, by the server that runs or the next that starts.
    "fieldproof status" says how far it is; nothing is graded meanwhile. (0)"
  `)
  expect(await fieldproof('status', '--recount')).toMatchInlineSnapshot(`
    "3  closed
    3  graded
    3  mapped
    6  parts
    3  persisted
    3  received
    2  removed: asked for
    received = persisted + refused + repeated: 3 = 3, holds
    persisted = mapped: 3 = 3, holds
    closed + closed again = graded: 3 = 3, holds
    closed = kept + joined to another + removed: asked for: 3 = 3, holds
    persisted, as the log has it = persisted, as understood: 3 = 3, holds
    under way: the log is read again, from segment 0 on (0)"
  `)
  await observatory.settled()
  expect(await fieldproof('status', '--recount')).toMatchInlineSnapshot(`
    "3  closed
    3  graded
    3  mapped
    6  parts
    3  persisted
    3  received
    2  removed: asked for
    received = persisted + refused + repeated: 3 = 3, holds
    persisted = mapped: 3 = 3, holds
    closed + closed again = graded: 3 = 3, holds
    closed = kept + joined to another + removed: asked for: 3 = 3, holds
    persisted, as the log has it = persisted, as understood: 3 = 3, holds (0)"
  `)
})

test('what cannot be done is told with what can', async () => {
  expect(await fieldproof('kept', 'burn')).toMatchInlineSnapshot(`
    "! problem "burn" is nothing that can be done here.
    !         For example: one of holds, hold, release, forget, reread.
    !         cli/bad-option  docs/problems/cli-bad-option.md (2)"
  `)
  expect(await fieldproof('kept', 'hold', 'c-3')).toMatchInlineSnapshot(`
    "! problem Say why it is held.
    !         For example: --because 'complaint of 2 March'.
    !         cli/bad-option  docs/problems/cli-bad-option.md (2)"
  `)
  expect(await fieldproof('kept', 'forget')).toMatchInlineSnapshot(`
    "! problem Which conversation is meant is missing.
    !         For example: fieldproof kept hold c-1.
    !         cli/bad-option  docs/problems/cli-bad-option.md (2)"
  `)
  expect(await fieldproof('kept', 'forget', 'c-9')).toMatchInlineSnapshot(`
    "! problem There is no conversation "c-9" that this could be done with.
    !         See "fieldproof kept holds" and /v1/conversations; projects are told apart with --name.
    !         observe/no-such-conversation  docs/problems/observe-no-such-conversation.md (2)"
  `)
})
