/** The report on a terminal: what is broken first, each with one conversation that shows it. */
import { visible } from '../../conversation/index.ts'
import type { PromiseTally, Summary } from '../../pact/index.ts'
import type { Style } from '../io.ts'
import { clipped } from './escape.ts'
import {
  byStanding,
  count,
  endingWords,
  gateWords,
  interval,
  ownFailures,
  percent,
  type Standing,
  scoreWords,
  sharedReasons,
  standingOf,
} from './words.ts'

const textShown = 200

/** The lines of the report. */
export function terminalReport(summary: Summary, style: Style): readonly string[] {
  const promises = byStanding(summary.promises)
  const rows = promises.map(cellsOf)
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  const paint = painter(style)
  const shared = sharedReasons(summary)
  return [
    '',
    ...promises.flatMap((promise, index) => {
      const cells = (rows[index] ?? []).map((cell, column) => cell.padEnd(widths[column] ?? 0))
      const standing = standingOf(promise)
      return [
        `  ${paint[standing](cells.join('  ').trimEnd())}`,
        ...becauseOf(promise, standing, shared).map((line) => style.dim(`${' '.repeat((widths[0] ?? 0) + 4)}${line}`)),
      ]
    }),
    '',
    ...totals(summary, style),
  ]
}

function cellsOf(promise: PromiseTally): readonly string[] {
  const { id, rate, target, held, violated } = promise
  if (rate === undefined) return [standingOf(promise), id, promise.unjudged > 0 ? 'never decided' : 'never came up']
  return [
    standingOf(promise),
    id,
    `${held} of ${held + violated} held`,
    `${percent(rate.rate)} (${interval(rate)})`,
    `target ${percent(target)} ${gateWords(promise)}`,
  ]
}

function becauseOf(promise: PromiseTally, standing: Standing, shared: ReadonlyMap<string, number>): readonly string[] {
  const [own] = promise.unjudgedBecause.filter(({ because }) => !shared.has(because))
  const notJudged = own === undefined ? [] : [`${own.n} unjudged: ${oneLine(own.because)}`]
  const [example] = promise.examples
  if (example === undefined) return standing === 'kept' ? [] : notJudged
  return [`trial ${example.order}: ${oneLine(example.because)}`, ...notJudged]
}

/** Reasons quote what agents say, which could act on a terminal. */
function oneLine(text: string): string {
  return visible(clipped(text, textShown)).replace(/\s+/g, ' ')
}

/** Whether scenarios were played more than once: only then do an interval and a target answer different questions. */
function isRepeated({ scenarios }: Summary): boolean {
  return scenarios.some(({ n }) => n > 1)
}

function totals(summary: Summary, style: Style): readonly string[] {
  const { conversations, clean, violating, unjudged, endings, errors } = summary
  const own = ownFailures(summary)
  const score = scoreWords(summary)
  const [number = '', ...rest] = score.split(' ')
  return [
    `  ${count(conversations, 'conversation')}: ${clean} without a violation, ${violating} with one or more, ${unjudged} unjudged` +
      (own === '' ? '' : ` (our own failures: ${own})`),
    ...[...sharedReasons(summary)].map(([because, n]) => style.dim(`    ${n} unjudged: ${oneLine(because)}`)),
    ...(errors.agent === 0
      ? []
      : [
          `  the agent itself failed in ${errors.agent} of ${count(conversations, 'conversation')}: errors, no answer, or none that could be read`,
        ]),
    ...(score === '' ? [] : [`  score ${style.bold(number)} ${rest.join(' ')}`]),
    ...(isRepeated(summary)
      ? [style.dim('  intervals speak of scenarios like these, targets of these scenarios themselves')]
      : []),
    ...(endings.length === 0
      ? []
      : [`  customers: ${endings.map(({ outcome, n }) => `${n} ${endingWords(outcome)}`).join(', ')}`]),
  ]
}

function painter({ red, green, yellow, dim }: Style): Readonly<Record<Standing, (text: string) => string>> {
  return { broken: red, open: yellow, unjudged: yellow, kept: green, unused: dim }
}
