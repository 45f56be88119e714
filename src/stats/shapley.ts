/**
 * What each of several things contributes where only all of them together can be seen.
 *
 * Each one's contribution is the mean of what it adds, over all orders in which they could come. No order is preferred, what
 * adds nothing gets nothing, and contributions add up to the whole.
 *
 * @see Shapley 1953, Contributions to the Theory of Games II, 307-317
 */

const most = 12

/**
 * @param n things, 0 to 12
 * @param worth of a set of them, as bits: bit 0 is the first; asked once for each of the 2^n sets
 * @returns contributions, which add up to `worth(all) - worth(0)`
 * @throws RangeError when there are too many
 */
export function shapley(n: number, worth: (set: number) => number): readonly number[] {
  if (!(Number.isInteger(n) && n >= 0 && n <= most)) throw new RangeError(`from 0 to ${most} things, got ${n}`)
  const worths = Array.from({ length: 2 ** n }, (_, set) => worth(set))
  const sizes = worths.map((_, set) => bitsIn(set))
  const share = sharesBySize(n)
  return Array.from({ length: n }, (_, one) =>
    worths.reduce((sum, without, set) => {
      if ((set & (1 << one)) !== 0) return sum
      return sum + (share[sizes[set] ?? 0] ?? 0) * ((worths[set | (1 << one)] ?? 0) - without)
    }, 0),
  )
}

/** In what share of all orders exactly these, so many, come before one. */
function sharesBySize(n: number): readonly number[] {
  const shares: number[] = []
  let share = 1 / Math.max(1, n)
  for (let size = 0; size < n; size += 1) {
    shares.push(share)
    share *= (size + 1) / (n - 1 - size)
  }
  return shares
}

function bitsIn(set: number): number {
  let [rest, bits] = [set, 0]
  for (; rest > 0; rest >>= 1) bits += rest & 1
  return bits
}
