/**
 * Fault sets in files of their own and beside scenarios, besides those of the project file. Refuses a pattern that fits no
 * file, and a name that is taken.
 */
import { globSync } from 'tinyglobby'
import { z } from 'zod'
import { faultSetSettings } from '../connect/index.ts'
import { openDocument } from '../document.ts'
import { type Place, Problem, Problems, problemsIn } from '../problem.ts'

type Sets = Readonly<Record<string, z.output<typeof faultSetSettings>>>

/** Fault sets by name, as a project file and files of fault sets have them. */
export const faultSets = z.record(z.string().regex(/^[\w-]+$/), faultSetSettings)

const fileForm = z.strictObject({ faults: faultSets })

interface Reading {
  readonly folder: string
  /** Of the patterns. */
  readonly place: Place
  readonly read: (path: string) => string
  readonly shown: (path: string) => string
}

interface FaultFiles {
  /** Those of the project file first. */
  readonly sets: Sets
  /** Which file a set stands in; undefined for those of the project file. */
  fileOf(set: string): string | undefined
}

/** The fault sets that stand in one file. */
export interface SetsIn {
  readonly file: string
  readonly sets: Sets
}

/**
 * @param own sets of the project file
 * @param besides those that stand beside scenarios
 * @throws Problems with everything that is wrong in any of the files
 */
export function withFaultFiles(
  own: Sets,
  globs: readonly string[],
  besides: readonly SetsIn[],
  { folder, place, read, shown }: Reading,
): FaultFiles {
  const problems: Problem[] = []
  const sets: Record<string, Sets[string]> = { ...own }
  const files = new Map<string, string>()
  const add = ({ file, sets: more }: SetsIn) => {
    for (const [id, form] of Object.entries(more)) {
      if (Object.hasOwn(sets, id)) problems.push(sameName(id, file, files.get(id)))
      sets[id] = form
      files.set(id, file)
    }
  }
  for (const each of besides) add(each)
  for (const path of filesOf(globs, folder, place)) {
    const file = shown(path)
    try {
      const { value } = openDocument(read(path), { file, schema: fileForm, code: 'project/invalid' })
      add({ file, sets: value.faults })
    } catch (thrown) {
      if (problemsIn(thrown).length === 0) throw thrown
      problems.push(...problemsIn(thrown))
    }
  }
  if (problems.length > 0) throw new Problems(problems)
  return { sets, fileOf: (set) => files.get(set) }
}

function filesOf(globs: readonly string[], folder: string, at: Place): readonly string[] {
  return globs.flatMap((glob) => {
    const files = globSync([glob], { cwd: folder, onlyFiles: true }).sort()
    if (files.length > 0) return files
    throw new Problem({
      code: 'project/file-missing',
      message: `No file with fault sets matches ${glob}.`,
      hint: 'Paths are read from the folder of the project file. Correct the pattern, or leave it out until there is such a file.',
      at,
    })
  })
}

function sameName(id: string, file: string, other = 'the project file'): Problem {
  return new Problem({
    code: 'project/invalid',
    message: `Two fault sets are called "${id}": one in ${other}, one in ${file}.`,
    hint: 'Give one of them another name, or leave one out.',
    at: { file },
  })
}
