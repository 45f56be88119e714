/** The example's bots on every channel: which of them book twice when a message comes twice. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sampleIo } from '../../src/cli/io.sample.ts'
import { runProgram } from '../../src/cli/program.ts'
import { openStore } from '../../src/store/index.ts'

/** By channel, of how many conversations the bookings were as expected. */
async function bookedOnce(careful: boolean): Promise<Readonly<Record<string, string>>> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-channels-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const file = join(folder, 'runs.db')
  const io = sampleIo({ cwd: process.cwd(), env: { ...process.env, CAREFUL: careful ? '1' : '' } })
  expect(await runProgram(['simulate', 'examples/channels', '--store', file], io, '0.0.0')).toBe(careful ? 0 : 1)
  const store = await openStore(file)
  try {
    const [run] = await store.runs()
    const counts = new Map<string, { held: number; n: number }>()
    for await (const { conversation, verdict } of store.trials(run?.id ?? '')) {
      const outcome = verdict.findings.find(({ condition }) => condition === 'books-once')?.outcome
      const { held, n } = counts.get(conversation.channel) ?? { held: 0, n: 0 }
      counts.set(conversation.channel, { held: held + (outcome === 'held' ? 1 : 0), n: n + 1 })
    }
    return Object.fromEntries([...counts].map(([channel, { held, n }]) => [channel, `${held} of ${n}`]).sort())
  } finally {
    await store.close()
  }
}

test('bots as people write them book twice on every channel when messages come twice', async () => {
  const held = await bookedOnce(false)
  expect(Object.keys(held)).toEqual(['email', 'slack', 'sms', 'whatsapp'])
  // How many of five depends on the draws of the seed; one that is booked twice is enough to be seen.
  expect(Object.values(held).filter((each) => !/^[0-4] of 5$/.test(each))).toEqual([])
})

test('bots that look at the ids of messages book once', async () => {
  expect(await bookedOnce(true)).toEqual({
    email: '5 of 5',
    slack: '5 of 5',
    sms: '5 of 5',
    whatsapp: '5 of 5',
  })
})
