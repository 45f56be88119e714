/** The report on a terminal: what is broken first, each with one conversation that shows it. */
import type { PromiseTally, Summary } from '../../pact/index.ts'
import type { Style } from '../io.ts'
import { count, gateWords, interval, ownFailures, percent, type Standing, standingOf } from './words.ts'

const order: readonly Standing[] = ['broken', 'open', 'unjudged', 'kept', 'unused']

/** The lines of the report. */
export function terminalReport(summary: Summary, style: Style): readonly string[] {
  const promises = [...summary.promises].sort((a, b) => order.indexOf(standingOf(a)) - order.indexOf(standingOf(b)))
  const rows = promises.map(cellsOf)
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const paint = painter(style)
  return [
    '',
    ...promises.flatMap((promise, index) => {
      const cells = (rows[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0))
      const standing = standingOf(promise)
      return [
        `  ${paint[standing](cells.join('  ').trimEnd())}`,
        ...becauseOf(promise, standing).map((line) => style.dim(line)),
      ]
    }),
    '',
    ...totals(summary, style),
  ]
}

function cellsOf(promise: PromiseTally): readonly string[] {
  const { id, rate, target, held, violated } = promise
  const measured = rate === undefined ? '' : `${percent(rate.rate)} (${interval(rate)})`
  return [
    standingOf(promise),
    id,
    rate === undefined ? '' : `${held} of ${held + violated} held`,
    measured,
    rate === undefined ? '' : `target ${percent(target)} ${gateWords(promise)}`,
  ]
}

function becauseOf(promise: PromiseTally, standing: Standing): readonly string[] {
  const indent = '            '
  const unjudged = promise.unjudgedBecause[0]
  const notJudged = unjudged === undefined ? [] : [`${indent}${unjudged.n} unjudged: ${unjudged.because}`]
  const [example] = promise.examples
  if (example === undefined) return standing === 'kept' ? [] : notJudged
  return [`${indent}trial ${example.order}: ${example.because}`, ...notJudged]
}

function totals(summary: Summary, style: Style): readonly string[] {
  const { conversations, clean, violating, unjudged, score } = summary
  const own = ownFailures(summary)
  return [
    `  ${count(conversations, 'conversation')}: ${clean} without a violation, ${violating} with one or more, ${unjudged} unjudged` +
      (own === '' ? '' : ` (our own failures: ${own})`),
    ...(score?.score == null || score.interval === null
      ? []
      : [
          `  score ${style.bold(score.score.toFixed(0))} of 100 (${score.interval.low.toFixed(0)} to ${score.interval.high.toFixed(0)}), ${score.state}`,
        ]),
    `  customers: ${summary.endings.map(({ outcome, n }) => `${n} ${outcome}`).join(', ')}`,
  ]
}

function painter({ red, green, yellow, dim }: Style): Readonly<Record<Standing, (text: string) => string>> {
  return { broken: red, open: yellow, unjudged: yellow, kept: green, unused: dim }
}
