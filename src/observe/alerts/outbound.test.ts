import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { problemsIn } from '../../problem.ts'
import { isPublic, outbound } from './outbound.ts'

const heard: string[] = []
const receiver = createServer((request, response) => {
  heard.push(`${request.method} ${request.url} ${request.headers.host}`)
  if (request.url === '/elsewhere') response.writeHead(302, { location: 'http://127.0.0.1/secret' })
  if (request.url === '/long') response.end('x'.repeat(200_000))
  else response.end('taken')
})
receiver.listen(0, '127.0.0.1')
await once(receiver, 'listening')
const { port } = receiver.address() as AddressInfo
afterAll(() => {
  receiver.closeAllConnections()
  receiver.close()
})

const codeOf = async (work: Promise<unknown>) => {
  const thrown = await work.then(
    () => undefined,
    (reason) => reason,
  )
  return problemsIn(thrown)[0]?.code ?? thrown
}

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://2130706433/',
  'http://0x7f.0.0.1/',
  'http://0177.0.0.1/',
  'http://0/',
  'http://localhost/',
  'http://10.1.2.3/',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://100.100.100.200/latest/meta-data',
  'http://169.254.169.254/latest/meta-data',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:a9fe:a9fe]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[fd00:ec2::254]/',
  'http://[fe80::1]/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://user:secret@127.0.0.1:80/',
  'smtp://127.0.0.1:25',
])('alerts do not go to %s', async (address) => {
  expect(await codeOf(outbound().allowed(new URL(address)))).toBe('alerts/address-refused')
})

test('a name is refused when any of its addresses is not public, and allowed when all are', async () => {
  const to = (...addresses: string[]) =>
    outbound({ resolve: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })) })
  const url = new URL('https://hooks.example.com/a')
  expect(await codeOf(to('93.184.216.34', '10.0.0.1').allowed(url))).toBe('alerts/address-refused')
  expect(await codeOf(to('93.184.216.34', '2606:4700::1111').allowed(url))).toBeUndefined()
  expect(await codeOf(to().allowed(url))).toBe('alerts/address-unknown')
})

test('a name that answers with another address the second time gains nothing: it is asked once per request', async () => {
  let asked = 0
  const { fetch } = outbound({
    resolve: async () => {
      asked += 1
      return [{ address: asked === 1 ? '10.0.0.1' : '127.0.0.1', family: 4 }]
    },
  })
  expect(await codeOf(fetch(`http://rebound.example.com:${port}/`))).toBe('alerts/address-refused')
  expect([asked, heard.filter((line) => line.includes('rebound'))]).toEqual([1, []])
})

test('what is allowed by name is reached at the address that was looked at, under its own name', async () => {
  const { fetch } = outbound({
    allow: ['hooks.internal'],
    resolve: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  const answer = await fetch(`http://hooks.internal:${port}/a`, { method: 'POST', body: '{}' })
  expect([answer.status, await answer.text(), heard.at(-1)]).toEqual([200, 'taken', `POST /a hooks.internal:${port}`])
})

test('an allowed port allows no other port', async () => {
  const gate = outbound({ allow: [`127.0.0.1:${port}`] })
  expect(await codeOf(gate.allowed(new URL(`http://127.0.0.1:${port}/`)))).toBeUndefined()
  expect(await codeOf(gate.allowed(new URL(`http://127.0.0.1:${port + 1}/`)))).toBe('alerts/address-refused')
})

test('redirects are told, not followed, and no more of an answer is read than is wanted', async () => {
  const { fetch } = outbound({ allow: ['127.0.0.1'] })
  const moved = await fetch(`http://127.0.0.1:${port}/elsewhere`)
  const long = await fetch(`http://127.0.0.1:${port}/long`)
  expect([moved.status, (await long.text()).length, heard.filter((line) => line.includes('secret'))]).toEqual([
    302,
    65_536,
    [],
  ])
})

test('no private address is public, however it is written into the newer kind', () => {
  const byte = fc.integer({ min: 0, max: 255 })
  const local = fc.oneof(
    fc.tuple(fc.constant(10), byte, byte, byte),
    fc.tuple(fc.constant(127), byte, byte, byte),
    fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
    fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
  )
  fc.assert(
    fc.property(local, (bytes) => {
      const dotted = bytes.join('.')
      expect([dotted, `::ffff:${dotted}`, `::${dotted}`, `64:ff9b::${dotted}`].filter(isPublic)).toEqual([])
    }),
  )
})
