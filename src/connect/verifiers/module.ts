/** A verifier that is a function of yours: `(values, signal) => records`. */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { reasonOf } from '../../problem.ts'
import { loadExport } from '../load-export.ts'
import { recordSettings, recordsOf } from './records.ts'
import { VerifierFailure, type VerifierKind } from './verifier.ts'

/** Answers a list of records. */
export type ReadRecords = (
  values: Readonly<Record<string, Json>>,
  signal: AbortSignal,
) => readonly Json[] | Promise<readonly Json[]>

const settings = z.strictObject({
  file: z.string().describe('JavaScript module, relative to the project file.'),
  export: z.string().default('read').describe('Name of the exported function.'),
  ...recordSettings,
})

export const moduleVerifier: VerifierKind<z.infer<typeof settings>> = {
  kind: 'module',
  settings,
  create(id, options, { folder }) {
    const { file, export: name } = options
    return verifierOf(id, `${name} of ${file}`, () => loadExport<ReadRecords>(folder, file, name), options)
  },
}

/** A verifier from a function at hand. */
export function functionVerifier(id: string, read: ReadRecords, shape: { key?: string | readonly string[] } = {}) {
  return verifierOf(id, read.name === '' ? 'a function' : read.name, () => Promise.resolve(read), {
    key: 'id',
    ignore: [],
    ...shape,
  })
}

function verifierOf(
  id: string,
  what: string,
  read: () => Promise<ReadRecords>,
  shape: { readonly key: string | readonly string[]; readonly ignore: readonly string[] },
) {
  return {
    id,
    explain: () => what,
    close: async () => {},
    async read(values: Readonly<Record<string, Json>>, signal: AbortSignal) {
      const reader = await read()
      try {
        return recordsOf(id, await reader(values, signal), shape)
      } catch (thrown) {
        if (thrown instanceof VerifierFailure) throw thrown
        throw new VerifierFailure(id, `${what}: ${reasonOf(thrown)}`, thrown)
      }
    },
  }
}
