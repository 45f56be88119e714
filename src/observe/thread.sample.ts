/** What a thread grades by in tests: one condition, and it ends where a file says so. */
import { existsSync } from 'node:fs'
import { parsePact } from '../pact/index.ts'
import { Problem } from '../problem.ts'
import type { GradingTerms } from './grading/grade.ts'

export const pactText = 'pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n'

export interface SampleData {
  /** While this file is there, the thread ends as it grades. */
  readonly endsBy?: string
  readonly problem?: true
  /** Where a thread that judges says that it was asked. */
  readonly asked?: string
}

export async function gradingTerms(data: unknown): Promise<GradingTerms> {
  const { endsBy = '', problem } = data as SampleData
  if (problem === true) {
    const at = { file: 'pact.yaml', line: 3 }
    throw new Problem({ code: 'pact/not-there', message: 'No pact.', hint: 'Write one.', at })
  }
  return {
    pact: parsePact(pactText, { file: 'p.yaml', read: () => '' }),
    async alsoWrite() {
      if (existsSync(endsBy)) process.exit(3)
    },
  }
}
