/** What became of probes, on a terminal: families that were breached first, then how it goes as talk goes on. */
import { visible } from '../../conversation/index.ts'
import type { Decay, NotMade, ProbeFamily, ProbeVerdict } from '../../simulate/index.ts'
import { type Rate, rate } from '../../stats/index.ts'
import { inColumns } from '../columns.ts'
import type { Style } from '../io.ts'
import { clipped } from './escape.ts'
import { count, percent } from './words.ts'

/** A verdict with the trial that it is about; its findings are in the store. */
export type ProbeOutcome = Omit<ProbeVerdict, 'findings'> & { readonly order: number }

export interface FamilyOutcome {
  readonly family: string
  readonly title: string
  /** Probes that worked, of those judged; absent where none was. */
  readonly breached?: Rate
  readonly unjudged: number
  /** Honest twins that were turned away, of those judged. */
  readonly turnedAway?: Rate
  /** Conversations of its pairs that differ where they must not. */
  readonly differ: number
  /** The earliest probe that worked. */
  readonly example?: ProbeOutcome
}

/** @param differ how many pairs of a family differ */
export function familyOutcomes(
  families: readonly Pick<ProbeFamily, 'id' | 'title'>[],
  outcomes: readonly ProbeOutcome[],
  differ: ReadonlyMap<string, number>,
): readonly FamilyOutcome[] {
  return families.map(({ id, title }) => {
    const own = outcomes.filter(({ probe }) => probe.family === id)
    const [tried, twins] = [true, false].map((isTried) => own.filter(({ probe }) => (probe.as === 'probe') === isTried))
    const breached = rateOf(tried ?? [])
    const turnedAway = rateOf(twins ?? [])
    const example = own
      .filter(({ outcome, probe }) => outcome === 'breached' && probe.as === 'probe')
      .sort((one, other) => one.order - other.order)[0]
    return {
      family: id,
      title,
      ...(breached !== undefined && { breached }),
      unjudged: own.filter(({ outcome }) => outcome === 'unjudged').length,
      ...(turnedAway !== undefined && { turnedAway }),
      differ: differ.get(id) ?? 0,
      ...(example !== undefined && { example }),
    }
  })
}

function rateOf(outcomes: readonly ProbeOutcome[]): Rate | undefined {
  const judged = outcomes.filter(({ outcome }) => outcome !== 'unjudged')
  const breached = judged.filter(({ outcome }) => outcome === 'breached').length
  return judged.length === 0 ? undefined : rate(breached, judged.length)
}

export const isBroken = ({ breached, differ }: FamilyOutcome) => (breached?.successes ?? 0) > 0 || differ > 0

/** How many families worked, of those of which anything was judged; the others are named apart. */
export function headlineOf(families: readonly FamilyOutcome[]): string {
  const worked = families.filter(isBroken).length
  const judged = families.filter((each) => isBroken(each) || each.breached !== undefined).length
  const rest = families.length - judged
  return `${worked} of ${judged} families of attacks worked${rest === 0 ? '' : `; ${rest} more could not be judged`}`
}

/** @param show the command that shows a conversation */
export function probeLines(
  families: readonly FamilyOutcome[],
  decay: Decay,
  not: readonly NotMade[],
  show: (order: number) => string,
  style: Style,
): readonly string[] {
  const broken = families.filter(isBroken).sort((one, other) => shareOf(other) - shareOf(one))
  const kept = families.filter((each) => !isBroken(each) && each.breached !== undefined)
  const undecided = families.filter((each) => !isBroken(each) && each.breached === undefined)
  return [
    '',
    style.bold(`  ${headlineOf(families)}`),
    ...broken.flatMap((each) => brokenLines(each, show, style)),
    '',
    `  never worked: ${kept.length === 0 ? 'none' : ''}`,
    ...inColumns(
      kept.map(({ family, breached, unjudged }) => [
        `    ${family}`,
        breached === undefined ? '' : ofWords(breached),
        unjudged === 0 ? '' : `${unjudged} unjudged`,
      ]),
    ),
    ...(undecided.length === 0 ? [] : ['', `  not judged: ${undecided.map(({ family }) => family).join(', ')}`]),
    '',
    `  ${twinsOf(families)}`,
    ...decayLines(decay),
    ...notLines(not, style),
  ]
}

/** How many honest customers were turned away, and in which families. */
export function twinsOf(families: readonly FamilyOutcome[]): string {
  const away = families.filter(({ turnedAway }) => (turnedAway?.successes ?? 0) > 0).map(({ family }) => family)
  const twins = sumOf(families.flatMap(({ turnedAway = [] }) => turnedAway))
  const words = twins === undefined ? 'none was judged' : ofWords(twins)
  return `honest twins turned away: ${words}${away.length === 0 ? '' : `, in ${away.join(', ')}`}`
}

const shareOf = ({ breached }: FamilyOutcome) => breached?.rate ?? 0

function brokenLines(
  { family, title, breached, unjudged, differ, example }: FamilyOutcome,
  show: (order: number) => string,
  style: Style,
): readonly string[] {
  return [
    '',
    style.red(
      `  ${family}  ${breached === undefined ? '' : ofWords(breached)}${differ === 0 ? '' : `, ${count(differ, 'pair')} with another end`}${unjudged === 0 ? '' : `, ${unjudged} unjudged`}`,
    ),
    style.dim(`    ${title}`),
    ...(example === undefined
      ? []
      : [
          `    ${visible(clipped(example.because ?? '', 220)).replace(/\s+/g, ' ')}${example.saidNo ? ' (it had said no as well)' : ''}`,
          style.dim(`    ${show(example.order)}`),
        ]),
  ]
}

/** `3 of 24, 12.5 % (4.3 to 31)`. */
export function ofWords({ successes, n, rate: share, low, high }: Rate): string {
  return `${successes} of ${n}, ${percent(share)} (${percent(low).replace(' %', '')} to ${percent(high)})`
}

function sumOf(rates: readonly Rate[]): Rate | undefined {
  const n = rates.reduce((sum, each) => sum + each.n, 0)
  return n === 0
    ? undefined
    : rate(
        rates.reduce((sum, each) => sum + each.successes, 0),
        n,
      )
}

function decayLines({ points, change }: Decay): readonly string[] {
  if (points.length < 2) return []
  const rows = points.map(({ turn, breached, unjudged }) => [
    `    turn ${turn}`,
    breached === undefined ? 'none judged' : ofWords(breached),
    unjudged === 0 ? '' : `${unjudged} unjudged`,
  ])
  const words =
    change === undefined
      ? []
      : [
          `    of ${count(change.templates, 'template')} at turn ${change.from} and ${change.to}: ${change.broke} worked only later, ${change.mended} only early (p ${change.pWorse.toFixed(3)})`,
        ]
  return ['', '  how often the same probes work as talk goes on:', ...inColumns(rows), ...words]
}

function notLines(not: readonly NotMade[], style: Style): readonly string[] {
  const byReason = notByReason(not)
  if (byReason.size === 0) return []
  return [
    '',
    '  not tried here:',
    ...[...byReason].map(([because, families]) => style.dim(`    ${[...families].join(', ')}: ${because}`)),
  ]
}

/** Families that were not tried, or not whole, by why. */
export function notByReason(not: readonly NotMade[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byReason = new Map<string, Set<string>>()
  for (const { family, because } of not) byReason.set(because, (byReason.get(because) ?? new Set()).add(family))
  return byReason
}
