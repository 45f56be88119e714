/**
 * A suite on a terminal: what it covers before it runs, and what came of it.
 *
 * Says how many conversations had a violation and never which share of them, since the mix of a suite is no mix of
 * production. Shares are printed where the project says what production has.
 */
import { visible } from '../../conversation/index.ts'
import type { LevelEffect, Suite, SuiteOutcome, SuitePromise } from '../../simulate/index.ts'
import { combinationsMet, combinationsOf, runsToSee } from '../../stats/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { clipped } from './escape.ts'
import { count, interval, percent, type Standing } from './words.ts'

const combined = ['', 'level', 'pair', 'triple', 'quadruple', 'five'] as const
const numbers = ['', 'one', 'two', 'three', 'four', 'five'] as const
const together = [
  '',
  'one level is there',
  'two levels come together',
  'three levels come together',
  'four levels come together',
] as const
/** Levels of one factor shown, most harmful first: a factor of many levels must not crowd out the others. */
const effectsShown = 4

/** What a suite covers, and what it can and cannot detect. */
export function suitePlanLines(suite: Suite, style: Style): readonly string[] {
  const rows = suite.rows.map(({ levels }) => levels)
  const { factors, strength, combinations, impossible, product } = suite
  const met = combinationsMet(rows, factors, strength)
  const varying = factors.filter(({ levels }) => levels.length > 1)
  const unit = combined[strength] ?? ''
  const rare = runsToSee(0.5)
  return [
    style.bold(`  Suite: ${count(rows.length, 'row')} instead of ${product.toLocaleString('en-GB')} combinations`),
    `    ${varying.map(({ name, levels }) => `${name} ${levels.length}`).join(' x ')}`,
    `    every ${unit}: ${met.toLocaleString('en-GB')} of ${combinations.toLocaleString('en-GB')} are played` +
      (impossible === 0 ? '' : `; ${impossible.toLocaleString('en-GB')} more can never be`),
    '',
    `  It shows whatever goes wrong each time that ${together[strength] ?? ''}.`,
    ...beyond(suite, rows),
    `  What goes wrong only at times it may miss: a ${unit} that fails every other time takes ${rare ?? 'many'} conversations to be seen for sure (95 %).`,
    suite.unweighted === undefined
      ? '  Rows carry the share of production they stand for, so it will estimate production’s rate.'
      : `  It will tell what each level does, and no rate for production. ${suite.unweighted}`,
  ]
}

function beyond(
  { factors, strength, impossible }: Suite,
  rows: readonly Suite['rows'][number]['levels'][],
): readonly string[] {
  const more = strength + 1
  if (more > factors.length) return []
  const met = combinationsMet(rows, factors, more)
  const all = combinationsOf(factors, more)
  if (met === all) return []
  const unit = more === 5 ? 'combinations of five' : `${combined[more]}s`
  return [
    `  It may miss what takes ${numbers[more] ?? more} levels together: ${met.toLocaleString('en-GB')} of ${all.toLocaleString('en-GB')} ${unit} are played${impossible === 0 ? '' : '; some of the others can never be'}.`,
  ]
}

/** What came of a suite. @param replay the command that plays a trial again */
export function suiteLines(outcome: SuiteOutcome, replay: (order: number) => string, style: Style): readonly string[] {
  const { effects, trials, unjudged, rows, decidedRows } = outcome
  const promises = outcome.promises.toSorted((a, b) => Number(b.violated > 0) - Number(a.violated > 0))
  const worst = promises.filter(({ example }) => example !== undefined).toSorted((a, b) => b.violated - a.violated)
  const [first] = worst
  return [
    '',
    style.bold(`  ${count(trials, 'conversation')} of a suite, ${decidedRows} of ${count(rows, 'row')} decided`) +
      (unjudged === 0 ? '' : `, ${count(unjudged, 'conversation')} unjudged`),
    productionLine(outcome),
    '',
    ...inColumns(
      promises.map((promise) => cellsOf(promise, unjudged)),
      [],
    ).map((line, index) => {
      const promise = promises[index]
      return `  ${promise !== undefined && promise.violated > 0 ? style.red(line) : line}`
    }),
    '',
    ...effectLines(effects, style),
    ...(first?.example === undefined
      ? []
      : [
          '',
          `  trial ${first.example.order} violates ${first.id}: ${visible(clipped(first.example.because, 200)).replace(/\s+/g, ' ')}`,
          `  replay: ${replay(first.example.order)}`,
        ]),
  ]
}

function productionLine(outcome: SuiteOutcome): string {
  const { production } = outcome
  return production === undefined
    ? `  ${noRateWords(outcome)}`
    : `  Production, weighted by its shares: ${percent(production.rate)} without a violation, ${productionWords(production)}`
}

/** Why no rate is told. */
export function noRateWords({ unweighted }: SuiteOutcome): string {
  return `No rate for production. ${unweighted ?? ''}`.trimEnd()
}

/** The interval of production's rate, and what it rests on. */
export function productionWords(production: NonNullable<SuiteOutcome['production']>): string {
  const { n, effectiveN, unknown } = production
  const left = unknown < 0.0005 ? '' : `; ${percent(unknown)} of production not decided`
  return `${interval(production)}, from ${n} conversations that say as much as ${effectiveN.toFixed(0)}${left}`
}

/**
 * Broken: critical and violated at all, or production's rate lies below the target for sure. Kept: it lies above for sure.
 */
export function suiteStandingOf({ severity, held, violated, unjudged, production, target }: SuitePromise): Standing {
  if (held + violated === 0) return unjudged > 0 ? 'unjudged' : 'unused'
  if (severity === 'critical' && violated > 0) return 'broken'
  if (production === undefined) return 'open'
  if (production.high < target) return 'broken'
  return production.low >= target ? 'kept' : 'open'
}

/** `violated in 3 of 46` */
export function violatedWords({ held, violated }: SuitePromise): string {
  return held + violated === 0 ? 'never decided' : `violated in ${violated} of ${held + violated}`
}

/** `production 97.5 % (85.6 to 99.6 %), target 90 %`; empty where there is no rate. */
export function targetWords({ production, target }: SuitePromise): string {
  if (production === undefined) return ''
  return `production ${percent(production.rate)} (${interval(production)}), target ${percent(target)}`
}

/** What a level does, in conversations and in points. */
export function effectWords({ rate, others, low, high, difference }: LevelEffect): {
  readonly counts: string
  readonly points: string
} {
  return {
    counts: `${rate.n - rate.successes} of ${rate.n} violated, elsewhere ${others.n - others.successes} of ${others.n}`,
    points: `${points(difference)} points (${points(low)} to ${points(high)})`,
  }
}

/** @param everywhere conversations of which no promise could be judged; told once and not for each */
function cellsOf(promise: SuitePromise, everywhere: number): readonly string[] {
  const { id, severity, unjudged } = promise
  const apart = unjudged <= everywhere ? '' : `${unjudged} unjudged`
  return [id, severity, violatedWords(promise), targetWords(promise), apart]
}

function effectLines(effects: readonly LevelEffect[], style: Style): readonly string[] {
  const told = effects.filter(({ difference, surely }) => surely || difference < 0)
  const shown = told.filter((each) => told.filter(({ factor }) => factor === each.factor).indexOf(each) < effectsShown)
  if (shown.length === 0) return ['  No level did worse than the others of its factor.']
  const cells = shown.map((effect) => {
    const words = effectWords(effect)
    return [`${effect.factor} ${effect.level}`, words.counts, words.points, effect.surely ? 'surely' : '']
  })
  return [
    style.bold('  What levels do, against the other levels of their factor'),
    ...inColumns(cells, []).map((line) => `    ${line}`),
    ...(told.length > shown.length ? [style.dim(`    and ${count(told.length - shown.length, 'more level')}`)] : []),
    style.dim(`    "surely": beyond chance also after correcting for ${count(effects.length, 'level')}`),
  ]
}

/** `-33`, `+2` */
const points = (fraction: number) => `${fraction > 0 ? '+' : ''}${(fraction * 100).toFixed(0)}`.replace(/^[+-]0$/, '0')
