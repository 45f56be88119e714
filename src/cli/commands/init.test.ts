import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { readProject } from '../../simulate/index.ts'
import { agentKindsAsked, providerKinds } from '../init/answers.ts'
import { askFor } from '../init/questions.ts'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

function emptyFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-init-'))
  folders.push(folder)
  mkdirSync(join(folder, 'desk'))
  return join(folder, 'desk')
}

async function run(cwd: string, ...words: readonly string[]) {
  const io = sampleIo({ cwd })
  const code = await runProgram(words, io, '0.0.0')
  return `${io.text()}\nexit ${code}`
}

test('init writes a project whose simulation runs to its end at once', async () => {
  const cwd = emptyFolder()
  expect(await run(cwd, 'init', '--yes', '--agent', 'module')).toMatchInlineSnapshot(`
    "  wrote fieldproof.yaml
      wrote pact.yaml
      wrote scenarios/first.yaml
      wrote .github/workflows/fieldproof.yml
      wrote agent.mjs
      wrote .gitignore

      fieldproof doctor     checks that everything can be reached
      fieldproof simulate   plays the scenarios
    exit 0"
  `)
  const simulated = await run(cwd, 'simulate', '.')
  expect(simulated).toContain('12 conversations')
  expect(simulated).toMatch(/exit [01]$/)
})

test('what init writes for every way of reaching an agent can be read', async () => {
  for (const kind of agentKindsAsked) {
    const cwd = emptyFolder()
    await run(cwd, 'init', '--agent', kind, '--name', `My ${kind}: "desk" & co`)
    const { settings, scenarios, pact } = await readProject(join(cwd, 'fieldproof.yaml'))
    expect([settings.project, Object.keys(settings.agent).includes(kind)]).toEqual([`My ${kind}: "desk" & co`, true])
    expect([scenarios.length, pact.conditions.length > 4]).toEqual([3, true])
  }
})

test.each(providerKinds)('the bot that init writes for %s is reached as its provider reaches it', async (kind) => {
  const cwd = emptyFolder()
  const io = sampleIo({ cwd, env: process.env })
  expect(await runProgram(['init', '--yes', '--agent', kind], io, '0.0.0')).toBe(0)
  // What a person installs for the one that answers mails.
  symlinkSync(resolve('node_modules'), join(cwd, 'node_modules'))
  const looked = sampleIo({ cwd, env: process.env })
  const code = await runProgram(['doctor'], looked, '0.0.0')
  expect(looked.text()).toMatch(/ agent {2}.*"I can tell you our hours and prices/)
  expect(looked.text()).toMatch(/8 ok, 0 wrong, 0 gaps$/)
  expect(code).toBe(0)
})

test('a bot of one’s own is started, at its own port where its webhook says so', async () => {
  const settingsAfter = async (...words: readonly string[]) => {
    const cwd = emptyFolder()
    writeFileSync(join(cwd, 'bot.mjs'), '// mine')
    await run(cwd, 'init', '--agent', 'twilio', ...words)
    expect([readdirSync(cwd).includes('agent.mjs'), readFileSync(join(cwd, 'bot.mjs'), 'utf8')]).toEqual([
      false,
      '// mine',
    ])
    const { start, agent } = (await readProject(join(cwd, 'fieldproof.yaml'))).settings
    return [start?.command, start?.port, (agent as { twilio?: { webhook: string } }).twilio?.webhook]
  }
  expect(await settingsAfter()).toEqual(['node bot.mjs', true, '{{start.url}}/sms'])
  expect(await settingsAfter('--command', 'node server.js', '--url', 'http://localhost:3000/in')).toEqual([
    'node server.js',
    3000,
    'http://localhost:3000/in',
  ])
  expect(await settingsAfter('--command', 'npm run bot', '--url', 'twilio/in')).toEqual([
    'npm run bot',
    true,
    '{{start.url}}/twilio/in',
  ])
})

test('answers given as options stand in the project file', async () => {
  const cwd = emptyFolder()
  await run(
    cwd,
    'init',
    '--agent',
    'http',
    '--url',
    'http://127.0.0.1:9/a?b={{conversationId}}#c',
    '--reply',
    '$.out[0]',
  )
  const { settings } = await readProject(join(cwd, 'fieldproof.yaml'))
  expect(settings.agent).toMatchObject({
    http: { url: 'http://127.0.0.1:9/a?b={{conversationId}}#c', reply: '$.out[0]' },
  })
})

test('a project for an agent over HTTP runs to its end against one', async () => {
  const server = createServer((request, response) => {
    request.resume()
    response.setHeader('content-type', 'application/json')
    response.end('{"reply":"We are open from 9 to 6."}')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    const cwd = emptyFolder()
    const { port } = server.address() as AddressInfo
    await run(cwd, 'init', '--agent', 'http', '--url', `http://127.0.0.1:${port}/chat`)
    expect(await run(cwd, 'simulate', '.')).toMatch(/12 conversations[\s\S]*exit [01]$/)
  } finally {
    server.close()
  }
})

test('nothing is overwritten, nothing is half written, and .gitignore keeps what it holds', async () => {
  const cwd = emptyFolder()
  writeFileSync(join(cwd, 'pact.yaml'), 'mine')
  writeFileSync(join(cwd, '.gitignore'), 'node_modules/')
  expect(await run(cwd, 'init', '--yes')).toMatchInlineSnapshot(`
    "! problem These files are there already: pact.yaml.
    !         Nothing was written. Name another folder, or overwrite them with --force.
    !         cli/would-overwrite  docs/problems/cli-would-overwrite.md
    exit 2"
  `)
  expect(readdirSync(cwd).sort()).toEqual(['.gitignore', 'pact.yaml'])
  await run(cwd, 'init', '--yes', '--force')
  await run(cwd, 'init', '--yes', '--force')
  expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('node_modules/\n.fieldproof/\n')
  expect(readFileSync(join(cwd, 'pact.yaml'), 'utf8')).toContain('pact: desk')
})

test('where nobody can be asked, what is missing is told', async () => {
  const cwd = emptyFolder()
  expect(await run(cwd, 'init')).toMatchInlineSnapshot(`
    "! problem It is not known how the agent is reached, and there is no terminal to ask on.
    !         Say it: fieldproof init --agent http --url http://127.0.0.1:8080/chat. With --yes a sample agent is written.
    !         cli/needs-answers  docs/problems/cli-needs-answers.md
    exit 2"
  `)
  expect(await run(cwd, 'init', '--agent', 'telegraph')).toMatchInlineSnapshot(`
    "! problem An agent cannot be reached by "telegraph".
    !         Ways: http, openai-chat, websocket, command, module, twilio, whatsapp-cloud, messenger, instagram, slack, highlevel, email.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
})

/** A terminal on which, whenever the text shows up, the keys are pressed. */
function typing(...presses: readonly (readonly [onceShown: string, keys: string])[]) {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} })
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80, rows: 24 })
  const left = [...presses]
  let shown = ''
  output.on('data', (piece) => {
    shown += String(piece)
    const [next] = left
    if (next === undefined || !shown.includes(next[0])) return
    shown = ''
    left.shift()
    setTimeout(() => input.write(next[1]), 5)
  })
  return { input, output }
}

const [down, enter, breakOff] = ['\u001b[B', '\r', '\u0003']

test('on a terminal it is asked how the agent is reached, and an empty answer takes what is usual', async () => {
  const answers = await askFor(
    {},
    'desk',
    typing(
      ['How is your agent reached', down],
      ['chat completions', down],
      ['websocket', enter],
      ['address of the socket', 'ws://127.0.0.1:1/x'],
      ['ws://127.0.0.1:1/x', enter],
      ['Where does the reply stand', enter],
    ),
  )
  expect(answers).toEqual({ name: 'desk', kind: 'websocket', url: 'ws://127.0.0.1:1/x', reply: '$.reply' })
})

test('what was given is not asked, and breaking off writes nothing', async () => {
  expect(
    await askFor(
      { kind: 'http', url: 'http://127.0.0.1:1' },
      'desk',
      typing(['Where does the reply stand', '$.text'], ['$.text', enter]),
    ),
  ).toEqual({
    name: 'desk',
    kind: 'http',
    url: 'http://127.0.0.1:1',
    reply: '$.text',
  })
  expect(await askFor({}, 'desk', typing(['How is your agent reached', breakOff]))).toBeUndefined()
})
