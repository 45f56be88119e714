/** A real MCP server as a process: its streams are bytes, and it ends by its id with everything that it started. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'

export interface ServerProcess {
  readonly output: AsyncIterable<Uint8Array>
  readonly errors: AsyncIterable<Uint8Array>
  write(bytes: Uint8Array): void
  /** Ends its input, as MCP clients do, and then the process. Resolves when it is gone; safe to call twice. */
  end(): Promise<void>
  /** Why it could not be started. */
  failed(): Error | undefined
}

/** How long a server has to end on its own once its input has ended, and again once it was asked to, in milliseconds. */
const graceMs = 1000

const running = new Set<ChildProcessWithoutNullStreams>()

export function startServer(
  command: readonly string[],
  folder: string,
  env: Readonly<Record<string, string>>,
): ServerProcess {
  const [program = '', ...rest] = command
  const child = spawn(program, rest, { cwd: folder, env, stdio: 'pipe', detached: process.platform !== 'win32' })
  if (running.size === 0) process.once('exit', killAll)
  running.add(child)
  // Writing to a process that has ended is told by its end.
  child.stdin.on('error', () => {})
  let failure: Error | undefined
  const gone = new Promise<void>((done) => {
    child.once('error', (error) => {
      failure = error
      done()
    })
    child.once('close', () => done())
  }).then(() => {
    running.delete(child)
    if (running.size === 0) process.removeListener('exit', killAll)
  })
  let ending: Promise<void> | undefined
  return {
    output: child.stdout,
    errors: child.stderr,
    write: (bytes) => void child.stdin.write(bytes),
    end() {
      ending ??= endOf(child, gone)
      return ending
    },
    failed: () => failure,
  }
}

async function endOf(child: ChildProcessWithoutNullStreams, gone: Promise<void>): Promise<void> {
  child.stdin.end()
  const ask = setTimeout(() => kill(child, 'SIGTERM'), graceMs)
  const force = setTimeout(() => kill(child, 'SIGKILL'), 2 * graceMs)
  await gone
  clearTimeout(ask)
  clearTimeout(force)
}

function killAll(): void {
  for (const child of running) kill(child, 'SIGKILL')
}

function kill(child: ChildProcessWithoutNullStreams, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}
