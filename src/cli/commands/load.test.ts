import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sampleProject } from '../project.sample.ts'

const project = sampleProject()
afterAll(() => project.remove())
const { fieldproof } = project

test('a load that makes no sense is refused before anything is started', async () => {
  expect(await fieldproof('load --levels 50,10')).toMatchInlineSnapshot(`
    "! problem --levels takes whole numbers from 1, ascending, with commas between them, not "50,10".
    !         For example: --levels 10,50,100,500.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
  expect(await fieldproof('load --hold soon')).toMatchInlineSnapshot(`
    "! problem --hold takes a number of conversations or a time, not "soon".
    !         For example: --hold 200, --hold 60s or --hold 5min.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
  expect(await fieldproof('load --arrivals bursts')).toMatchInlineSnapshot(`
    "! problem --arrivals takes poisson or even, not "bursts".
    !         poisson: customers who know nothing of each other. even: one every so often.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
  expect(await fieldproof('load --scenario perms')).toMatchInlineSnapshot(`
    "! problem No scenario of the project fits what was asked for.
    !         Scenarios: price-of-a-haircut, price-of-colour, price-of-a-shave.
    !         cli/nothing-to-do  docs/problems/cli-nothing-to-do.md
    exit 2"
  `)
})

test('nobody else’s machine is put under load', async () => {
  project.write('far.yaml', 'project: far\nagent: { http: { url: "https://bot.example.com/chat" } }\n')
  expect(await fieldproof('load --project far.yaml --levels 2')).toMatchInlineSnapshot(`
    "! problem The load would reach bot.example.com, which is not this machine and is not allowed.
    !         If it may really be loaded, say so with --allow bot.example.com.
    !         load/not-this-machine  docs/problems/load-not-this-machine.md
    exit 2"
  `)
})

test('a project that has one conversation at a time cannot be put under load', async () => {
  project.write(
    'lease.yaml',
    `project: lease
agent: { module: { file: ./agent.mjs } }
backends: { desk: { upstream: 'http://127.0.0.1:9', env: DESK_URL, correlate: { lease: true } } }
`,
  )
  expect(await fieldproof('load --project lease.yaml --levels 2')).toMatchInlineSnapshot(`
    "! problem Nothing tells the calls of two conversations apart, so only one can be had at a time.
    !         Say under "correlate:" of each backend what in a call tells whose it is.
    !         load/one-at-a-time  docs/problems/load-one-at-a-time.md
    exit 2"
  `)
})

test('an agent on this machine is put under load, each level is in the JSON, and the exit code says whether to believe it', async () => {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end('{"reply":"A haircut is $35."}'))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  try {
    const { port } = server.address() as AddressInfo
    project.write('near.yaml', `project: near\nagent: { http: { url: 'http://127.0.0.1:${port}/' } }\n`)
    const told = await fieldproof('load --project near.yaml --levels 2,4 --hold 6 --json load.json --html load.html')
    const json = JSON.parse(readFileSync(join(project.folder, 'load.json'), 'utf8'))
    const [first] = json.levels
    expect([first.level, first.conversations.graded, first.withoutViolation.n]).toEqual([2, 6, 6])
    // Also of a run that is void: what was said is worth reading.
    expect(told).toContain(`fieldproof report ${json.levels.at(-1).run} `)
    const shown = await fieldproof(`show ${first.run} --project near.yaml`)
    expect(shown.match(/price-of-/g)).toHaveLength(6)
    expect(readFileSync(join(project.folder, 'load.html'), 'utf8')).toContain('near under load')
    // A machine with too much to do makes the run void, and that is said too.
    expect(told.split('\n').at(-1)).toBe(json.void === true ? 'exit 4' : 'exit 0')
    expect(json.levels.map(({ lag }: { lag: { isVoid: boolean } }) => lag.isVoid).includes(true)).toBe(json.void)
  } finally {
    server.close()
  }
})
