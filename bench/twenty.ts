/** What benches of grading grade by: twenty conditions. On whichever thread grades. */
import { readFileSync } from 'node:fs'
import type { GradingTerms } from '../src/observe/grading/grade.ts'
import { loadPact } from '../src/pact/index.ts'

export async function gradingTerms(): Promise<GradingTerms> {
  const text = readFileSync(new URL('./pacts/twenty.yaml', import.meta.url))
  return { pact: await loadPact(text, { file: 'twenty.yaml', read: () => '' }) }
}
