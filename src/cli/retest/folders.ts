/** The folders of a knowledge base, read. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { globSync } from 'tinyglobby'
import { Problem } from '../../problem.ts'
import type { KnowledgeFile } from '../../simulate/index.ts'
import type { Io } from '../io.ts'

const readable = ['**/*.{md,markdown,txt,yaml,yml,json}']

/** @throws Problem `cli/no-knowledge` */
export function knowledgeIn(folder: string, io: Io): readonly KnowledgeFile[] {
  const at = resolve(io.cwd, folder)
  const isFolder = existsSync(at) && statSync(at).isDirectory()
  const paths = isFolder ? globSync(readable, { cwd: at, onlyFiles: true }).sort() : []
  if (paths.length > 0) return paths.map((path) => ({ path, text: readFileSync(join(at, path), 'utf8') }))
  throw new Problem({
    code: 'cli/no-knowledge',
    message: isFolder ? `${folder} holds no file of a knowledge base.` : `There is no folder ${folder}.`,
    hint: 'Name folders with Markdown, text, YAML or JSON files: --kb kb-before kb.',
  })
}

/** What was meant by `--kb <old> <new> [folder]`. */
export interface Meant {
  readonly before?: string
  readonly after: string
  readonly project?: string
}

/** @throws Problem `cli/bad-option` */
export function meantBy(words: unknown, mayBeOne: boolean): Meant {
  const [first, second, project, ...rest] = Array.isArray(words) ? (words as readonly string[]) : []
  if (first !== undefined && second === undefined && mayBeOne) return { after: first }
  if (first !== undefined && second !== undefined && rest.length === 0) {
    return { before: first, after: second, ...(project !== undefined && { project }) }
  }
  throw new Problem({
    code: 'cli/bad-option',
    message: '--kb takes the folder of the old knowledge base and that of the new one.',
    hint: 'For example: --kb kb-before kb. With --lint or --watch one folder will do.',
  })
}
