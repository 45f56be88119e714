#!/usr/bin/env node
/** The entry: answers `--version` before anything is loaded, since people and scripts ask it often. */
import { readFileSync } from 'node:fs'

const version = () => JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version

if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  process.stdout.write(`${version()}\n`)
} else {
  const { runProgram } = await import('./program.ts')
  const { terminal } = await import('./terminal.ts')
  process.exitCode = await runProgram(process.argv.slice(2), terminal(), version())
  for (const stream of [process.stdout, process.stderr]) await new Promise((written) => stream.write('', written))
  // What the code of a project has left open, a pool or a timer, must not keep the command from ending.
  process.exit()
}
