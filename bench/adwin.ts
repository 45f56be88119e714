/**
 * ADWIN as published (Bifet and Gavalda 2007), at the defaults of the `river` library: delta .002, a cut looked for every
 * 32 steps, at least 5 on each side. One-sided: it alarms where the newer part has more failures.
 */
const delta = 0.002
const clock = 32
const leastSide = 5
/** Buckets of one size before two become one of twice the size. */
const perLevel = 5

/** Newest first; a bucket of level k holds 2^k values. */
type Levels = number[][]

interface Cut {
  /** Difference of the means, newer less older. */
  readonly difference: number
}

/** Takes 0 or 1; true for an alarm. */
export function adwin(): (failure: number) => boolean {
  const levels: Levels = [[]]
  let step = 0
  return (failure) => {
    step += 1
    levels[0]?.unshift(failure)
    merge(levels)
    return step % clock === 0 && hasRisen(levels)
  }
}

function merge(levels: Levels): void {
  for (let level = 0; (levels[level]?.length ?? 0) > perLevel; level += 1) {
    const own = levels[level] ?? []
    const both = (own.pop() ?? 0) + (own.pop() ?? 0)
    if (levels.length === level + 1) levels.push([])
    levels[level + 1]?.unshift(both)
  }
}

/** Cuts off what is old as long as some cut is significant. */
function hasRisen(levels: Levels): boolean {
  let risen = false
  while (true) {
    const cut = significantCut(levels)
    if (cut === undefined) return risen
    risen ||= cut.difference > 0
    levels.at(-1)?.pop()
    if (levels.at(-1)?.length === 0 && levels.length > 1) levels.pop()
  }
}

function significantCut(levels: Levels): Cut | undefined {
  const buckets = levels.flatMap((own, level) => own.map((sum) => ({ sum, n: 2 ** level })))
  const width = buckets.reduce((n, bucket) => n + bucket.n, 0)
  const total = buckets.reduce((sum, bucket) => sum + bucket.sum, 0)
  let n1 = 0
  let sum1 = 0
  for (const { n, sum } of buckets) {
    n1 += n
    sum1 += sum
    const n0 = width - n1
    if (n0 < leastSide || n1 < leastSide) continue
    const difference = sum1 / n1 - (total - sum1) / n0
    if (Math.abs(difference) >= boundOf(n0, n1, total / width)) return { difference }
  }
  return undefined
}

function boundOf(n0: number, n1: number, mean: number): number {
  const harmonic = 1 / (1 / n0 + 1 / n1)
  const log = Math.log((2 * Math.log(n0 + n1)) / delta)
  return Math.sqrt((2 / harmonic) * mean * (1 - mean) * log) + (2 / (3 * harmonic)) * log
}
