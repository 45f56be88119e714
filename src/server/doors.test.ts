import { afterEach, expect, test } from 'vitest'
import { type Served, served } from './server.sample.ts'

let at: Served
afterEach(() => at.close())

test('the second port takes OpenTelemetry with the same keys, and nothing else', async () => {
  at = await served({ otlpPort: 0 })
  const key = await at.key(['admin'])
  const { otlpUrl = '' } = at.server
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` }
  const sent = await fetch(`${otlpUrl}/v1/traces`, { method: 'POST', body: '{}', headers })
  const bare = await fetch(`${otlpUrl}/v1/traces`, { method: 'POST', body: '{}' })
  const other = await Promise.all(
    ['/v1/conversations', '/v1/keys', '/metrics'].map((path) => fetch(otlpUrl + path, { headers })),
  )
  expect([sent.status, bare.status, ...other.map(({ status }) => status)]).toEqual([200, 401, 404, 404, 404])
})

test('Prometheus is told what was answered and what became of what the project sent', async () => {
  at = await served()
  await at.ask('/v1/conversations', { body: '[]' })
  await at.ask('/no/such/path')
  const text = await (await at.ask('/metrics')).text()
  expect(text).toContain('fieldproof_requests_total{route="POST /v1/conversations",status="200"} 1\n')
  expect(text).toContain('fieldproof_requests_total{route="GET none",status="404"} 1\n')
  expect(text).toMatch(/fieldproof_request_seconds_bucket\{le="\+Inf"\} 2\n/)
  const wrong = text.split('\n').filter((line) => !/^(#.*|\w+(\{.*\})? [\d.e+-]+|)$/.test(line))
  expect(wrong).toEqual([])
})

test('where people come by https, the cookie of a session is bound to it', async () => {
  at = await served({ publicUrl: 'https://fieldproof.example.com' })
  const key = await at.key(['admin'])
  await at.ask('/v1/people/ana', { method: 'PUT', key, body: { role: 'viewer', password: 'a long password' } })
  const signed = await at.ask('/v1/session', { body: { name: 'ana', password: 'a long password' } })
  expect(signed.headers.get('set-cookie')).toMatch(
    /^__Host-fieldproof=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=43200; Secure$/,
  )
})
