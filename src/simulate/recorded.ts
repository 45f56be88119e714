/** Recordings that scenarios bring with them, looked for before anything is started. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Problem } from '../problem.ts'
import type { Scenario } from './scenario.ts'

/** Recordings of backends that the project does not have, and files that are not there. */
export function unplayableRecordings(
  scenarios: readonly Scenario[],
  backends: Readonly<Record<string, unknown>>,
  folder: string,
): readonly Problem[] {
  return scenarios.flatMap(({ id, recorded = {}, file = '' }) =>
    Object.entries(recorded).flatMap(([backend, { from }]) => {
      const isThere = Object.hasOwn(backends, backend)
      if (isThere && existsSync(resolve(folder, from))) return []
      return new Problem({
        code: 'project/no-recording',
        message: isThere
          ? `The scenario "${id}" is answered from ${from}, and there is no such file.`
          : `The scenario "${id}" brings a recording of the backend "${backend}", which the project does not have.`,
        hint: isThere
          ? 'Paths of recordings are read from the folder of the project file. Put the file back, or write the case again with "fieldproof reproduce".'
          : `Backends of the project: ${Object.keys(backends).join(', ') || 'none'}. Name one of them under "recorded:".`,
        at: { file },
      })
    }),
  )
}
