/** The recordings of a case in a folder that is gone afterwards, so that it can be played with less than they answer. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { answersIn, type ReplaySettings, recordingWith } from '../../connect/index.ts'
import type { Json } from '../../conversation/index.ts'
import type { Recordings } from '../../learn/index.ts'
import type { Project, Scenario } from '../../simulate/index.ts'

/** Larger recordings are of many conversations, and stay whole. */
const answersAtMost = 500

export interface OwnRecordings extends Recordings {
  /** Removes the files. What is to stay has to be copied before. */
  remove(): void
}

/** Nothing where no recording answers. */
export function ownRecordings({ recorded = {} }: Scenario, { folder }: Project): OwnRecordings | undefined {
  const read = Object.entries(recorded).map(([backend, replay]) => {
    const path = resolve(folder, replay.from)
    return { backend, replay, path, answers: answersIn(path) }
  })
  const small = read.filter(({ answers }) => answers.length <= answersAtMost)
  if (small.length === 0) return undefined
  const own = mkdtempSync(join(tmpdir(), 'fieldproof-minimise-'))
  const written = new Map<string, string>()
  const fileOf = (backend: string, path: string, answers: readonly Json[]) => {
    const key = JSON.stringify([backend, answers])
    const known = written.get(key)
    if (known !== undefined) return known
    const file = join(own, `${written.size}.har`)
    writeFileSync(file, recordingWith(path, answers))
    written.set(key, file)
    return file
  }
  return {
    answers: Object.fromEntries(small.map(({ backend, answers }) => [backend, answers])),
    having: (answers) => ({
      ...recorded,
      ...Object.fromEntries(
        small.map(({ backend, replay, path }): [string, ReplaySettings] => [
          backend,
          { ...replay, from: fileOf(backend, path, answers[backend] ?? []) },
        ]),
      ),
    }),
    remove: () => rmSync(own, { recursive: true, force: true }),
  }
}
