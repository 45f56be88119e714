/** Opening the store that a command means. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Project } from '../simulate/index.ts'
import { openStore, type Store } from '../store/index.ts'
import type { Given } from './command.ts'
import { findProject } from './find-project.ts'
import type { Io } from './io.ts'

/** The store named on the command line, else the project's. Its folder is made when it is not there. */
export async function openStoreOf(given: Given, project: Project | undefined, io: Io): Promise<Store> {
  const file = fileOf(given, project, io)
  if (file !== inMemory && given.options.store === undefined) makeFolder(dirname(file))
  return openStore(file)
}

/** Whether the store exists already; opening one would make it. */
export function isStoreThere(given: Given, project: Project | undefined, io: Io): boolean {
  return existsSync(fileOf(given, project, io))
}

const inMemory = ':memory:'

function fileOf({ options }: Given, project: Project | undefined, io: Io): string {
  const named = options.store as string | undefined
  if (named === inMemory) return named
  if (named !== undefined) return resolve(io.cwd, named)
  return resolve(project?.folder ?? io.cwd, project?.settings.store ?? '.fieldproof/runs.db')
}

/**
 * The project of this folder, or the one named with --project, and its store.
 *
 * For commands whose arguments are runs and trials, not folders.
 */
export async function openProjectStore(
  { options, program = [] }: Given,
  io: Io,
): Promise<{ readonly project: Project; readonly store: Store }> {
  const given = { arguments: [], options, program }
  const project = await findProject(given, io)
  return { project, store: await openStoreOf(given, project, io) }
}

/** Where it cannot be made, opening the store tells why. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch {
    // Told by the store, which knows the file that was meant.
  }
}
