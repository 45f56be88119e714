import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { agentConformance, type Counterpart, deedFor } from './agent.conformance.ts'
import { commandAgent } from './command.ts'
import { failureOf, opening } from './opening.sample.ts'

const folder = mkdtempSync(join(tmpdir(), 'fieldproof-command-'))
afterAll(() => rmSync(folder, { recursive: true }))
const around = { id: 'agent', folder, env: process.env }
const agentOf = (settings: Readonly<Record<string, unknown>>) =>
  commandAgent.create(commandAgent.settings.parse(settings), around)

/** An agent as a program: notes what it receives, and answers each message with several lines and a last one. */
const program = `
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
${deedFor.toString()}
const put = (value) => process.stdout.write(JSON.stringify(value) + '\\n')
createInterface({ input: process.stdin }).on('line', (line) => {
  const { conversationId, message } = JSON.parse(line)
  appendFileSync(process.argv[2], conversationId + ': ' + message + '\\n')
  const deed = deedFor(message, conversationId)
  const say = () => {
    for (const call of deed.tools) put({ conversationId, call })
    for (const text of deed.replies) put({ conversationId, text })
    put({ conversationId, done: true })
  }
  const dribble = (bytes, at = 0) => {
    if (at === bytes.length) return
    process.stdout.write(bytes.subarray(at, at + 1))
    setImmediate(() => dribble(bytes, at + 1))
  }
  const act = {
    plain: say,
    dribbled: () => dribble(Buffer.from(JSON.stringify({ conversationId, text: deed.replies[0], done: true }) + '\\n')),
    cut: () => process.stdout.write('{"text": "I am', () => { console.error('out of ideas'); process.exit(3) }),
    garbage: () => process.stdout.write('Server started\\n'),
    limited() {}, never() {},
  }
  setTimeout(act[deed.how], deed.afterMs)
})
`
const file = join(folder, 'agent.mjs')
writeFileSync(file, program)

let logs = 0
function counterpart(shared: boolean) {
  return async (): Promise<Counterpart> => {
    logs += 1
    const log = join(folder, `log-${logs}`)
    return {
      agent: (timeoutMs) =>
        agentOf({
          run: [process.execPath, file, log],
          reply: '$.text',
          done: '$.done',
          toolCalls: { at: '$.call' },
          shared,
          timeoutMs,
        }),
      received: () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []),
      stop: async () => {},
    }
  }
}

agentConformance('command, a process for each conversation', counterpart(false), {
  rateLimits: false,
  cutIs: 'crashed',
})
agentConformance('command, one process for all', counterpart(true), { rateLimits: false, cutIs: 'crashed' })

/** A program given as text. */
function script(name: string, text: string): string[] {
  writeFileSync(join(folder, name), text)
  return [process.execPath, name]
}

test('without settings beyond the program, each line in is answered by one line out', async () => {
  const run = script(
    'one-line.mjs',
    `import { createInterface } from 'node:readline'
    createInterface({ input: process.stdin }).on('line', (line) => console.log(JSON.stringify({ reply: line })))`,
  )
  const agent = agentOf({ run })
  const { opening: begun, events } = opening({ customer: { phone: '+351' } })
  const session = await agent.open(begun)
  await session.send({ text: 'hi' })
  await session.close()
  await agent.close()
  expect(events).toEqual([
    {
      type: 'message',
      text: '{"message":"hi","conversationId":"c1","channel":"chat","customer":{"phone":"+351"}}',
    },
  ])
})

test('a program that crashes is the failure of the agent, with the end of what it wrote to standard error', async () => {
  const run = script('crash.mjs', `process.stdin.once('data', () => { console.error('no calendar'); process.exit(4) })`)
  const agent = agentOf({ run })
  const session = await agent.open(opening().opening)
  const crashed = {
    culprit: 'agent',
    code: 'crashed',
    message: 'The program ended with exit code 4. It wrote to standard error:\nno calendar',
  }
  expect([await failureOf(session.send({ text: 'hi' })), await failureOf(session.send({ text: 'hi?' }))]).toEqual([
    crashed,
    crashed,
  ])
  await session.close()
  await agent.close()
})

test('lines that are not JSON are garbage, and the message says where logs belong', async () => {
  const run = script('log.mjs', `process.stdin.once('data', () => console.log('Listening on 8080'))`)
  const agent = agentOf({ run })
  const session = await agent.open(opening().opening)
  expect(await failureOf(session.send({ text: 'hi' }))).toEqual({
    culprit: 'agent',
    code: 'garbage',
    message: 'The answer is not JSON: "Listening on 8080" Logs belong on standard error.',
  })
  await session.close()
  await agent.close()
})

test('a program that is not there is a mistake in the settings', async () => {
  const agent = agentOf({ run: ['no-such-program-at-all'] })
  const session = await agent.open(opening().opening)
  expect(await failureOf(session.send({ text: 'hi' }))).toEqual({
    culprit: 'simulator',
    code: 'settings',
    message:
      'The program no-such-program-at-all cannot be started: spawn no-such-program-at-all ENOENT Install it, correct its name under run, or see that folder exists and the file may be executed.',
  })
  await session.close()
  await agent.close()
})

test('closing ends the process, the ones it started and even one that ignores being asked', async () => {
  const run = script(
    'stubborn.mjs',
    `import { spawn } from 'node:child_process'
    process.on('SIGTERM', () => {})
    const inner = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    process.stdin.once('data', () => console.log(JSON.stringify({ reply: process.pid + ' ' + inner.pid })))
    setInterval(() => {}, 1000)`,
  )
  const agent = agentOf({ run })
  const { opening: begun, events } = opening()
  const session = await agent.open(begun)
  await session.send({ text: 'hi' })
  const pids = events.flatMap((event) => (event.type === 'message' ? event.text.split(' ').map(Number) : []))
  await agent.close()
  const isRunning = (pid: number) => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  expect(pids).toHaveLength(2)
  await vi.waitFor(() => expect(pids.filter(isRunning)).toEqual([]), { timeout: 60_000 })
})
