/**
 * Starting what a project needs: the agent and its backends, as one command of the user's.
 *
 * The command prints one line of JSON with its addresses when it is ready, so no port has to be fixed
 * and nothing is guessed from waiting. It is ended, by its process id, when the run is over.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { type AddressInfo, connect, createServer } from 'node:net'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { isObject, type Json } from '../conversation/index.ts'
import { Problem } from '../problem.ts'
import { causedEnvironment } from './caused.ts'

export const startSettings = z.strictObject({
  command: z
    .union([z.string(), z.array(z.string()).nonempty()])
    .describe('What to run: `node start.mjs`. It prints one line of JSON with its addresses when it is ready.'),
  cwd: z.string().default('.').describe('Folder to run in, relative to the project file.'),
  timeoutMs: z.number().int().positive().default(30_000),
  port: z
    .union([z.boolean(), z.int().min(1).max(65_535)])
    .default(false)
    .describe(
      'For a program that prints no addresses. true: it is told a free port as PORT. A number: the port that it listens on anyway. It is ready when it listens there; its address is {{start.url}}. Default false.',
    ),
  allow: z
    .array(z.string().min(1))
    .default([])
    .describe(
      'Where a provider stands between: hosts beyond this machine that the program may reach all the same, such as that of its model.',
    ),
})

export interface Started {
  /** What the command printed: named in templates as `{{start.…}}`. */
  readonly values: Readonly<Record<string, Json>>
  stop(): Promise<void>
}

/** How long a command has to end on its own once it was asked to, in milliseconds. */
const graceMs = 3000

/**
 * @param signal ends the wait for a command that is not ready yet
 * @throws Problem `connect/start-failed` when the command ends, or stays silent, before it is ready
 */
export async function start(
  { command, cwd, timeoutMs, port: wantsPort }: z.output<typeof startSettings>,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  signal?: AbortSignal,
): Promise<Started> {
  const [program = '', ...rest] = typeof command === 'string' ? command.trim().split(/\s+/) : command
  // A group of its own: what it starts ends with it, and a Ctrl-C that asks for a clean stop does not end it first.
  const detached = process.platform !== 'win32'
  const port = await portFor(wantsPort, [program, ...rest].join(' '))
  const told = port === undefined ? env : { ...env, PORT: `${port}` }
  const child = spawn(program, rest, {
    cwd: resolve(folder, cwd),
    env: { ...causedEnvironment(told) },
    stdio: 'pipe',
    detached,
  })
  const killNow = () => kill(child, 'SIGKILL')
  process.once('exit', killNow)
  let how = 'ended before it was ready'
  const ended = new Promise<void>((done) => {
    child.once('close', () => done())
    child.once('error', (error) => {
      how = `cannot be started: ${error.message}`
      done()
    })
  })
  // Writing to a command that has ended is told by its end.
  child.stdin.on('error', () => {})
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-1000)
  })
  const stop = async () => {
    child.stdin.end()
    kill(child, 'SIGTERM')
    const timer = setTimeout(killNow, graceMs)
    await ended
    clearTimeout(timer)
    process.removeListener('exit', killNow)
  }

  const lines = createInterface({ input: child.stdout })
  const ready = new Promise<Readonly<Record<string, Json>>>((done) => {
    lines.on('line', (line) => {
      const values = addressesIn(line)
      if (values !== undefined && port === undefined) done(values)
    })
    if (port !== undefined) {
      const over = () => child.exitCode !== null || child.signalCode !== null
      void listening(port, over).then(() => done({ port, url: `http://127.0.0.1:${port}` }))
    }
  })
  let timer: NodeJS.Timeout | undefined
  const failed = (because: string) =>
    new Problem({
      code: 'connect/start-failed',
      message: `"${[program, ...rest].join(' ')}" ${because}.${complaint === '' ? '' : ` It wrote:\n${complaint.trim()}`}`,
      hint: howToBeReady(port, wantsPort),
    })
  const outcome = await Promise.race([
    ready,
    ended.then(() => failed(how)),
    aborted(signal).then(() => failed('was not ready when the run was stopped')),
    new Promise<Problem>((done) => {
      timer = setTimeout(() => done(failed(`was not ready within ${timeoutMs / 1000} s`)), timeoutMs)
    }),
  ])
  clearTimeout(timer)
  if (outcome instanceof Problem) {
    await stop()
    throw outcome
  }
  return { values: outcome, stop }
}

function howToBeReady(port: number | undefined, wanted: boolean | number): string {
  if (port === undefined) {
    return 'Run the command by hand. It has to print one line of JSON, such as {"agent":"http://127.0.0.1:8080"}, and go on running.'
  }
  if (port === wanted) return `Run the command by hand. It has to listen on port ${port} and go on running.`
  return 'Run the command by hand. It has to listen on the port that PORT says and go on running. One that listens on a port of its own says which: start: { port: 3000 }.'
}

/** @throws Problem where somebody else listens on the program's own port, and would be taken for it */
async function portFor(wanted: boolean | number, command: string): Promise<number | undefined> {
  if (typeof wanted === 'boolean') return wanted ? freePort() : undefined
  if (!(await isListening(wanted))) return wanted
  throw new Problem({
    code: 'connect/start-failed',
    message: `"${command}" listens on port ${wanted}, and something else does already.`,
    hint: 'End what listens there. Or have the agent listen on the port that PORT says, with "start: { port: true }".',
  })
}

/** A port that nobody listens on. Somebody may take it before the program does, which its failing to listen tells. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

/** Resolves when somebody listens; never once it is over. */
async function listening(port: number, over: () => boolean): Promise<void> {
  while (!over()) {
    if (await isListening(port)) return
    await sleep(25)
  }
  await new Promise<void>(() => {})
}

function isListening(port: number): Promise<boolean> {
  return new Promise((tell) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      tell(true)
    })
    socket.once('error', () => tell(false))
  })
}

/** Resolves when it is; never without a signal. */
function aborted(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done) => {
    if (signal?.aborted === true) done()
    signal?.addEventListener('abort', () => done(), { once: true })
  })
}

function kill(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

function addressesIn(line: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = JSON.parse(line)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
