/** What faults cost, on a terminal: each trial against its undisturbed twin. */
import { visible } from '../../conversation/index.ts'
import type { FaultBreak, FaultCost, UnmetFault } from '../../simulate/index.ts'
import type { Style } from '../io.ts'
import { clipped } from './escape.ts'
import { count, percent } from './words.ts'

const textShown = 240
/** Promises shown per fault; the rest are counted. */
const breaksShown = 4
/** Faults shown, dearest first; the rest are counted, and those that break promises are named. */
const costsShown = 20

/** Whether a fault breaks a promise for good: surely, or a critical one at all. */
export function breaksPromises({ breaks }: FaultCost): boolean {
  return breaks.some(({ severity, surely }) => surely || severity === 'critical')
}

/** The lines of the report; none where no fault was played. @param replay the command that plays a trial again */
export function faultLines(
  costs: readonly FaultCost[],
  replay: (order: number) => string,
  style: Style,
): readonly string[] {
  if (costs.length === 0) return []
  const dearest = costs.find(breaksPromises)
  const [first] = dearest?.breaks ?? []
  return [
    '',
    style.bold('  What faults cost, each trial against its undisturbed twin'),
    ...costs.slice(0, costsShown).flatMap((cost) => ['', ...linesOf(cost, style)]),
    ...restLines(costs.slice(costsShown)),
    ...(dearest === undefined || first === undefined
      ? []
      : ['', `  replay ${dearest.set}: ${replay(first.example.order)}`]),
  ]
}

/** Generated drifts come by the hundred, and most of them are harmless. */
function restLines(rest: readonly FaultCost[]): readonly string[] {
  if (rest.length === 0) return []
  const breaking = rest.filter(breaksPromises)
  const never = rest.filter(({ struck }) => struck === 0).length
  const others = rest.length - breaking.length - never
  return [
    '',
    `  and ${count(rest.length, 'more fault set')}: ${breaking.length} with broken promises, ${others} that struck and broke none for sure, ${never} that never struck`,
    ...(breaking.length === 0 ? [] : [`    broken promises: ${breaking.map(({ set }) => set).join(', ')}`]),
  ]
}

/** Scenarios named where unmet faults are listed; the rest are counted. */
const unmetShown = 12

/** Conversations about a failure that did not happen in them; none where each had its failure. */
export function unmetLines(unmet: readonly UnmetFault[], style: Style): readonly string[] {
  if (unmet.length === 0) return []
  const more = unmet.length - unmetShown
  return [
    '',
    style.bold('  Scenarios whose fault did not strike in every conversation'),
    ...unmet.slice(0, unmetShown).map((each) => `    ${visible(unmetWords(each))}`),
    ...(more > 0 ? [style.dim(`    and ${more} more`)] : []),
    style.dim(
      '    where it did not strike, a conversation says nothing of it: compare its "match:" with what the agent calls',
    ),
  ]
}

/** `outage is about calendar-down, which struck in 0 of 4 conversations`. */
export function unmetWords({ scenario, set, struck, trials }: UnmetFault): string {
  return `${scenario} is about ${set}, which struck in ${struck} of ${count(trials, 'conversation')}`
}

function linesOf(cost: FaultCost, style: Style): readonly string[] {
  const paint = breaksPromises(cost) ? style.red : (text: string) => text
  const more = cost.breaks.length - breaksShown
  return [
    paint(`  ${cost.set}  ${costWords(cost)}`),
    style.dim(`    ${cost.explain}`),
    ...cost.breaks
      .slice(0, breaksShown)
      .flatMap((each) => [
        `    breaks ${each.id} ${brokeWords(each)}`,
        style.dim(
          `      trial ${each.example.order}: ${visible(clipped(each.example.because, textShown)).replace(/\s+/g, ' ')}`,
        ),
      ]),
    ...(more > 0 ? [style.dim(`    and ${count(more, 'more promise')}`)] : []),
  ]
}

/** `-24 points without a violation (-38 to -12), struck 50 of 60`. */
export function costWords({ overall, struck, idle, trials, pairs }: FaultCost): string {
  if (struck === 0)
    return `never struck: ${idle === 0 ? 'no call fitted in' : `${idleWords(idle)} of`} ${count(trials, 'trial')}`
  const where = `struck ${struck} of ${count(trials, 'trial')}${idle === 0 ? '' : `, ${idleWords(idle)}`}`
  if (overall === undefined) return `${where}, and no pair was judged on both sides`
  const { difference, low, high, old, fresh } = overall
  const apart = pairs > overall.pairs ? `, ${pairs - overall.pairs} not judged on both sides` : ''
  return `${points(difference)} points (${points(low)} to ${points(high)}): ${percent(old.rate)} to ${percent(fresh.rate)} of ${count(overall.pairs, 'pair')} without a violation; ${where}${apart}`
}

/** `in 4 of 61 pairs`; how many scenarios that rests on, where they are too few to rule out chance. */
export function brokeWords({ broke, pairs, scenarios, surely }: FaultBreak): string {
  const where = `in ${broke} of ${count(pairs, 'pair')}`
  return surely ? where : `${where} (${count(scenarios, 'scenario')}), which may be chance`
}

const idleWords = (idle: number) => `found nothing to change in ${idle}`

/** `+2.5`, `-24`, `0`. */
export function points(fraction: number): string {
  const text = (fraction * 100).toFixed(1).replace(/\.0$/, '')
  return fraction > 0 ? `+${text}` : text === '-0' ? '0' : text
}
