/** What came of a suite, for GitHub Actions: an error for each broken promise, and a step summary without rates of the suite. */
import type { SuitePromise } from '../../simulate/index.ts'
import { replayCommand } from '../again.ts'
import type { Io } from '../io.ts'
import { clipped } from './escape.ts'
import { annotation, cell } from './github.ts'
import type { ReportedSuite } from './html-suite.ts'
import type { Places } from './reported.ts'
import { noRateWords, productionWords, suiteStandingOf, targetWords, violatedWords } from './suite.ts'
import { count, percent } from './words.ts'
import { writePieces } from './writing.ts'

const annotationsAtMost = 10
const textShown = 300

export async function tellSuiteOnGithub(reported: ReportedSuite, places: Places, io: Io): Promise<void> {
  const broken = reported.outcome.promises.filter((promise) => suiteStandingOf(promise) === 'broken')
  for (const promise of broken.slice(0, annotationsAtMost)) {
    io.out(annotation('error', promise.id, places.condition(promise.id), textOf(promise, reported)))
  }
  const file = io.env.GITHUB_STEP_SUMMARY
  if (file !== undefined && file !== '') await writePieces(file, [`${suiteSummary(reported)}\n`], 'a')
}

function textOf(promise: SuitePromise, { run, back }: ReportedSuite): string {
  const { example } = promise
  if (example === undefined) return [violatedWords(promise), targetWords(promise)].filter(Boolean).join(', ')
  const because = clipped(example.because, textShown)
  return `trial ${example.order}: ${because} (${violatedWords(promise)})\n${replayCommand(example.order, run.id, back)}`
}

function suiteSummary({ name, outcome }: ReportedSuite): string {
  const { trials, rows, decidedRows, production, promises } = outcome
  const told =
    production === undefined
      ? noRateWords(outcome)
      : `Production, weighted by its shares: ${percent(production.rate)} without a violation, ${productionWords(production)}.`
  return [
    `## ${cell(name)}: ${count(trials, 'conversation')} of a suite, ${decidedRows} of ${count(rows, 'row')} decided`,
    '',
    told,
    '',
    '| | promise | suite | production |',
    '|---|---|---|---|',
    ...promises.map(
      (promise) =>
        `| ${suiteStandingOf(promise)} | ${cell(promise.id)} | ${violatedWords(promise)} | ${targetWords(promise)} |`,
    ),
    '',
  ].join('\n')
}
