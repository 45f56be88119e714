/** Words that lead a later command to the same project and store as this one. */
import { relative, resolve } from 'node:path'
import type { Given } from './command.ts'
import type { Io } from './io.ts'

/** Ways to come back to a project and its store from where one is now. */
export interface WayBack {
  /** `--project examples/salon --store runs.db`, each only where it is needed. */
  readonly words: readonly string[]
}

/** @param folder of the project */
export function wayBack(folder: string, { options, program = [] }: Given, io: Io): WayBack {
  const store = options.store as string | undefined
  const project = (options.project as string | undefined) ?? relative(io.cwd, resolve(folder))
  return {
    words: [
      ...(project === '' ? [] : ['--project', project]),
      ...(store === undefined ? [] : ['--store', store]),
      ...(program.length === 0 ? [] : ['--', ...program]),
    ],
  }
}

/** A command line that a shell takes as it stands. */
export function commandLine(...words: readonly string[]): string {
  return ['npx', 'fieldproof', ...words].map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : quoted(word))).join(' ')
}

/** The command that plays a trial of a run again. */
export function replayCommand(order: number, run: string, { words }: WayBack): string {
  return commandLine('replay', String(order), '--run', run, ...words)
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`
}
