import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atMinute, sampleProject } from '../project.sample.ts'

const desk = createServer((request, response) => {
  const isKnown = request.url?.startsWith('/prices/') === true
  response.writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' })
  response.end(isKnown ? '{"price":35,"since":"2026-01-05"}' : '{"error":"not_found"}')
})
const project = sampleProject()
const { fieldproof } = project

const projectFile = (faults: string) => `project: corner-salon
agent: { id: salon-desk, module: { file: ./agent.mjs } }
backends:
  prices: { upstream: 'http://127.0.0.1:${(desk.address() as AddressInfo).port}', correlate: { prefix: true }, tools: { price: 'GET /prices/{what}' } }
faults:
${faults}
personas: [hurried-texter]
runs: { faults: sweep }
`

beforeAll(async () => {
  await new Promise<void>((ready) => desk.listen(0, '127.0.0.1', ready))
  project.write(
    'agent.mjs',
    `export default async function reply(message, { values }) {
  const ask = (path) => fetch(values.backends.prices.url + path)
  await ask('/offers/7')
  const { price } = await (await ask('/prices/haircut')).json()
  return 'That is $' + price + '.'
}
`,
  )
  project.write(
    'fieldproof.yaml',
    projectFile('  renamed: { match: { tool: price }, do: { rename: { field: $.price, to: cost } } }'),
  )
})
afterAll(async () => {
  project.remove()
  desk.closeAllConnections()
  await new Promise((done) => desk.close(done))
})

test('drifts are made of what the backends answered, and each kind is said to have been played at an endpoint or not', async () => {
  await fieldproof('simulate --scenario price-of-a-haircut', atMinute(15))
  expect(await fieldproof('drifts')).toMatchInlineSnapshot(`
    "19 drifts can be made of what the backends answered in run 20260302-091500-60bb, of 2 conversations.

    GET /offers/*: 0 of 1 kind played
      not  empty-list  1 drift  $

    GET /prices/{what}: 1 of 9 kinds played
      played  rename         2 drifts  $.price, $.since
      not     nest           2 drifts  $.price, $.since
      not     retype         2 drifts  $.price, $.since
      not     null-field     2 drifts  $.price, $.since
      not     missing-field  2 drifts  $.price, $.since
      not     extra-field    2 drifts  $.price, $.since
      not     date-format    3 drifts  $.since
      not     cents          2 drifts  $.price
      not     array-object   1 drift   $

    played at
      empty-list     0 of 1 endpoint
      rename         1 of 1 endpoint
      nest           0 of 1 endpoint
      retype         0 of 1 endpoint
      null-field     0 of 1 endpoint
      missing-field  0 of 1 endpoint
      extra-field    0 of 1 endpoint
      date-format    0 of 1 endpoint
      cents          0 of 1 endpoint
      array-object   0 of 1 endpoint

    In all 1 of 10 kinds at endpoints were played.
    exit 0"
  `)
})

test('a sample is one of each kind at each endpoint before a second, written as fault sets and never over a file', async () => {
  expect(await fieldproof('drifts --missing --sample 3 --each --out faults/drifts.yaml')).toMatchInlineSnapshot(`
    "19 drifts can be made of what the backends answered in run 20260302-091500-60bb, of 2 conversations, 3 of them chosen.

    GET /offers/*: 0 of 1 kind played

    GET /prices/{what}: 1 of 9 kinds played
      not  null-field-price-edb55b18   GET /prices/{what} $.price null-field
      not  date-format-since-bfbb070d  GET /prices/{what} $.since date-format epoch-s
      not  array-object-73fdb864       GET /prices/{what} $ array-object

    played at
      empty-list     0 of 1 endpoint
      rename         1 of 1 endpoint
      nest           0 of 1 endpoint
      retype         0 of 1 endpoint
      null-field     0 of 1 endpoint
      missing-field  0 of 1 endpoint
      extra-field    0 of 1 endpoint
      date-format    0 of 1 endpoint
      cents          0 of 1 endpoint
      array-object   0 of 1 endpoint

    In all 1 of 10 kinds at endpoints were played.
    ! 3 fault sets in faults/drifts.yaml.
    exit 0"
  `)
  const written = readFileSync('faults/drifts.yaml', 'utf8')
  expect(written).toMatchInlineSnapshot(`
    "# Drifts made by "fieldproof drifts" of what the backends answered in run 20260302-091500-60bb. Yours to edit.
    # A drift is known to have been played by its name: leave the names as they are.
    faults:
      # GET /prices/{what} $.price null-field
      null-field-price-edb55b18: { match: { method: GET, path: "/prices/{what}" }, do: { null-field: { field: $.price } } }
      # GET /prices/{what} $.since date-format epoch-s
      date-format-since-bfbb070d: { match: { method: GET, path: "/prices/{what}" }, do: { date-format: { field: $.since, as: epoch-s } } }
      # GET /prices/{what} $ array-object
      array-object-73fdb864: { match: { method: GET, path: "/prices/{what}" }, do: { array-object: { field: $ } } }
    "
  `)
  expect(await fieldproof('drifts --out faults/drifts.yaml')).toMatchInlineSnapshot(`
    "! problem faults/drifts.yaml is there already.
    !         Move it away, or overwrite it with --force. Nothing was written.
    !         cli/would-overwrite  docs/problems/cli-would-overwrite.md
    exit 2"
  `)
  expect(readFileSync('faults/drifts.yaml', 'utf8')).toBe(written)
  await fieldproof('drifts --missing --sample 3 --seed 2 --out faults/drifts.yaml --force')
  expect(readFileSync('faults/drifts.yaml', 'utf8')).not.toBe(written)
})

test('a drift that was made and then played is known by its name', async () => {
  await fieldproof('drifts --missing --sample 1 --out one.yaml')
  project.write('fieldproof.yaml', `${projectFile('  {}')}faultFiles: one.yaml\n`)
  await fieldproof('simulate --scenario price-of-a-haircut', atMinute(16))
  const report = JSON.parse((await fieldproof('drifts --json')).replace(/\nexit 0$/, ''))
  const name = /^ {2}([\w-]+):/m.exec(readFileSync('one.yaml', 'utf8'))?.[1]
  expect(report.drifts.filter(({ played }: { played: boolean }) => played)).toMatchObject([{ name, kindPlayed: true }])
  expect([report.coverage.played, report.coverage.of, report.possible]).toEqual([1, 10, 19])
})

test('what several runs played counts together', async () => {
  const [first = '', second = ''] = (await fieldproof('show')).match(/^2026\S+/gm) ?? []
  const report = JSON.parse((await fieldproof(`drifts --json ${first} ${second} ${first}`)).replace(/\nexit 0$/, ''))
  expect([report.runs, report.conversations, report.coverage.played]).toEqual([[first, second], 4, 2])
})

test('a run whose calls nobody saw says what to do about it', async () => {
  project.write('fieldproof.yaml', 'project: corner-salon\nagent: { id: salon-desk, module: { file: ./silent.mjs } }\n')
  project.write('silent.mjs', "export default () => 'A haircut is $35.'\n")
  await fieldproof('simulate --scenario price-of-a-haircut', atMinute(17))
  expect(await fieldproof('drifts')).toMatchInlineSnapshot(`
    "No call to a backend was seen in run 20260302-091700-60bb. Drifts are made of what stands behind the proxy: put it under "backends:" of the project.
    exit 0"
  `)
})

test('an OpenAPI document stands in for a run, and whatever is none is said to be none', async () => {
  const schema = { type: 'object', properties: { price: { type: 'number' } } }
  const responses = { 200: { content: { 'application/json': { schema } } } }
  project.write(
    'openapi.json',
    JSON.stringify({ openapi: '3.1.0', paths: { '/prices/{what}': { get: { responses } } } }),
  )
  expect(await fieldproof('drifts --openapi openapi.json')).toMatchInlineSnapshot(`
    "9 drifts can be made of what openapi.json promises.

    GET /prices/*
      rename         1 drift   $.price
      nest           1 drift   $.price
      retype         1 drift   $.price
      null-field     1 drift   $.price
      missing-field  1 drift   $.price
      extra-field    1 drift   $.price
      cents          2 drifts  $.price
      array-object   1 drift   $
    exit 0"
  `)
  expect(await fieldproof('drifts --openapi fieldproof.yaml --out none.yaml')).toMatchInlineSnapshot(`
    "! problem fieldproof.yaml promises no reply in JSON under "paths:".
    !         Name an OpenAPI 3 document whose operations have a schema for a reply in JSON, or leave --openapi out to look at a run.
    !         cli/not-openapi  docs/problems/cli-not-openapi.md
    exit 2"
  `)
  expect(existsSync('none.yaml')).toBe(false)
})
