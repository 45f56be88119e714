/** A load run on a terminal: each level in a row, what it lost and through whom, then the knee and what cannot be told. */
import type { KneeReason, LevelResult, LoadResult, Unknown } from '../../simulate/index.ts'
import { commandLine, type WayBack } from '../again.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { count, interval, listed, percent } from './words.ts'

/** What a report of a load run tells. */
export interface ToldLoad {
  readonly result: LoadResult
  /** The run that keeps each level's graded conversations. */
  readonly runs: ReadonlyMap<number, string>
  readonly back: WayBack
  readonly speed: number
  /** Promises that only models can read, and that were left out. */
  readonly rubrics: number
  /** Whether the agent runs in this process, so that its work and ours cannot be told apart. */
  readonly isInside: boolean
}

export function loadReport(told: ToldLoad, style: Style): readonly string[] {
  const { result } = told
  const [lowest] = result.levels
  if (lowest === undefined) return ['Stopped before a level was complete.']
  return [
    ...introduction(told),
    '',
    ...rows(result.levels, style),
    '',
    ...result.levels.flatMap((level) => details(level, lowest, result)),
    '',
    ...ending(told, style),
  ]
}

/** How to look at the conversations; none where none were kept. */
export function keptLines(told: ToldLoad): readonly string[] {
  const commands = keptCommands(told)
  if (commands.length === 0) return []
  return ['', '  the graded conversations are kept, a run for each level', ...commands.map((line) => `    ${line}`)]
}

/** The worst conversation of the highest level, that level as a whole, and it against the lowest. */
export function keptCommands({ result: { levels }, runs, back: { words } }: ToldLoad): readonly string[] {
  const kept = levels.flatMap(({ level, summary }) => {
    const run = runs.get(level)
    return run === undefined ? [] : [{ run, worst: summary.worst }]
  })
  const [lowest, highest] = [kept[0], kept.at(-1)]
  if (lowest === undefined || highest === undefined) return []
  const command = (...rest: readonly string[]) => commandLine(...rest, ...words)
  return [
    ...(highest.worst === undefined ? [] : [command('show', highest.run, String(highest.worst.order))]),
    command('report', highest.run),
    ...(lowest === highest ? [] : [command('compare', highest.run, '--baseline', lowest.run)]),
  ]
}

export function introduction({ result, speed, rubrics, isInside }: ToldLoad): readonly string[] {
  const { conversationMs, tried, boundMs } = result
  return [
    `  a conversation took ${ms(conversationMs)} on average (${count(tried, 'conversation')}, few at once); customers think and type ${speed === 1 ? 'as fast as people' : `${speed} times as fast as people`}`,
    boundMs === undefined
      ? '  reply times are held against nothing: the pact promises none, and no --within was given'
      : `  the 95th percentile of reply times may be ${ms(boundMs)}`,
    ...(rubrics > 0 ? [`  ${count(rubrics, 'rubric')} left out: a load run asks no models`] : []),
    ...(isInside ? ['  the agent runs in this process: its work delays us, and is in our lag'] : []),
  ]
}

export const head = ['at once', 'had', 'graded', 'without a violation', '', 'p50', 'p95', 'p99', 'replies', 'our lag']

function rows(levels: readonly LevelResult[], style: Style): readonly string[] {
  const [title = '', ...lines] = inColumns([head, ...levels.map(cellsOf)], [0, 1, 2, 5, 6, 7, 8])
  return [
    style.dim(`  ${title}`),
    ...lines.map((line, index) => (levels[index]?.lag.isVoid === true ? style.yellow(`  ${line}`) : `  ${line}`)),
  ]
}

export function cellsOf({ level, atOnce, summary, clean, replies, lag }: LevelResult): readonly string[] {
  return [
    String(level),
    atOnce.toFixed(0),
    String(summary.conversations),
    clean === undefined ? 'none decided' : `${clean.successes} of ${clean.n}`,
    clean === undefined ? '' : `${percent(clean.rate)} (${interval(clean)})`,
    ms(replies.p50),
    ms(replies.p95),
    ms(replies.p99),
    String(replies.n),
    `${ms(Math.max(lag.lateMs, lag.loopMs))} of ${ms(lag.allowedMs)}${lag.isVoid ? ', void' : ''}`,
  ]
}

export function details(level: LevelResult, lowest: LevelResult, { knee }: LoadResult): readonly string[] {
  const { summary, slowed, held, tooSlow, replies } = level
  const lines = [
    ...(knee?.worse.get(level.level) ?? []).map(
      ({ id, old, fresh, pairs, difference, low, high }) =>
        `${id === 'overall' ? 'without a violation' : id}: ${old.successes} -> ${fresh.successes} of ${count(pairs, 'pair')}, ${points(difference)} points (${points(low)} to ${points(high)}), surely worse than at ${lowest.level}`,
    ),
    ...(slowed !== undefined ? [slowedWords(slowed, lowest.level)] : []),
    ...(held > 0 ? [`overrun: ${count(held, 'customer')} stood in line because too many were under way`] : []),
    ...(tooSlow > 0 ? [`${tooSlow} of ${replies.n} replies came too late or never`] : []),
    ...failureLines(summary.errors),
  ]
  return lines.length === 0 ? [] : [`  at ${level.level}`, ...lines.map((line) => `    ${line}`)]
}

function slowedWords({ agent, backend, generator, total }: NonNullable<LevelResult['slowed']>, lowest: number): string {
  if (Math.abs(total) < 1) return `replies take as long as at ${lowest}, on average`
  const parts = `agent ${signed(agent)}, its backends ${signed(backend)}, ourselves ${signed(generator)}`
  return `replies take ${signed(total)} against ${lowest}, on average: ${parts}`
}

function failureLines(errors: LevelResult['summary']['errors']): readonly string[] {
  const some = (['agent', 'infrastructure', 'simulator', 'judge'] as const).filter((culprit) => errors[culprit] > 0)
  if (some.length === 0) return []
  return [`conversations with a failure: ${some.map((culprit) => `${errors[culprit]} ${culprit}`).join(', ')}`]
}

export function ending({ result }: ToldLoad, style: Style): readonly string[] {
  const { isVoid, knee, levels, left } = result
  const last = levels.at(-1)
  if (isVoid && last !== undefined) {
    const { lateMs, loopMs, allowedMs, busy } = last.lag
    return [
      `  ${style.yellow('void')}: at ${last.level} this machine did not keep up. Messages left up to ${ms(lateMs)} late and this process came up to ${ms(loopMs)} late`,
      `  to what was due (99th percentiles; ${ms(allowedMs)} would do), ${percent(busy)} busy (90 % would do). What looks like the agent may be us, so there is no knee.`,
      ...(busy < 0.5 ? ['  It was not busy itself: something else on this machine had the processor.'] : []),
      `  Load from a machine with less to do, or with fewer at once${
        levels.length > 1
          ? `: --levels ${levels
              .slice(0, -1)
              .map(({ level }) => level)
              .join(',')}`
          : ''
      }.`,
      ...(left.length > 0 ? [`  Not tried after that: ${left.join(', ')}.`] : []),
    ]
  }
  if (knee === undefined) return [`  Stopped before ${left.join(', ')} at once. Without every level there is no knee.`]
  return [
    `  ${style.bold(kneeWords(knee.level, levels))}`,
    ...(knee.beyond === undefined
      ? []
      : [`  ${style.red(`not ${knee.beyond.level}`)}: ${knee.beyond.because.map(reasonWords(result)).join('; ')}`]),
    '',
    '  what this cannot tell',
    ...knee.unknown.map((unknown) => `    ${unknownWords(unknown, levels)}`),
    '    whether anything else happened on the agent’s side while a level was played',
  ]
}

export function kneeWords(level: number | undefined, levels: readonly LevelResult[]): string {
  if (level === undefined) return `not even ${levels[0]?.level} at once were carried`
  return `carries ${level} at once${level === levels.at(-1)?.level ? ', the most that was tried' : ''}`
}

function reasonWords({ boundMs }: LoadResult): (reason: KneeReason) => string {
  return (reason) => {
    if (reason.kind === 'worse') {
      const names = reason.lines.map(({ id }) => (id === 'overall' ? 'conversations without a violation' : id))
      return `surely worse in ${listed(names)}`
    }
    if (reason.kind === 'slow') return `the 95th percentile of replies is ${ms(reason.p95Ms)}, over ${ms(boundMs)}`
    if (reason.kind === 'unanswered') return 'more than 5 % of messages got no reply'
    return `${count(reason.held, 'customer')} stood in line`
  }
}

function unknownWords(unknown: Unknown, levels: readonly LevelResult[]): string {
  switch (unknown.kind) {
    case 'between':
      return `where between ${unknown.from} and ${unknown.to} it gives way`
    case 'above':
      return `anything above ${unknown.level}`
    case 'loss':
      return `a loss of up to ${points(unknown.upTo).replace('+', '')} points at ${unknown.level} against ${levels[0]?.level}: ${count(unknown.pairs, 'pair')} would not show it`
    case 'unpaired':
      return `whether quality held at ${unknown.level}: no pair of conversations was decided`
    case 'bound':
      return `on which side of the bound ${unknown.level} lies: ${unknown.late.successes} of ${unknown.late.n} replies were over it (${interval(unknown.late)}; 5 % may be)`
    default:
      return 'whether replies come in time, because nothing says how fast they should be'
  }
}

const signed = (value: number) => `${value < 0 ? '-' : '+'}${ms(Math.abs(value))}`

function points(fraction: number): string {
  const text = (fraction * 100).toFixed(1).replace(/\.0$/, '')
  return fraction > 0 ? `+${text}` : text === '-0' ? '0' : text
}

/** `12 ms`, `4.2 s`, `never`. */
export function ms(value: number | undefined): string {
  if (value === undefined) return '-'
  if (value === Number.POSITIVE_INFINITY) return 'never'
  if (value < 10) return `${value.toFixed(1)} ms`
  return value < 10_000 ? `${Math.round(value).toLocaleString('en-GB')} ms` : `${(value / 1000).toFixed(1)} s`
}
