/** The real terminal: standard streams, Ctrl-C, colours where they are wanted. */
import picocolors from 'picocolors'
import { exitCodes } from './exit-codes.ts'
import { type Io, plainStyle } from './io.ts'
import { printable } from './printable.ts'
import { asked, firstLine } from './secret.ts'

/**
 * The first Ctrl-C asks for a clean stop, which can take as long as an agent's reply; a second one ends at once. A command
 * that never asks whether it was interrupted has nothing to end cleanly, and is ended by the first, however busy it is.
 */
export function terminal(): Io {
  const { stdout, stderr, stdin, env } = process
  const interrupt = new AbortController()
  const stop = () => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted)
    clear()
    stderr.write('Stopping. Ctrl-C again ends at once.\n')
    interrupt.abort(new Error('interrupted'))
    // Who waits for input would otherwise wait on.
    if (stdin.listenerCount('readable') > 0) stdin.push(null)
  }
  const heed = () => {
    if (process.listeners('SIGINT').includes(stop)) return
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
  }
  for (const stream of [stdout, stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // A reader that has seen enough (`| head`) closes the pipe; that is no error.
      if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.ok)
      if (stream === stdout) stderr.write(`The output cannot be written: ${error.message}\n`)
      process.exit(exitCodes.problem)
    })
  }

  let liveLines = 0
  const clear = () => {
    if (liveLines > 0) stderr.write(`\u001b[${liveLines}A\u001b[0J`)
    liveLines = 0
  }
  // An empty value counts as not set: no-color.org.
  const colour = (env.NO_COLOR ?? '') === '' && stdout.isTTY === true && env.TERM !== 'dumb'
  return {
    out(line) {
      clear()
      stdout.write(`${stdout.isTTY === true ? printable(line) : line}\n`)
    },
    err(line) {
      clear()
      stderr.write(`${stderr.isTTY === true ? printable(line) : line}\n`)
    },
    live(lines) {
      if (stderr.isTTY !== true) return
      clear()
      for (const line of lines) stderr.write(`${line.slice(0, (stderr.columns ?? 80) - 1)}\n`)
      liveLines = lines.length
    },
    isTerminal: stdout.isTTY === true,
    columns: stdout.columns ?? 80,
    style: colour ? picocolors.createColors(true) : plainStyle,
    cwd: process.cwd(),
    env,
    stdin,
    secret: (question) => (stdin.isTTY === true ? asked(question) : firstLine(stdin)),
    get interrupted() {
      heed()
      return interrupt.signal
    },
    now: () => new Date(),
  }
}
