/** What production brings that no scenario has: put together, named, and in the order in which it deserves one. */
import type { ClusteredRate } from '../../stats/index.ts'
import { Clusters } from './clusters.ts'
import { Wording } from './distinctive.ts'
import type { Kinds } from './kinds.ts'
import { whatToAdd } from './next.ts'
import { grouped, type Placed, shareOf } from './placed.ts'
import { similarity } from './space.ts'

/** Conversations that say alike things, which no scenario has. */
export interface UncoveredKind {
  /** Its most distinctive words. */
  readonly words: readonly string[]
  /** Of all conversations. */
  readonly share: ClusteredRate
  /** Conversations of it of which something was decided, and those of them that broke a promise. */
  readonly decided: number
  readonly violated: number
  /** Traffic x risk: what the worst promise that each of its conversations broke weighs, summed. */
  readonly harm: number
  /** How the most typical of it begins, then a few others of it. */
  readonly texts: readonly string[]
  /**
   * Its place among the scenarios to add, 1 for the one that brings the most uncovered customers nearer to a scenario.
   * Absent behind the tenth.
   */
  readonly next?: number
}

/** Kinds that are told of; the rest are counted. */
const listed = 100
/** Others of a kind that are shown. */
const others = 3
/** Scenarios to add that are looked ahead. */
const ahead = 10
/** Customers that are looked at for it. */
const customersLooked = 2000

/** The kinds, at most a hundred, and how many conversations each of all kinds has, in the order in which they began. */
export function uncoveredKinds(
  placed: readonly Placed[],
  suite: Pick<Kinds, 'texts' | 'space'>,
): { readonly kinds: readonly UncoveredKind[]; readonly counts: readonly number[] } {
  const far = placed.filter(({ scenario }) => scenario === undefined)
  const clusters = new Clusters(suite.space.alike)
  const members = grouped(far, ({ vector }) => clusters.add(vector))
  const wording = new Wording([...suite.texts, ...placed.map(({ talk }) => talk.text)])
  const groups = [...members].map(([cluster, those]) => ({
    cluster,
    those,
    harm: those.reduce((sum, { talk }) => sum + talk.harm, 0),
  }))
  const first = groups.sort((a, b) => b.harm - a.harm || b.those.length - a.those.length).slice(0, listed)
  const kinds = first.map(({ cluster, those, harm }) => {
    const typical = those
      .map((each) => ({ ...each, nearness: clusters.nearness(each.vector, cluster) }))
      .sort((a, b) => b.nearness - a.nearness)
    const own = new Set(those)
    return {
      words: wording.of(those.map(({ talk }) => talk.text)),
      share: shareOf(placed, (each) => own.has(each)),
      decided: those.filter(({ talk }) => talk.violated !== undefined).length,
      violated: those.filter(({ talk }) => talk.violated === true).length,
      harm,
      texts: [...new Set(typical.map(({ talk }) => talk.text))].slice(0, 1 + others),
    }
  })
  const places = placesToAdd(kinds, far, suite)
  return {
    kinds: kinds.map((kind, at) => ({ ...kind, ...places.get(at) })),
    counts: clusters.counts,
  }
}

function placesToAdd(
  kinds: readonly UncoveredKind[],
  far: readonly Placed[],
  { texts, space }: Pick<Kinds, 'texts' | 'space'>,
): ReadonlyMap<number, { readonly next: number }> {
  const typical = kinds.map(({ texts: [typical = ''] }) => space.vector(typical))
  // Every so many, so that those looked at come from all of the time.
  const step = Math.ceil(far.length / customersLooked)
  const customers = far.filter((_, at) => at % step === 0)
  const written = texts.map((text) => space.vector(text))
  const near = customers.map(({ vector }) => typical.map((each) => similarity(vector, each)))
  const additions = whatToAdd(
    {
      candidates: typical.length,
      have: customers.map(({ vector }) => Math.max(0, ...written.map((each) => similarity(vector, each)))),
      near: (customer, candidate) => near[customer]?.[candidate] ?? 0,
    },
    ahead,
  )
  return new Map(additions.map(({ candidate }, at) => [candidate, { next: at + 1 }]))
}
