/**
 * What came of a suite as JUnit XML: one test case per promise, which fails exactly when the exit code says that it is
 * broken. Counts are told, and rates only where they are production's.
 */
import type { SuitePromise } from '../../simulate/index.ts'
import { replayCommand } from '../again.ts'
import { clipped, escapeMarkup } from './escape.ts'
import type { ReportedSuite } from './html-suite.ts'
import { junitSuite } from './junit-suite.ts'
import { suiteStandingOf, targetWords, violatedWords } from './suite.ts'

const textShown = 500

export function suiteJunit(reported: ReportedSuite): string {
  const { name, run, outcome } = reported
  const standings = outcome.promises.map(suiteStandingOf)
  const n = (...wanted: readonly string[]) => standings.filter((standing) => wanted.includes(standing)).length
  return junitSuite({
    name,
    run,
    failures: n('broken'),
    skipped: n('unjudged', 'unused'),
    properties: { 'conversations of a suite': outcome.trials, rows: outcome.rows },
    cases: outcome.promises.map((promise) => caseOf(promise, reported)),
  })
}

function caseOf(promise: SuitePromise, reported: ReportedSuite): string {
  const { id, severity } = promise
  return `    <testcase classname="${severity}" name="${escapeMarkup(id)}">
${outcomeXml(promise, reported)}
    </testcase>`
}

function outcomeXml(promise: SuitePromise, { run, back }: ReportedSuite): string {
  const standing = suiteStandingOf(promise)
  if (standing === 'unused') return '      <skipped message="no conversation to which it applies"/>'
  if (standing === 'unjudged') return `      <skipped message="${promise.unjudged} unjudged"/>`
  const numbers = [violatedWords(promise), targetWords(promise)].filter(Boolean).join(', ')
  const { example } = promise
  const shown =
    example === undefined
      ? ''
      : `trial ${example.order}: ${clipped(example.because, textShown)}\n  ${replayCommand(example.order, run.id, back)}`
  return standing === 'broken'
    ? `      <failure type="broken" message="${escapeMarkup(numbers)}">${escapeMarkup(shown)}</failure>`
    : `      <system-out>${escapeMarkup([numbers, shown].filter(Boolean).join('\n'))}</system-out>`
}
