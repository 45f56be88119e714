/** Which pact a command means: the one named, the project's, or the pact.yaml of this folder. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { loadPact, type Pact } from '../pact/index.ts'
import { Problem } from '../problem.ts'
import type { Given } from './command.ts'
import type { Io } from './io.ts'

/** @throws Problem `cli/no-pact`, or Problems with all that is wrong in it */
export async function findPact({ options }: Given, io: Io): Promise<Pact> {
  const named = options.pact as string | undefined
  if (named === undefined && existsSync(join(io.cwd, 'fieldproof.yaml'))) {
    // Whoever names a pact needs nothing of projects.
    const { findProject } = await import('./find-project.ts')
    return (await findProject({ arguments: [], options: {} }, io)).pact
  }
  const file = resolve(io.cwd, named ?? 'pact.yaml')
  const shown = relative(io.cwd, file) || file
  if (!existsSync(file)) {
    throw new Problem({
      code: 'cli/no-pact',
      message: `There is no pact at ${shown}.`,
      hint: 'Name one with --pact, go to the folder of a project, or write one with "fieldproof init".',
    })
  }
  const folder = dirname(file)
  return loadPact(readFileSync(file), { file: shown, read: (path) => readBeside(folder, path, io.cwd) })
}

function readBeside(folder: string, path: string, cwd: string): string {
  const file = resolve(folder, path)
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Problem({
      code: 'project/file-missing',
      message: `${relative(cwd, file) || file} cannot be read.`,
      hint: 'Check the name; paths are read from the folder of the pact.',
      cause,
    })
  }
}
