/** Options of every command that reports a run; apart from the reports, so that help loads none of them. */
import type { OptionForm } from '../command.ts'

export const reportOptions: readonly OptionForm[] = [
  { form: '--html <file>', description: 'write the report as one HTML file' },
  { form: '--json <file>', description: 'write the summary as JSON' },
  { form: '--junit <file>', description: 'write the result as JUnit XML' },
  { form: '--github', description: 'print annotations and write the step summary of GitHub Actions' },
  { form: '--require-proof', description: 'end with 3 unless every target is proven' },
]
