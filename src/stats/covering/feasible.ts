/**
 * Whether a partial row can still become a row that no rule forbids. Exact, by search.
 *
 * Rules chain: what two rules allow each may be impossible under both, and a row that ran into such an end
 * would be lost. Factors that no rule joins are looked at apart, and every answer is kept, so that asking
 * once per level that is chosen stays cheap.
 */
import { type Ban, free, type IndexedModel } from './model.ts'

/** Search steps for one question before it is given up. */
const MOST_STEPS = 2_000_000
/** Answers that are kept. */
const MOST_KEPT = 500_000

/** Answers for one model. Rows are given back unchanged. */
export interface Feasibility {
  /** Whether any rule looks at the factor. */
  isRuled(factor: number): boolean
  /** Whether the row, which could be completed before, still can with this level. */
  allows(row: Levels, factor: number, level: number): boolean
  /** Whether the row can be completed at all. */
  completes(row: Levels): boolean
}

type Levels = Int32Array | number[]

/** Factors that rules join, directly or through others. */
interface Group {
  readonly factors: readonly number[]
  readonly known: Map<string, boolean>
}

/** @throws RangeError on a question that takes too many steps */
export function feasibility({ sizes, bans }: IndexedModel): Feasibility {
  const bansAt = sizes.map((levels) => Array.from({ length: levels }, (): Ban[] => []))
  for (const ban of bans) for (const [factor, level] of ban) bansAt[factor]?.[level]?.push(ban)
  const groups = groupsOf(sizes.length, bans)
  const groupOf = sizes.map((_, factor) => groups.find((group) => group.factors.includes(factor)))
  let steps = 0

  const isBroken = (row: Levels, factor: number) =>
    (bansAt[factor]?.[row[factor] ?? free] ?? []).some((ban) => ban.every(([other, level]) => row[other] === level))

  function open(row: Levels, factor: number): number[] {
    const levels: number[] = []
    for (let level = 0; level < (sizes[factor] ?? 0); level += 1) {
      row[factor] = level
      if (!isBroken(row, factor)) levels.push(level)
    }
    row[factor] = free
    return levels
  }

  /** The free factor with the fewest levels left, which is where a search ends soonest. */
  function tightest(
    row: Levels,
    { factors }: Group,
  ): { readonly factor: number; readonly levels: number[] } | undefined {
    let found: { readonly factor: number; readonly levels: number[] } | undefined
    for (const factor of factors) {
      if (row[factor] !== free) continue
      const levels = open(row, factor)
      if (found === undefined || levels.length < found.levels.length) found = { factor, levels }
      if (levels.length === 0) break
    }
    return found
  }

  function search(row: Levels, group: Group): boolean {
    steps += 1
    if (steps > MOST_STEPS) throw new RangeError('the rules are too entangled to tell which rows they allow')
    const next = tightest(row, group)
    if (next === undefined) return true
    for (const level of next.levels) {
      row[next.factor] = level
      const found = search(row, group)
      row[next.factor] = free
      if (found) return true
    }
    return false
  }

  function groupCompletes(row: Levels, group: Group): boolean {
    const key = group.factors.map((factor) => row[factor]).join()
    const known = group.known.get(key)
    if (known !== undefined) return known
    steps = 0
    const answer = !group.factors.some((factor) => isBroken(row, factor)) && search(row, group)
    if (group.known.size >= MOST_KEPT) group.known.clear()
    group.known.set(key, answer)
    return answer
  }

  return {
    isRuled: (factor) => groupOf[factor] !== undefined,
    allows(row, factor, level) {
      const group = groupOf[factor]
      if (group === undefined) return true
      const before = row[factor] ?? free
      row[factor] = level
      const isFull = group.factors.every((other) => row[other] !== free)
      const answer = isFull ? !isBroken(row, factor) : groupCompletes(row, group)
      row[factor] = before
      return answer
    },
    completes: (row) => groups.every((group) => groupCompletes(row, group)),
  }
}

function groupsOf(factors: number, bans: readonly Ban[]): readonly Group[] {
  const leader = Array.from({ length: factors }, (_, factor) => factor)
  const leaderOf = (factor: number): number => {
    const above = leader[factor] ?? factor
    return above === factor ? factor : leaderOf(above)
  }
  const ruled = new Set<number>()
  for (const ban of bans) {
    const [first] = ban
    for (const [factor] of ban) {
      ruled.add(factor)
      if (first !== undefined) leader[leaderOf(factor)] = leaderOf(first[0])
    }
  }
  const members = new Map<number, number[]>()
  for (const factor of [...ruled].sort((a, b) => a - b)) {
    const of = leaderOf(factor)
    members.set(of, [...(members.get(of) ?? []), factor])
  }
  return [...members.values()].map((group) => ({ factors: group, known: new Map() }))
}
