/**
 * Many durations in little memory: how many fell into each of some thousand narrow classes.
 *
 * Quantiles are right to a quarter of a percent. What never came to an end is longer than everything else, so an agent
 * that drops its slowest answers does not look faster for it.
 */

/** Each class is so much wider than the one below it. */
const step = Math.log(1.005)
/** Everything up to here is one class, in milliseconds. */
const least = 0.05

export class Times {
  private readonly classes: number[] = []
  private readonly top = { shortest: Number.POSITIVE_INFINITY, longest: 0 }
  private sum = 0
  private ended = 0
  private endless = 0

  /** @param ms at least 0 */
  add(ms: number): void {
    if (!(ms >= 0 && ms < Number.POSITIVE_INFINITY)) throw new RangeError(`a duration must be 0 or more, got ${ms}`)
    const at = ms <= least ? 0 : Math.ceil(Math.log(ms / least) / step)
    this.classes[at] = (this.classes[at] ?? 0) + 1
    this.top.shortest = Math.min(this.top.shortest, ms)
    this.top.longest = Math.max(this.top.longest, ms)
    this.sum += ms
    this.ended += 1
  }

  /** One that was waited for and never came to an end. */
  addEndless(): void {
    this.endless += 1
  }

  /** How many there are, those without an end included. */
  get n(): number {
    return this.ended + this.endless
  }

  /** Of those that came to an end; 0 when there are none. */
  get meanMs(): number {
    return this.ended === 0 ? 0 : this.sum / this.ended
  }

  /** The longest that came to an end; 0 when there is none. */
  get longestMs(): number {
    return this.top.longest
  }

  /**
   * The shortest duration that a share `q` does not exceed.
   *
   * @param q a fraction above 0, up to 1
   * @returns undefined when there is none at all; Infinity when that one never came to an end
   */
  quantile(q: number): number | undefined {
    if (this.n === 0) return undefined
    let left = Math.max(1, Math.ceil(q * this.n - 1e-9))
    for (const [at, count] of this.classes.entries()) {
      left -= count ?? 0
      if (left <= 0) return Math.min(this.top.longest, Math.max(this.top.shortest, least * Math.exp((at - 0.5) * step)))
    }
    return Number.POSITIVE_INFINITY
  }
}
