/** Credentials that pass through the proxy reach the backend and the agent, and nothing that is kept. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { practice } from './practice.sample.ts'
import { redacted, redactedBody, redactedTarget } from './redact.ts'

const planted = {
  bearer: 'planted-bearer-0a1b2c3d',
  cookie: 'planted-cookie-4e5f6a7b',
  key: 'planted-key-8c9d0e1f',
  queryKey: 'planted-query-2a3b4c5d',
  password: 'planted-password-6e7f',
  nested: 'planted-nested-8a9b0c1d',
  form: 'planted-form-2e3f4a5b',
  setCookie: 'planted-set-cookie-6c7d',
  token: 'planted-token-8e9f0a1b',
  webToken: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwbGFudGVkIn0.c2lnbmF0dXJlLXBsYW50ZWQ',
}
const held = (text: string) =>
  Object.keys(planted).filter((name) => text.includes(planted[name as keyof typeof planted]))

test('planted credentials pass untouched, and are neither in the ledger nor in a recording', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-secrets-'))
  const to = join(folder, 'recording.har')
  const asked: string[] = []
  const desk = await practice(
    async (request, response) => {
      let body = ''
      for await (const piece of request.setEncoding('utf8')) body += piece
      asked.push([request.url, ...request.rawHeaders, body].join('\n'))
      const { setCookie, token, webToken } = planted
      response.writeHead(200, { 'set-cookie': `sid=${setCookie}`, 'content-type': 'application/json' })
      response.end(
        JSON.stringify({ id: 7, access_token: token, note: `sent as Bearer ${webToken}`, clientSecret: token }),
      )
    },
    { mode: { record: { to } } },
  )
  const talk = desk.converse('one', [{ match: { path: '/changed' }, do: { rename: { field: '$.id', to: 'number' } } }])
  const { bearer, cookie, key, queryKey, password, nested, form } = planted
  const headers = { authorization: `Bearer ${bearer}`, cookie: `sid=${cookie}`, 'x-api-key': key }
  const json = JSON.stringify({ user: 'a', password, deep: [{ apiKey: nested }] })
  const paths = [`/login?api_key=${queryKey}&day=1`, '/plain', '/changed']
  const got: string[] = []
  for (const path of paths) {
    const response = await fetch(`${desk.url}${path}`, { method: 'POST', headers, body: json })
    got.push(`${response.headers.get('set-cookie')} ${await response.text()}`)
  }
  const asForm = `user=a&password=${form}`
  await (await fetch(`${desk.url}/form`, { method: 'POST', headers, body: asForm })).text()
  await talk.seen(4)
  await desk.close()

  expect(new Set(asked.flatMap(held))).toEqual(
    new Set(['bearer', 'cookie', 'key', 'queryKey', 'password', 'nested', 'form']),
  )
  expect(got.map(held)).toEqual(Array.from({ length: 3 }, () => ['setCookie', 'token', 'webToken']))
  expect(held(JSON.stringify(talk.ledger))).toEqual([])
  const recording = readFileSync(to, 'utf8')
  expect(held(recording)).toEqual([])
  // It is the real thing that was looked at.
  expect(recording).toContain('"entries"')
  expect(talk.ledger[0]).toMatchObject({
    args: { api_key: '[redacted]', day: '1', user: 'a', password: '[redacted]', deep: [{ apiKey: '[redacted]' }] },
  })
  expect(talk.results()[0]?.value).toEqual({
    id: 7,
    access_token: '[redacted]',
    note: 'sent as [redacted]',
    clientSecret: '[redacted]',
  })
  rmSync(folder, { recursive: true })
})

test('a credential in the path is not in the ledger, nor in what is told of calls that belong to nobody', async () => {
  const desk = await practice((_, response) => response.end('ok'))
  const talk = desk.converse('one')
  await (await fetch(`${desk.url}/reset-token/planted-2c3d4e5f/use`)).text()
  expect((await talk.seen(1))[0]?.exchange?.path).toBe('/reset-token/[redacted]/use')
  talk.close()
  await (await fetch(`${desk.url}/reset-token/planted-2c3d4e5f?api_key=planted-1&day=1`)).text()
  expect(JSON.stringify([talk.ledger, desk.backends.unplaced()])).not.toContain('planted')
  await desk.close()
})

test('what only resembles a credential is kept', () => {
  const value = {
    next_page_token: 'abc',
    total_tokens: 812,
    author: 'A',
    passenger: 'B',
    note: 'Basic cleaning of the keyboard',
    id: '4bf92f35-77b3-4da6-a3ce-929d0e0e4736',
    isSecret: true,
  }
  expect(redacted(value)).toEqual(value)
  expect(redactedTarget('/tokens/today?author=a&passenger=b')).toBe('/tokens/today?author=a&passenger=b')
})

test.each([
  ['a form', 'user=a&password=planted-1', 'user=a&password: [redacted]'],
  ['a cut piece of JSON', '{"user":"a","api_key":"planted-1', '{"user":"a","api_key": [redacted]'],
  ['XML', '<user>a</user><password>planted-1</password>', '<user>a</user><password>[redacted]</password>'],
  ['headers', 'Authorization: Bearer planted-1', 'Authorization: [redacted]'],
])('credentials are taken out of %s', (_, text, clean) => {
  expect(redactedBody(text)).toBe(clean)
})
