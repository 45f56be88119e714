/** Opening the store that a command means. */
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Project } from '../simulate/index.ts'
import { openStore, type Store } from '../store/index.ts'
import type { Given } from './command.ts'
import type { Io } from './io.ts'

/** The store named on the command line, else the project's. Its folder is made when it is not there. */
export async function openStoreOf({ options }: Given, project: Project | undefined, io: Io): Promise<Store> {
  const named = options.store as string | undefined
  if (named === ':memory:') return openStore(named)
  const file =
    named === undefined
      ? resolve(project?.folder ?? io.cwd, project?.settings.store ?? '.fieldproof/runs.db')
      : resolve(io.cwd, named)
  if (named === undefined) mkdirSync(dirname(file), { recursive: true })
  return openStore(file)
}
