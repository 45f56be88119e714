/**
 * Starting what a project needs: the agent and its backends, as one command of the user's.
 *
 * The command prints one line of JSON with its addresses when it is ready, so no port has to be fixed
 * and nothing is guessed from waiting. It is ended, by its process id, when the run is over.
 */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { Json } from '../conversation/index.ts'
import { Problem } from '../problem.ts'

export const startSettings = z.strictObject({
  command: z
    .union([z.string(), z.array(z.string()).nonempty()])
    .describe('What to run: `node start.mjs`. It prints one line of JSON with its addresses when it is ready.'),
  cwd: z.string().default('.').describe('Folder to run in, relative to the project file.'),
  timeoutMs: z.number().int().positive().default(30_000),
})

export interface Started {
  /** What the command printed: named in templates as `{{start.…}}`. */
  readonly values: Readonly<Record<string, Json>>
  stop(): Promise<void>
}

/** How long a command has to end on its own once it was asked to, in milliseconds. */
const graceMs = 3000

/** @throws Problem `connect/start-failed` when the command ends, or stays silent, before it is ready */
export async function start(
  { command, cwd, timeoutMs }: z.infer<typeof startSettings>,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Started> {
  const [program = '', ...rest] = typeof command === 'string' ? command.trim().split(/\s+/) : command
  const child = spawn(program, rest, { cwd: resolve(folder, cwd), env: { ...env }, stdio: 'pipe' })
  const ended = new Promise<void>((done) => {
    child.once('close', () => done())
    child.once('error', () => done())
  })
  let complaint = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-1000)
  })
  const stop = async () => {
    child.stdin.end()
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), graceMs)
    await ended
    clearTimeout(kill)
  }

  const lines = createInterface({ input: child.stdout })
  const ready = new Promise<Readonly<Record<string, Json>>>((done) => {
    lines.on('line', (line) => {
      const values = addressesIn(line)
      if (values !== undefined) done(values)
    })
  })
  let timer: NodeJS.Timeout | undefined
  const failed = (because: string) =>
    new Problem({
      code: 'connect/start-failed',
      message: `"${[program, ...rest].join(' ')}" ${because}.${complaint === '' ? '' : ` It wrote:\n${complaint.trim()}`}`,
      hint: 'Run the command by hand. It has to print one line of JSON, such as {"agent":"http://127.0.0.1:8080"}, and go on running.',
    })
  const outcome = await Promise.race([
    ready,
    ended.then(() => failed('ended before it was ready')),
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

function addressesIn(line: string): Readonly<Record<string, Json>> | undefined {
  try {
    const value = JSON.parse(line)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined
  } catch {
    return undefined
  }
}
