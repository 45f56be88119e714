/**
 * The report as JUnit XML, which most continuous integration systems show: one test case per promise.
 *
 * A case fails when its promise is broken, exactly as the exit code says; single violations within what
 * the target allows are told in the case's output and do not fail it. What could not be judged, and what
 * never came up, is skipped with its reason and is not a pass.
 */
import type { PromiseTally } from '../../pact/index.ts'
import type { ScenarioAnswer } from '../../simulate/index.ts'
import { moreWords } from './budget.ts'
import { clipped, escapeMarkup } from './escape.ts'
import { junitSuite } from './junit-suite.ts'
import { type Reported, replayOf } from './reported.ts'
import { count, gateWords, interval, percent, type Standing, standingOf } from './words.ts'

const textShown = 500

export function junitReport(reported: Reported): string {
  const { name, run, summary } = reported
  const cases = summary.promises.map((promise) => ({ promise, standing: standingOf(promise) }))
  const answers = reported.budget?.scenarios ?? []
  const answered = (wanted: ScenarioAnswer['state']) => answers.filter(({ state }) => state === wanted).length
  return junitSuite({
    name,
    run,
    failures: number(cases, ['broken']) + answered('refuted'),
    skipped: number(cases, ['unjudged', 'unused']) + answered('undecided'),
    properties: { conversations: summary.conversations },
    cases: [
      ...cases.map(({ promise, standing }) => caseOf(promise, standing, reported)),
      ...answers.map((answer) => answerOf(answer, reported)),
    ],
  })
}

/** A scenario within a budget: one that is still undecided is skipped, since it is no pass. */
function answerOf(answer: ScenarioAnswer, { places }: Reported): string {
  const { scenario, state, clean, violating, range } = answer
  const spot = places.scenario(scenario)
  const place = spot === undefined ? '' : ` file="${escapeMarkup(spot.file)}" line="${spot.line}"`
  const told = escapeMarkup(
    [`${clean} of ${clean + violating} without a violation, lies within ${interval(range)}`, moreWords(answer)]
      .filter(Boolean)
      .join('; '),
  )
  const inside = {
    proven: `<system-out>${told}</system-out>`,
    refuted: `<failure type="refuted" message="${told}"/>`,
    undecided: `<skipped message="${told}"/>`,
  }[state]
  return `    <testcase classname="scenario" name="${escapeMarkup(scenario)}"${place}>
      ${inside}
    </testcase>`
}

type Case = { readonly standing: Standing }

const number = (cases: readonly Case[], wanted: readonly Standing[]) =>
  cases.filter(({ standing }) => wanted.includes(standing)).length

function caseOf(promise: PromiseTally, standing: Standing, reported: Reported): string {
  const { id, dimension } = promise
  const spot = reported.places.condition(id)
  const place = spot === undefined ? '' : ` file="${escapeMarkup(spot.file)}" line="${spot.line}"`
  const inside = [outcomeXml(promise, standing, reported), outputXml(promise, standing, reported)]
    .filter(Boolean)
    .join('\n')
  return `    <testcase classname="${escapeMarkup(dimension)}" name="${escapeMarkup(id)}"${place}>
${inside}
    </testcase>`
}

function outcomeXml(promise: PromiseTally, standing: Standing, reported: Reported): string {
  if (standing === 'broken') {
    const text = [promise.explanation, ...examplesOf(promise, reported)].join('\n')
    return `      <failure type="broken" message="${escapeMarkup(numbersOf(promise))}">${escapeMarkup(text)}</failure>`
  }
  if (standing === 'unused') return '      <skipped message="no conversation to which it applies"/>'
  if (standing !== 'unjudged') return ''
  const [reason] = promise.unjudgedBecause
  const because = reason === undefined ? '' : `: ${clipped(reason.because, textShown)}`
  return `      <skipped message="${escapeMarkup(`${count(promise.unjudged, 'conversation')} unjudged${because}`)}"/>`
}

function outputXml(promise: PromiseTally, standing: Standing, reported: Reported): string {
  if (promise.rate === undefined) return ''
  const lines = standing === 'broken' ? [numbersOf(promise)] : [numbersOf(promise), ...examplesOf(promise, reported)]
  return `      <system-out>${escapeMarkup(lines.join('\n'))}</system-out>`
}

function numbersOf(promise: PromiseTally): string {
  const { rate, held, violated, unjudged, target } = promise
  if (rate === undefined) return 'not measured'
  const apart = unjudged === 0 ? '' : `, ${unjudged} unjudged`
  return `${held} of ${held + violated} held, ${percent(rate.rate)} (${interval(rate)}), target ${percent(target)} ${gateWords(promise)}${apart}`
}

function examplesOf({ examples }: PromiseTally, reported: Reported): readonly string[] {
  return examples.map(({ order, because }) => {
    const replay = replayOf(reported, order)
    return `trial ${order}: ${clipped(because, textShown)}${replay === undefined ? '' : `\n  ${replay}`}`
  })
}
