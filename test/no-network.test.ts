/**
 * The default path opens no connection beyond this machine.
 *
 * The built program runs the example for real: agent, backends and verifiers over HTTP. Every process that takes part
 * writes down each connection and each name look-up (`test/connections.cjs`); none of them may leave loopback.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

interface Connection {
  readonly how: 'tcp' | 'udp' | 'name' | 'local'
  readonly to: string
  readonly port?: number
}

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-connections-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What was connected to while the program ran, and how it ended. */
function connectionsOf(name: string, program: readonly string[]): { status: number | null; to: readonly Connection[] } {
  const file = join(folder, `${name}.jsonl`)
  writeFileSync(file, '')
  const recorder = resolve('test/connections.cjs')
  const { status } = spawnSync(process.execPath, program, {
    env: { ...process.env, NODE_OPTIONS: `--require "${recorder}"`, CONNECTIONS_FILE: file },
    encoding: 'utf8',
  })
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return { status, to: lines.map((line): Connection => JSON.parse(line)) }
}

const isHere = ({ how, to }: Connection) => how === 'local' || /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(to)

test('a simulation of the example talks to this machine alone', () => {
  const { status, to } = connectionsOf('example', [
    resolve('dist/cli/main.js'),
    ...['simulate', 'examples/harbor-dental', '--scenario', 'book-cleaning', 'swelling-and-breathing'],
    ...['--store', join(folder, 'runs.db'), '--html', join(folder, 'report.html'), '--json', join(folder, 'run.json')],
  ])
  expect([0, 1]).toContain(status)
  expect(to.filter((connection) => !isHere(connection))).toEqual([])
  expect(to.filter(({ how }) => how === 'tcp').length).toBeGreaterThan(10)
})

test('a connection that leaves this machine would be seen', () => {
  const leaving = `require('node:net').connect(9, '192.0.2.1').on('error', () => {}).destroy(); require('node:dns').lookup('example.invalid', () => {})`
  const { to } = connectionsOf('leaving', ['-e', leaving])
  expect(to.filter((connection) => !isHere(connection))).toEqual([
    { how: 'tcp', to: '192.0.2.1', port: 9 },
    { how: 'name', to: 'example.invalid' },
  ])
})
