/**
 * What a gate says: three values, because "not shown" is neither a pass nor a fail.
 *
 * `proven` and `refuted` are about the promise that the gate asks about; `undecided` comes with how
 * much more is needed.
 */
export type GateState = 'proven' | 'refuted' | 'undecided'

/** No gate looks farther ahead than this many trials. */
const FARTHEST = 10_000_000

/**
 * The smallest whole number from `from` at which `holds` is true, or null when it is not by `FARTHEST`.
 *
 * `holds` must stay true once it is.
 */
export function smallestWhere(holds: (n: number) => boolean, from = 0): number | null {
  if (holds(from)) return from
  let below = from
  let step = 1
  while (!holds(below + step)) {
    below += step
    step *= 2
    if (below + step > FARTHEST) return null
  }
  let above = below + step
  while (above - below > 1) {
    const middle = Math.floor((below + above) / 2)
    if (holds(middle)) above = middle
    else below = middle
  }
  return above
}
