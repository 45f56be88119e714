/**
 * What customers of production do again and again, how often, among whom, and whether the suite plays it.
 *
 * Each conversation is looked at alike, whether it was played or came from production, and by what was said and done in it
 * alone: nobody labels anything. What cannot be told of a conversation is in no share, and how many those are is said.
 */
import { type ClusteredRate, clusteredRate, type Difference, differenceOfRates } from '../../stats/index.ts'
import { Wording } from '../coverage/distinctive.ts'
import { grouped } from '../coverage/placed.ts'
import type { Space } from '../coverage/space.ts'
import { catalogue, type Happening, type PatternKind, type PatternName } from './catalogue.ts'
import { cellsOf } from './cells.ts'
import { type Hazard, hazardsOf } from './hazard.ts'
import { likenessOf, usualTexts } from './likeness.ts'
import { isWish, textsCompared } from './rephrasing.ts'
import { standsOut } from './standing-out.ts'
import type { Told } from './told.ts'

export interface Pattern {
  readonly name: PatternName
  readonly says: PatternKind['says']
  /** Of production's conversations; absent where it can be told of none. */
  readonly real?: ClusteredRate
  /** Conversations of production that it cannot be told of. */
  readonly untold: number
  /** Of the run's conversations. */
  readonly played?: ClusteredRate
  /** Real minus played. */
  readonly difference?: Difference
  /** Whether the suite plays it: by the interval of the difference. */
  readonly suite?: 'never' | 'too rarely' | 'about as often' | 'too often'
  /** Where there is more of it than elsewhere, with all kinds and channels looked at together. */
  readonly concentrates: readonly Concentration[]
  /** A few conversations of production, those of where it concentrates first. */
  readonly examples: readonly string[]
}

export interface Concentration {
  readonly by: 'kind' | 'channel'
  readonly in: string
  /** Of a kind that a scenario has: what sets apart how they begin, since they may be no more than nearest to it. */
  readonly words?: readonly string[]
  readonly share: ClusteredRate
  /** Of all others. */
  readonly elsewhere: number
}

/** A pattern with the conversations that show it. */
export interface Shown {
  readonly pattern: Pattern
  readonly by: readonly Showing[]
}

export interface Showing {
  readonly told: Told
  readonly happening: Happening
  readonly kind: string
}

export interface Patterns {
  readonly shown: readonly Shown[]
  /** Points at which customers leave without their goal, in production. */
  readonly hazards: readonly Hazard[]
}

const mostExamples = 5

/**
 * @param played conversations of a run; none where there is no run
 * @param embedded a space that has all `textsToEmbed`; where left out, words are counted
 */
export function patternsOf(real: readonly Told[], played: readonly Told[], embedded?: Space): Patterns {
  const likeness = likenessOf(wishesOf([...real, ...played]), embedded)
  const cells = cellsOf(real, played)
  const shown = catalogue.map((kind): Shown => {
    const { name, says } = kind
    const seen = kind.seen(real, likeness)
    const rate = shareOf(seen)
    const rateOfPlayed = shareOf(kind.seen(played, likeness))
    const concentrates = concentrationsOf(seen, cells)
    const by = showings(seen, cells, concentrates)
    const pattern: Pattern = {
      ...{ name, says, untold: real.length - seen.size },
      ...(rate && { real: rate }),
      ...(rateOfPlayed && { played: rateOfPlayed }),
      ...(rate && rateOfPlayed && compared(rate, rateOfPlayed)),
      concentrates,
      examples: by.slice(0, mostExamples).map(({ told }) => told.id),
    }
    return { pattern, by }
  })
  return { shown, hazards: hazardsOf(real) }
}

/** What has to be in a space of meaning, for patterns to be told in it. */
export function textsToEmbed(told: readonly Told[]): ReadonlySet<string> {
  return new Set([...usualTexts(wishesOf(told)), ...told.flatMap(({ customerTurns }) => textsCompared(customerTurns))])
}

const wishesOf = (told: readonly Told[]) =>
  told.flatMap(({ customerTurns }) => customerTurns.filter((turn) => isWish(turn)).map(({ text }) => text))

type Seen = ReadonlyMap<Told, Happening | null>

/** Visits of one customer and trials of one scenario are not independent. */
function shareOf(seen: Iterable<readonly [Told, Happening | null]>): ClusteredRate | undefined {
  const units = [...grouped(seen, ([{ unit }]) => unit).values()]
  return units.length === 0 ? undefined : clusteredRate(units.map(countOf))
}

const countOf = (seen: readonly (readonly [Told, Happening | null])[]) => ({
  successes: seen.filter(([, happening]) => happening !== null).length,
  n: seen.length,
})

function compared(real: ClusteredRate, played: ClusteredRate): Pick<Pattern, 'difference' | 'suite'> {
  const difference = differenceOfRates(real, played)
  const isRarer = difference.low > 0
  if (played.successes === 0 && real.successes > 0) return { difference, suite: 'never' }
  return { difference, suite: isRarer ? 'too rarely' : difference.high < 0 ? 'too often' : 'about as often' }
}

/** Customers are counted by their first conversation, so that counts are of independent things. */
function concentrationsOf(seen: Seen, cells: ReadonlyMap<Told, string>): readonly Concentration[] {
  const all = [...seen]
  const firsts = [...grouped(all, ([{ unit }]) => unit).values()].flatMap((visits) => visits.slice(0, 1))
  const groups = [
    ...[...grouped(all, ([one]) => cells.get(one) ?? '')].map(
      ([name, those]) => ({ by: 'kind', name, those }) as const,
    ),
    ...[...grouped(all, ([one]) => one.channel)].map(([name, those]) => ({ by: 'channel', name, those }) as const),
  ]
  const belongs = (one: Told, { by, name }: (typeof groups)[number]) =>
    (by === 'kind' ? cells.get(one) : one.channel) === name
  const out = standsOut(
    groups.map((group) => ({
      here: countOf(firsts.filter(([one]) => belongs(one, group))),
      elsewhere: countOf(firsts.filter(([one]) => !belongs(one, group))),
    })),
  )
  const whole = countOf(all)
  const dense = groups.filter((_, at) => out[at] === true)
  const wording = new Wording(dense.length === 0 ? [] : all.map(([{ opening }]) => opening))
  return dense
    .flatMap(({ by, name, those }): readonly Concentration[] => {
      const share = shareOf(those)
      if (share === undefined) return []
      const words = by === 'kind' ? wording.of(those.map(([{ opening }]) => opening)) : []
      const isNamed = words.length === 0 || words.join(' ') === name
      const elsewhere = (whole.successes - share.successes) / (whole.n - share.n)
      return [{ by, in: name, ...(!isNamed && { words }), share, elsewhere }]
    })
    .sort((a, b) => b.share.rate - a.share.rate)
}

function showings(
  seen: Seen,
  cells: ReadonlyMap<Told, string>,
  concentrates: readonly Concentration[],
): readonly Showing[] {
  const dense = new Set(concentrates.flatMap(({ by, in: kind }) => (by === 'kind' ? [kind] : [])))
  const by = [...seen].flatMap(([told, happening]) =>
    happening === null ? [] : [{ told, happening, kind: cells.get(told) ?? '' }],
  )
  return [...by.filter(({ kind }) => dense.has(kind)), ...by.filter(({ kind }) => !dense.has(kind))]
}
