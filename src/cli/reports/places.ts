/** Where promises and scenarios stand in a project's files, so that editors and code reviews can point there. */
import { readFileSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import type { Project } from '../../simulate/index.ts'
import type { Places, Spot } from './reported.ts'

/** Reads each file at most once, when it is first asked for. A file that is gone gives no place. */
export function placesIn({ folder, settings, scenarios }: Project, cwd: string): Places {
  const lines = new Map<string, readonly string[]>()
  const linesOf = (file: string): readonly string[] => {
    const known = lines.get(file)
    if (known !== undefined) return known
    const read = textOf(file).split('\n')
    lines.set(file, read)
    return read
  }
  const find = (file: string, id: string): Spot | undefined => {
    const line = linesOf(file).findIndex(
      (text) => /(?:^|[\s{,-])id:\s*(.*)/.exec(text)?.[1]?.match(/^['"]?([\w.-]+)/)?.[1] === id,
    )
    return line === -1 ? undefined : { file: shown(file), line: line + 1 }
  }
  /** Inside the folder of the command as a relative path: that is how a repository's own files are named. */
  const shown = (file: string) => {
    const path = relative(cwd, file)
    return path.startsWith('..') || isAbsolute(path) ? file : path
  }
  return {
    condition: (id) => find(resolve(folder, settings.pact), id),
    scenario(id) {
      const file = scenarios.find((scenario) => scenario.id === id)?.file
      return file === undefined ? undefined : find(resolve(file), id)
    },
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
