import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openObserved } from '../../store/index.ts'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'fieldproof-alarms-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

async function run(...words: readonly string[]) {
  const io = sampleIo({ cwd })
  const code = await runProgram(['alarms', ...words], io, '0.0.0')
  return { code, text: io.text() }
}

async function raised() {
  mkdirSync(join(cwd, '.fieldproof/production'), { recursive: true })
  const observed = await openObserved(join(cwd, '.fieldproof/production/observed.db'))
  const raisedMs = Date.UTC(2026, 2, 2, 8)
  const alarm = { project: 'default', raisedMs, evidence: null }
  await observed.together(async ({ alarms }) => {
    const causes = [
      { cause: 'agent', finding: 'speaks-for', because: 'version 2 came in as it began' },
      { cause: 'judge', finding: 'not-looked-at', because: 'it has read nothing again so far' },
    ]
    const because = 'It fell to 90 %.'
    await alarms.put({ ...alarm, id: 'a1', stream: 'warm/chat/2', title: 'warm fell', because, evidence: { causes } })
    await alarms.put({
      ...alarm,
      id: 'a2',
      stream: 'no-data',
      title: 'nothing comes',
      because: 'It was quiet.',
      recoveredMs: raisedMs + 3_600_000,
    })
    const delivery = {
      alarm: 'a1',
      what: 'raised',
      project: 'default',
      createdMs: raisedMs,
      dueMs: raisedMs,
      tries: 1,
    } as const
    await alarms.deliver([
      { ...delivery, target: 'desk', state: 'sent' },
      { ...delivery, target: 'ops', state: 'dead', because: 'the receiver answered 404' },
    ])
  })
  await observed.close()
}

test('what stands is listed with who was told and who could not be', async () => {
  await raised()
  expect(await run()).toMatchInlineSnapshot(`
    {
      "code": 1,
      "text": "alarm      a1  warm fell
      It fell to 90 %.
        agent, likely: version 2 came in as it began
        judge, not looked at: it has read nothing again so far
      warm/chat/2, raised 2026-03-02 08:00 UTC
      told: desk (raised)
      not told: ops (raised): the receiver answered 404",
    }
  `)
})

test('with --all those that have recovered are listed too', async () => {
  await raised()
  expect((await run('--all')).text).toContain('recovered  a2  nothing comes')
})

test('an alarm is acknowledged, a stream silenced and the silence ended', async () => {
  await raised()
  expect((await run('--acknowledge', 'a1')).text).toMatch(/raised 2026-03-02 08:00 UTC, acknowledged \d{4}-/)
  const silenced = await run('--silence', 'warm/*', '--hours', '2', '--because', 'moving house')
  const [, id = ''] = /silent {5}(\w+) {2}warm\/\* until .* UTC: moving house/.exec(silenced.text) ?? []
  expect(id).toHaveLength(8)
  expect((await run('--unsilence', id)).text).not.toContain('silent')
})

test('ids that are not there, and a folder that holds nothing, are told', async () => {
  expect(await run()).toMatchInlineSnapshot(`
    {
      "code": 2,
      "text": "! problem Nothing of production is kept in .fieldproof/production.
    !         Start "fieldproof serve" here first, or name the folder that a server was given with --data.
    !         cli/no-production  docs/problems/cli-no-production.md",
    }
  `)
  await raised()
  expect(await run('--acknowledge', 'a9')).toMatchInlineSnapshot(`
    {
      "code": 2,
      "text": "! problem There is no alarm "a9".
    !         Their ids stand in what "fieldproof alarms --all" prints.
    !         cli/unknown-alarm  docs/problems/cli-unknown-alarm.md",
    }
  `)
  expect((await run('--silence', '*', '--hours', 'ever')).text).toContain('cli/bad-option')
})

test('what happened once is listed for a day, or until somebody acknowledges it', async () => {
  await raised()
  const raisedMs = sampleIo({ cwd }).now().getTime()
  const observed = await openObserved(join(cwd, '.fieldproof/production/observed.db'))
  const alarm = { project: 'default', stream: 'early/leak', title: 'leak', because: 'It leaked.', evidence: null }
  await observed.together(async ({ alarms }) => {
    await alarms.recover('a1', raisedMs)
    await alarms.put({ ...alarm, id: 'e1', raisedMs, recoveredMs: raisedMs, once: true })
    const beforeMs = raisedMs - 25 * 3_600_000
    await alarms.put({ ...alarm, id: 'e0', raisedMs: beforeMs, recoveredMs: beforeMs, once: true })
  })
  await observed.close()
  const { code, text } = await run()
  expect([code, text.includes('alarm      e1  leak'), text.includes('e0')]).toEqual([1, true, false])
  expect(await run('--acknowledge', 'e1')).toMatchObject({ code: 0, text: 'No alarm stands.' })
})
