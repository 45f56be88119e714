/** Where the proxy may lead: this machine, and hosts that are named; over https only to whoever can prove to be it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { backendSettings, startBackends } from './backends.ts'
import { certified } from './certificate.sample.ts'
import { practice } from './practice.sample.ts'
import { allowedUpstream } from './upstream.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-upstream-'))
afterAll(() => rmSync(folder, { recursive: true }))

test.each([
  'http://localhost:8080',
  'http://127.0.0.1:1',
  'http://127.9.9.9/v1',
  'http://[::1]:3000',
  'https://api.example.com/v1',
  'https://eu.desk.example.org',
])('%s is this machine or a host that is named', (address) => {
  expect(allowedUpstream(address, ['api.example.com', '*.desk.example.org'], 'desk').href).toBe(new URL(address).href)
})

test.each([
  'https://example.com',
  'https://api.example.com.evil.test',
  'https://127.0.0.1.evil.test',
  'https://notdesk.example.org',
  'https://desk.example.org',
  'http://localhost@evil.test',
  'http://10.0.0.1',
])('%s is refused before anything is asked of it', async (address) => {
  const { hostname } = new URL(address)
  const settings = { upstream: address, correlate: { lease: true }, allow: ['api.example.com', '*.desk.example.org'] }
  const backends = await startBackends({ desk: backendSettings.parse(settings) })
  expect(() => backends.lead({})).toThrow(
    expect.objectContaining({
      code: 'backends/upstream-not-allowed',
      message: `The upstream of the backend "desk" is ${hostname}, which is not this machine and is not allowed.`,
      hint: `If calls of simulated conversations may really reach it, add "allow: [${hostname}]" to the backend.`,
    }),
  )
  expect((await fetch(`${backends.urls.desk}/x`)).status).toBe(502)
  await backends.close()
})

test.each(['desk', 'ftp://localhost/x', 'file:///etc/hosts', ''])('%j is no address of a backend', (address) => {
  expect(() => allowedUpstream(address, [], 'desk')).toThrow(expect.objectContaining({ code: 'backends/bad-upstream' }))
})

test('a backend over https is reached, on a kept connection, once its authority is named', async () => {
  const { key, cert } = certified()
  const file = join(folder, 'authority.pem')
  writeFileSync(file, cert)
  const sockets = new Set<unknown>()
  const server = createServer({ key, cert }, (asked, response) => {
    sockets.add(asked.socket)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":1}')
  })
  const desk = await practice(server as never, { ca: file }, 'https')
  const talk = desk.converse('one')
  for (let n = 0; n < 3; n += 1) expect(await (await fetch(`${desk.url}/x`)).json()).toEqual({ id: 1 })
  expect(sockets.size).toBe(1)
  expect((await talk.seen(3)).map(({ value, exchange }) => [value, exchange?.status, exchange?.delivered])).toEqual(
    Array.from({ length: 3 }, () => [{ id: 1 }, 200, 'whole']),
  )
  await desk.close()
})

test('a backend over https that nobody vouches for is not asked', async () => {
  let asked = 0
  const server = createServer(certified(), (_, response) => {
    asked += 1
    response.end()
  })
  const desk = await practice(server as never, {}, 'https')
  const talk = desk.converse('one')
  const response = await fetch(`${desk.url}/x`, { headers: { authorization: 'Bearer 0123456789abcdef0123' } })
  expect([response.status, await response.text()]).toEqual([
    502,
    'The backend desk did not answer: self-signed certificate',
  ])
  expect((await talk.seen(1))[0]?.exchange).toMatchObject({ gotStatus: 502, delivered: 'changed' })
  expect(asked).toBe(0)
  await desk.close()
})

test('an authority that cannot be read is said before anything runs', async () => {
  const settings = { upstream: 'https://127.0.0.1:1', correlate: { lease: true }, ca: 'nowhere.pem' }
  const backends = await startBackends({ desk: backendSettings.parse(settings) }, undefined, folder)
  expect(() => backends.lead({})).toThrow(
    expect.objectContaining({
      code: 'backends/no-authority',
      message: 'The certificates of the backend "desk" cannot be read from nowhere.pem.',
    }),
  )
  await backends.close()
})
