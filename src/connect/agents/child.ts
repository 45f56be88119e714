/**
 * A child process that speaks in lines: started, written to, read from and ended by its id.
 *
 * It runs in a process group of its own, so that what it starts ends with it.
 */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { lineSplitter } from './lines.ts'

export interface ChildOptions {
  readonly command: readonly [string, ...string[]]
  readonly folder: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Longest line that is read, in bytes. */
  readonly maxBytes: number
  /** A whole line, without its ending. What a process leaves unfinished as it ends is no line. */
  onLine(line: string): void
  /** The output is not UTF-8, or a line is too long. */
  onGarbage(because: string): void
  /** The process has ended, or could not be started. Called once. */
  onEnd(end: ChildEnd): void
}

export interface ChildEnd {
  /** `exit code 3`, `signal SIGSEGV`. */
  readonly how: string
  /** The last lines it wrote to stderr, if any. */
  readonly stderr: string
  /** Why it could not be started. */
  readonly error?: Error
}

export interface Child {
  readonly pid: number | undefined
  write(line: string): void
  /** The last lines of stderr so far. */
  stderr(): string
  /** Asks the process to end, then ends it. Resolves when it is gone; safe to call twice. */
  end(): Promise<void>
}

/** How long a process has to end on its own once it was asked to, in milliseconds. */
const GRACE_MS = 2000
const STDERR_KEPT = 2000

/** Processes that are still running, to be ended when this one exits first. */
const running = new Set<ChildProcessWithoutNullStreams>()
let watching = false

export function startChild(options: ChildOptions): Child {
  const [program, ...args] = options.command
  const grouped = process.platform !== 'win32'
  const child = spawn(program, args, { cwd: options.folder, env: { ...options.env }, stdio: 'pipe', detached: grouped })
  endWithThisProcess(child)

  let errors = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors = (errors + text).slice(-STDERR_KEPT)
  })
  const stderr = () => errors.trim()
  readLines(child, options)
  // Writing to a process that has ended is told by its end.
  child.stdin.on('error', () => {})

  const gone = new Promise<void>((resolve) => {
    let told = false
    const tell = (end: ChildEnd) => {
      running.delete(child)
      if (!told) options.onEnd(end)
      told = true
      resolve()
    }
    child.once('error', (error) => tell({ how: error.message, stderr: stderr(), error }))
    child.once('close', (code, signal) =>
      tell({ how: signal ? `signal ${signal}` : `exit code ${code}`, stderr: stderr() }),
    )
  })
  let ending: Promise<void> | undefined
  return {
    pid: child.pid,
    stderr,
    write: (line) => {
      child.stdin.write(`${line}\n`)
    },
    end() {
      ending ??= endChild(child, gone)
      return ending
    },
  }
}

async function endChild(child: ChildProcessWithoutNullStreams, gone: Promise<void>): Promise<void> {
  child.stdin.end()
  kill(child, 'SIGTERM')
  const timer = setTimeout(() => kill(child, 'SIGKILL'), GRACE_MS)
  await gone
  clearTimeout(timer)
}

function readLines(child: ChildProcessWithoutNullStreams, { maxBytes, onLine, onGarbage }: ChildOptions): void {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const splitter = lineSplitter((line) => {
    pending = 0
    onLine(line)
  })
  let pending = 0
  let spoiled = false
  const spoil = (because: string) => {
    spoiled = true
    onGarbage(because)
  }
  child.stdout.on('data', (chunk: Buffer) => {
    if (spoiled) return
    pending += chunk.length
    try {
      splitter.push(decoder.decode(chunk, { stream: true }))
    } catch {
      return spoil('The output is not UTF-8 text.')
    }
    if (pending > maxBytes) spoil(`A line is longer than ${maxBytes} bytes.`)
  })
}

function kill(child: ChildProcessWithoutNullStreams, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    if (process.platform === 'win32') child.kill(signal)
    else process.kill(-child.pid, signal)
  } catch {
    // It has ended meanwhile.
  }
}

function endWithThisProcess(child: ChildProcessWithoutNullStreams): void {
  running.add(child)
  if (watching) return
  watching = true
  process.on('exit', () => {
    for (const left of running) kill(left, 'SIGKILL')
  })
}
