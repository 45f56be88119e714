/** Backends in each of their modes, as people meet them: the real program, a real backend, a small agent of its own. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { clinicFiles, deskFile, type JourneyProject, journeyProject, openDesk } from './backends-project.ts'

interface Report {
  readonly conversations: {
    readonly n: number
    readonly clean: number
    readonly violating: number
    readonly unjudged: number
  }
  readonly promises: readonly {
    readonly id: string
    readonly counts: { readonly held: number; readonly violated: number; readonly unjudged: number }
  }[]
  readonly faults: readonly {
    readonly id: string
    readonly counts: { readonly trials: number; readonly struck: number }
    readonly breaks: readonly { readonly id: string }[]
  }[]
}

interface Ran {
  readonly code: number | null
  readonly out: string
  readonly report: Report
  /** How often each promise held, was violated, was unjudged. */
  readonly promises: Readonly<Record<string, string>>
}

async function simulate(project: JourneyProject, ...words: readonly string[]): Promise<Ran> {
  const { code, out } = await project.run('simulate', '--json', 'report.json', '--html', 'report.html', ...words)
  const file = join(project.folder, 'report.json')
  if (!existsSync(file)) throw new Error(`there is no report: ${out}`)
  const report = JSON.parse(readFileSync(file, 'utf8')) as Report
  const promises = report.promises.map(({ id, counts: { held, violated, unjudged } }) => [
    id,
    `${held} held, ${violated} violated, ${unjudged} unjudged`,
  ])
  return { code, out, report, promises: Object.fromEntries(promises) }
}

const byHeader = 'correlate: { header: x-conversation }'
const header = 'x-conversation'
const allHeld = {
  'booked-means-booked': '4 held, 0 violated, 0 unjudged',
  'ends-as-expected': '8 held, 0 violated, 0 unjudged',
}
const recording = 'recordings/practice.har'

test('what was recorded is replayed with the same verdicts, and nothing of the backend is needed', async () => {
  const desk = await openDesk()
  const upstream = `upstream: ${desk.url}`
  const backend = `${upstream}\n    ${byHeader}\n    mode: { record: { to: ${recording} } }`
  const project = journeyProject({ 'fieldproof.yaml': deskFile({ backend, header }) })
  const recorded = await simulate(project)
  expect([recorded.promises, recorded.code]).toEqual([allHeld, 0])

  expect(await project.run('recheck', recording, desk.url)).toMatchObject({ code: 0 })
  desk.startField = 'startTime'
  const later = await project.run('recheck', recording, desk.url)
  expect([later.code, later.out]).toEqual([1, expect.stringMatching(/changed {2}GET \/slots 200[\s\S]*startTime/)])

  await desk.close()
  project.write(
    'fieldproof.yaml',
    deskFile({ backend: `${byHeader}\n    mode: { replay: { from: ${recording} } }`, header }),
  )
  const replayed = await simulate(project)
  expect([replayed.promises, replayed.code]).toEqual([recorded.promises, 0])
})

test('what was never recorded fails, reaches the real backend, or gets the nearest reply, by choice', async () => {
  const desk = await openDesk()
  const upstream = `upstream: ${desk.url}\n    ${byHeader}`
  const record = `${upstream}\n    mode: { record: { to: ${recording} } }`
  const project = journeyProject({ 'fieldproof.yaml': deskFile({ backend: record, header }) })
  await simulate(project, '--scenario', 'free')
  project.write(
    'scenarios/book.yaml',
    "scenarios: [{ id: free, script: [{ say: 'Please book me at 10:00.' }], repeats: 4 }]\n",
  )
  const written = () => desk.came.filter((call) => call.startsWith('POST')).length
  const before = written()
  const played: Record<string, unknown> = {}
  for (const misses of ['fail', 'nearest', 'pass']) {
    const backend = `${upstream}\n    mode: { replay: { from: ${recording}, misses: ${misses} } }`
    project.write('fieldproof.yaml', deskFile({ backend, header }))
    await simulate(project)
    const { out } = await project.run('show', '0')
    const said = /booked for \d\d:\d\d|could not do that/.exec(out)?.[0]
    played[misses] = [
      said,
      /<= \w+ \{.*/.exec(out.slice(out.indexOf('=> book')))?.[0]?.slice(0, 60),
      written() - before,
    ]
  }
  expect(played).toEqual({
    fail: ['could not do that', expect.stringContaining('<= error {"error":"fieldproof-not-recorded"'), 0],
    nearest: ['booked for 10:00', expect.stringContaining('"start":"09:00"'), 0],
    pass: ['booked for 10:00', expect.stringContaining('"start":"10:00"'), 4],
  })
})

test('an agent is tried on a real system that it changes nothing in, and verifiers see what it would have done', async () => {
  const desk = await openDesk()
  const resources = '{ appointments: { collection: "/patients/*/appointments" } }'
  const backend = `upstream: ${desk.url}\n    ${byHeader}\n    mode: { shadow: { resources: ${resources} } }`
  const project = journeyProject({ 'fieldproof.yaml': deskFile({ backend, header }) })
  const { promises, code } = await simulate(project)
  expect([promises, code]).toEqual([allHeld, 0])
  expect([desk.kept.size, desk.came.filter((call) => !call.startsWith('GET'))]).toEqual([0, []])

  const looked = await project.run('doctor')
  expect([looked.code, looked.out]).toEqual([0, expect.stringMatching(/ok +verifier appointments .*: 0 records now/)])
  expect(looked.out).not.toContain('read past it')

  project.write('fieldproof.yaml', deskFile({ backend, header, verified: desk.url }))
  const blind = await simulate(project)
  expect([blind.promises['ends-as-expected'], blind.code]).toEqual(['4 held, 4 violated, 0 unjudged', 1])
  expect((await project.run('doctor')).out).toMatch(
    /gap +backend practice +in shadow mode .* these verifiers read past it: appointments\n +Begin their "url:" with \{\{backends\.practice\.look\}\}/,
  )
})

test('an agent that says nothing of its conversation is told apart by the address it is given', async () => {
  const desk = await openDesk()
  const backend = `upstream: ${desk.url}\n    correlate: { prefix: true }`
  const project = journeyProject({ 'fieldproof.yaml': deskFile({ backend, prefixed: true }) })
  const { promises, code, out } = await simulate(project, '--concurrency', '8')
  expect([promises, code, out.includes('belonged to no conversation')]).toEqual([allHeld, 0, false])
  expect(desk.came.filter((call) => call.includes('~'))).toEqual([])
})

test('an agent that nothing tells apart has one conversation at a time by a lease, however many are asked for', async () => {
  const desk = await openDesk()
  const backend = `upstream: ${desk.url}\n    correlate: { lease: true }`
  const project = journeyProject({ 'fieldproof.yaml': deskFile({ backend }) })
  const { promises, code, out } = await simulate(project, '--concurrency', '8')
  expect([promises, code, out.includes('belonged to no conversation')]).toEqual([allHeld, 0, false])
})

test('calls that cannot be told apart stop the run, and say what to do', async () => {
  const desk = await openDesk()
  const backend = `upstream: ${desk.url}\n    correlate: { header: x-desk, value: front }`
  const project = journeyProject({ 'fieldproof.yaml': deskFile({ backend, header }) })
  const { code, out } = await project.run('simulate', '--concurrency', '8')
  expect(code).toBe(2)
  expect(out).toContain(
    'Two open conversations are known to the backend "practice" by the same value "front" (the header x-desk).',
  )
  const page = /docs\/problems\/backends-calls-alike\.md/.exec(out)?.[0] ?? ''
  expect(existsSync(resolve(page))).toBe(true)
})

test('secrets that an agent and its backend exchange are in nothing that is kept', async () => {
  const desk = await openDesk()
  const backend = `upstream: ${desk.url}\n    ${byHeader}\n    mode: { record: { to: ${recording} } }`
  const more = 'faults: { lost: { match: { tool: book, nth: 1 }, do: { lost-reply: {} } } }\n'
  const project = journeyProject({ 'fieldproof.yaml': deskFile({ backend, header, more }) })
  const { report } = await simulate(project, '--faults', 'lost')
  expect(report.faults.map(({ id, counts: { trials, struck } }) => [id, trials, struck])).toEqual([['lost', 8, 4]])
  const kept = ['.fieldproof', 'recordings', '.'].flatMap((folder) =>
    readdirSync(join(project.folder, folder), { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name !== 'agent.mjs')
      .map(({ name }) => join(folder, name)),
  )
  expect(kept).toEqual(expect.arrayContaining(['.fieldproof/runs.db', recording, 'report.json', 'report.html']))
  const has = (wanted: RegExp) =>
    kept.flatMap((file) => {
      const text = readFileSync(join(project.folder, file), 'latin1')
      return [...new Set(text.match(wanted) ?? [])].map((found) => `${found} in ${file}`)
    })
  // The same look finds what is no secret, so nothing is hidden by how it is kept.
  expect(has(/you are booked for 09:00/gi)).toContain('You are booked for 09:00 in .fieldproof/runs.db')
  const found = has(/planted-\w+-0417/g)
  expect(found).toEqual([])
})

test('MCP servers over stdio and over HTTP are put under faults, and the report says what each broke', async () => {
  const project = journeyProject(clinicFiles)
  const { report, promises, code, out } = await simulate(project, '--faults', 'sweep')
  expect([promises, code]).toEqual([
    { 'puts-it-in': '2 held, 0 violated, 0 unjudged', 'has-it-paid': '2 held, 0 violated, 0 unjudged' },
    0,
  ])
  expect(
    report.faults.map(({ id, counts: { trials, struck }, breaks }) => [
      id,
      trials,
      struck,
      breaks.map((each) => each.id),
    ]),
  ).toEqual([
    ['calendar-down', 2, 2, ['puts-it-in']],
    ['charge-lost', 2, 2, ['has-it-paid']],
  ])
  expect(out).toContain('struck 2 of 2 trials')
  const lines = (file: string) => readFileSync(join(project.folder, file), 'utf8').trim().split('\n').length
  expect([lines('booked'), lines('charged')]).toEqual([4, 6])
})

test('a fault of HTTP replies that is pointed at an MCP server stops the run before it begins', async () => {
  const project = journeyProject(clinicFiles)
  const file = `${clinicFiles['fieldproof.yaml']}  down: { match: { backend: crm }, do: { status: { code: 503 } } }\n`
  project.write('fieldproof.yaml', file)
  for (const command of ['doctor', 'plan', 'simulate']) {
    const { code, out } = await project.run(command)
    expect([code, out]).toEqual([
      2,
      expect.stringContaining('The fault set "down" would never strike crm: status is a fault of backends over HTTP.'),
    ])
  }
  expect(existsSync(join(project.folder, 'booked'))).toBe(false)
})

test('a fault set that no call ever fits, and a scenario that is about it, are named in the report', async () => {
  const project = journeyProject(clinicFiles)
  const file = `${clinicFiles['fieldproof.yaml']}  never: { match: { backend: crm, tool: cancel }, do: { error-result: {} } }\n`
  project.write('fieldproof.yaml', file)
  const script = 'script: [{ say: Please put my visit in. }]'
  project.write(
    'scenarios/book.yaml',
    `scenarios: [{ id: outage, faults: [never], ${script} }, { id: visit, ${script} }]\n`,
  )
  const { out } = await simulate(project, '--faults', 'never', '--scenario', 'outage', 'visit')
  expect(out).toMatch(/never {2}never struck: no call fitted in 1 trial/)
  expect(out).toContain('outage is about never, which struck in 0 of 1 conversation\n')
  const html = readFileSync(join(project.folder, 'report.html'), 'utf8')
  expect(html).toContain('<li>outage is about never, which struck in 0 of 1 conversation</li>')
})
