/** Which project a command means. */
import { existsSync, statSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { Problem } from '../problem.ts'
import { type Project, readProject } from '../simulate/index.ts'
import type { Given } from './command.ts'
import type { Io } from './io.ts'

const projectFile = 'fieldproof.yaml'

/**
 * The project in the folder, or of the file, that was named; else of this folder.
 *
 * @param inPlaceOf as for `readProject`
 * @throws Problem `cli/no-project`, or Problems with all that is wrong in it
 */
export async function findProject(given: Given, io: Io, inPlaceOf?: (path: string) => string): Promise<Project> {
  return starting(await projectNamed(given, io, inPlaceOf), given.program)
}

/**
 * The project with a program started instead of what it starts. It is told a free port, unless the project says that
 * it prints its addresses or where on this machine the agent is reached.
 */
function starting(project: Project, [first, ...rest]: readonly string[] = []): Project {
  if (first === undefined) return project
  const { start, agent } = project.settings
  const usual = { cwd: '.', timeoutMs: 30_000, port: portIn(agent) ?? true, allow: [] }
  return { ...project, settings: { ...project.settings, start: { ...usual, ...start, command: [first, ...rest] } } }
}

/** The port of the address on this machine that stands under `agent:`, where there is exactly one. */
function portIn(agent: Project['settings']['agent']): number | undefined {
  const written = JSON.stringify(agent).matchAll(/:\/\/(?:localhost|127\.0\.0\.1|\[::1\]):(\d{1,5})\b/g)
  const [port, ...others] = new Set([...written].map(([, digits]) => Number(digits)))
  return others.length === 0 ? port : undefined
}

async function projectNamed(
  { arguments: [named], options }: Given,
  io: Io,
  inPlaceOf?: (path: string) => string,
): Promise<Project> {
  const given = (options.project as string | undefined) ?? named ?? '.'
  const path = resolve(io.cwd, given)
  const file = existsSync(path) && statSync(path).isDirectory() ? join(path, projectFile) : path
  const shown = relative(io.cwd, file) || file
  if (existsSync(file)) return readProject(relative(process.cwd(), file) || file, inPlaceOf)
  throw new Problem({
    code: 'cli/no-project',
    message: `There is no project at ${shown}.`,
    hint: 'Go to a folder with a fieldproof.yaml, name one, or write one with "fieldproof init".',
  })
}
