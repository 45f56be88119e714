import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writeRedirect } from './redirect.ts'

// A blank in its name, as the folders of many people have.
const folder = join(mkdtempSync(join(tmpdir(), 'fieldproof-redirect-')), 'a bot')
const got: string[] = []
const server = createServer(async (request, response) => {
  let body = ''
  for await (const piece of request) body += piece
  const host = request.headers['x-fieldproof-host'] ?? request.headers.host
  got.push(`${request.method} ${host} ${request.url} ${request.headers.authorization ?? '-'} ${body || '-'}`)
  response.end('{"fine":true}')
})
let url = ''
beforeAll(async () => {
  mkdirSync(folder)
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  rmSync(join(folder, '..'), { recursive: true, force: true })
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
})

/** What a program says that is led: one line of JSON. */
async function led(program: string, { file = 'bot.cjs', allow = [] as string[], hosts = ['api.provider.com'] } = {}) {
  const redirect = writeRedirect(Object.fromEntries(hosts.map((host) => [host, url])), { folder, env: {}, allow })
  try {
    writeFileSync(join(folder, file), program)
    const env = { PATH: process.env.PATH, HERE: url, ...redirect.env }
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, file)], { env, timeout: 120_000 })
    return JSON.parse(stdout)
  } finally {
    redirect.remove()
    told = redirect.told()
  }
}

/** What is told of the last program, after it has ended. */
let told: readonly string[] = []

test('every way in which Node asks a provider leads here, with its host, path, key and body', async () => {
  got.splice(0)
  await led(`
    const http = require('node:http'), https = require('https')
    const done = (resolve) => (response) => response.resume().on('end', resolve)
    const ways = [
      (then) => https.get('https://api.provider.com/1?a=b', done(then)),
      (then) => https.get(new URL('https://user:pass@api.provider.com/2'), done(then)),
      (then) => https.request({ hostname: 'api.provider.com', path: '/3', method: 'POST', port: 443, headers: { Authorization: 'Bearer k' } }, done(then)).end('three'),
      (then) => https.request('https://api.provider.com/4', { method: 'PUT' }, done(then)).end('four'),
      (then) => http.request({ host: 'api.provider.com:80', path: '/5', agent: new http.Agent() }, done(then)).end(),
      (then) => fetch('https://api.provider.com/6', { method: 'POST', headers: { authorization: 'Bearer k' }, body: 'six' }).then(then),
      (then) => fetch(new Request('https://api.provider.com/7?c=d', { method: 'POST', body: new Blob(['seven']) })).then(then),
    ]
    ;(async () => {
      for (const way of ways) await new Promise(way)
      console.log('{}')
    })()
  `)
  expect(got.map((line) => line.replace(/api\.provider\.com(?::\d+)?/, 'HOST'))).toEqual([
    'GET HOST /1?a=b - -',
    'GET HOST /2 Basic dXNlcjpwYXNz -',
    'POST HOST /3 Bearer k three',
    'PUT HOST /4 - four',
    'GET HOST /5 - -',
    'POST HOST /6 Bearer k six',
    'POST HOST /7?c=d - seven',
  ])
})

test('a program of modules is led too, and so is every host of a family', async () => {
  got.splice(0)
  const program = `
    import { request } from 'node:https'
    request('https://eu.provider.com/a', (response) => response.resume().on('end', () => console.log('{}'))).end()
  `
  await led(program, { file: 'bot.mjs', hosts: ['*.provider.com'] })
  expect(got).toEqual(['GET eu.provider.com /a - -'])
})

test('nobody else beyond this machine is reached, by no way that Node has', async () => {
  const program = `
    const code = (error) => error.cause?.code ?? error.code
    const failing = (start) => new Promise((tell) => start().on('error', (error) => tell(code(error))))
    const asks = [
      fetch('https://example.com/').then(() => 'reached', code),
      failing(() => require('node:https').get('https://example.com/')),
      failing(() => require('node:http').get({ host: '192.0.2.1', path: '/' })),
      failing(() => require('node:net').connect(25, 'example.com')),
      failing(() => require('node:net').connect({ host: '192.0.2.1', port: 25 })),
      failing(() => require('node:tls').connect(443, 'example.com')),
      failing(() => require('node:http2').connect('https://example.com')),
      fetch(process.env.HERE + '/here').then((response) => response.status),
      new Promise((tell) => require('node:http').get(process.env.HERE, (response) => tell(response.resume().statusCode))),
    ]
    Promise.all(asks).then((all) => console.log(JSON.stringify(all)))
  `
  expect(await led(program)).toEqual([...Array.from({ length: 7 }, () => 'EFIELDPROOF'), 200, 200])
  const rest =
    'and was kept from it: simulated conversations stay on this machine. If it needs that host, name it under "start: allow:".'
  expect(told).toEqual([
    `The agent asked for example.com 5 times, ${rest}`,
    `The agent asked for 192.0.2.1 2 times, ${rest}`,
  ])
})

test('a host that is allowed is asked as it is', async () => {
  const program = `
    fetch('http://model.invalid/').then(() => 'reached', (error) => error.cause.code).then((all) => console.log(JSON.stringify(all)))
  `
  expect(await led(program, { allow: ['model.invalid'] })).not.toBe('EFIELDPROOF')
  expect(await led(program)).toBe('EFIELDPROOF')
})

test('what is written for a run is gone after it, and two runs do not share it', () => {
  const surroundings = { folder, env: { NODE_OPTIONS: '--no-warnings' }, allow: [] }
  const [one, two] = [writeRedirect({}, surroundings), writeRedirect({}, surroundings)]
  expect(one.env.NODE_OPTIONS).toMatch(/^--no-warnings --require "/)
  expect(one.env.NODE_OPTIONS).not.toBe(two.env.NODE_OPTIONS)
  one.remove()
  const place = join(folder, '.fieldproof', 'channels')
  expect([existsSync(place), readdirSync(place).length]).toEqual([true, 1])
  two.remove()
  expect(readdirSync(place)).toEqual([])
})
