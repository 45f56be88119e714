/** The file that a command may write: never one that is there already, unless it is told to. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Problem } from '../problem.ts'
import type { Given } from './command.ts'
import type { Io } from './io.ts'

/** The path of a file that is not there, or that --force allows to overwrite. @throws Problem `cli/would-overwrite` */
export function freeFile(named: string, { options }: Given, io: Io): string {
  const file = resolve(io.cwd, named)
  if (!existsSync(file) || options.force === true) return file
  throw new Problem({
    code: 'cli/would-overwrite',
    message: `${named} is there already.`,
    hint: 'Move it away, or overwrite it with --force. Nothing was written.',
  })
}
