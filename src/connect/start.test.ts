import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { start, startSettings } from './start.ts'

const listening = (port: string) => `require('node:http').createServer((_, r) => r.end('here')).listen(${port})`

function command(program: string, port: boolean | number, timeoutMs = 20_000) {
  return startSettings.parse({ command: [process.execPath, '-e', program], port, timeoutMs })
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

const message = (thrown: unknown) => (thrown instanceof Error ? thrown.message : thrown)

test('a program is told a free port, or listens on its own, and its address is known', async () => {
  const told = await start(command(listening('process.env.PORT'), true), '.', process.env)
  const port = await freePort()
  const own = await start(command(listening(`${port}`), port), '.', process.env)
  const answers = await Promise.all([told, own].map(async ({ values }) => (await fetch(`${values.url}`)).text()))
  expect([answers, own.values]).toEqual([['here', 'here'], { port, url: `http://127.0.0.1:${port}` }])
  await Promise.all([told.stop(), own.stop()])
})

test('what already listens on the port of a program is not taken for it', async () => {
  const other = createServer()
  await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
  const { port } = other.address() as AddressInfo
  const failed = await start(command('0', port), '.', process.env).catch(message)
  other.close()
  expect(failed).toBe(`"${process.execPath} -e 0" listens on port ${port}, and something else does already.`)
})

test('a program that listens elsewhere is told how to say where', async () => {
  const failed = await start(command('setInterval(() => {}, 1000)', true, 300), '.', process.env).catch(
    (thrown) => thrown,
  )
  expect([failed.message.split(' was ')[1], failed.hint.split('. ').at(-1)]).toEqual([
    'not ready within 0.3 s.',
    'One that listens on a port of its own says which: start: { port: 3000 }.',
  ])
})
