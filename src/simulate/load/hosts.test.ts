import { expect, test } from 'vitest'
import type { Problem } from '../../problem.ts'
import { requireOwnHosts } from './hosts.ts'

const values = { start: { agent: 'http://127.0.0.1:8080', far: 'https://bot.example.com' }, env: { HOST: '[::1]' } }

function refused(settings: Parameters<typeof requireOwnHosts>[0], allow: readonly string[] = []): string {
  try {
    requireOwnHosts(settings, values, allow)
    return 'fine'
  } catch (thrown) {
    const { code, message, hint } = thrown as Problem
    return `${code}: ${message} ${hint}`
  }
}

test('this machine may be loaded, by whatever name', () => {
  const urls = [
    '{{start.agent}}/chat',
    'http://localhost:1',
    'ws://127.9.9.9/x',
    'http://{{env.HOST}}:90',
    'HTTP://LOCALHOST',
  ]
  expect(urls.map((url) => refused({ http: { url } }))).toEqual(urls.map(() => 'fine'))
  expect(refused({ module: { file: './agent.mjs' }, words: ['node', 'bot.js'] })).toBe('fine')
})

test('any other host is refused, wherever it stands, and all are named at once', () => {
  expect(
    refused({
      agent: { http: { url: '{{start.far}}/chat' } },
      verifiers: { rows: { sql: 'postgres://reader@db.example.com/app' } },
    }),
  ).toBe(
    'load/not-this-machine: The load would reach bot.example.com, db.example.com, which is not this machine and is not allowed. If it may really be loaded, say so with --allow bot.example.com --allow db.example.com.',
  )
  expect(refused(['http://127.0.0.1.example.com/', 'http://localhost@far.example.com/'])).toContain(
    'reach 127.0.0.1.example.com, far.example.com,',
  )
})

test('a host that is only known once a conversation has begun is refused', () => {
  expect(refused({ url: 'http://{{prepare.host}}/chat' })).toContain('reach {{prepare.host}},')
})

test('a host that was allowed may be loaded, and a star stands for what is under a name', () => {
  expect(refused({ url: '{{start.far}}' }, ['bot.example.com'])).toBe('fine')
  expect(refused({ url: '{{start.far}}' }, ['*.example.com'])).toBe('fine')
  expect(refused({ url: 'https://example.com' }, ['*.example.com'])).toContain('load/not-this-machine')
})
