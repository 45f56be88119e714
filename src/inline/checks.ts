/**
 * Checking one reply after another by the same conditions, each within a time budget.
 *
 * Code that runs cannot be interrupted: the time is looked at between conditions. What is left when it is up is left out and
 * counted; a condition that by itself took all of the time three times over is not checked again.
 */
import type { Condition } from '../pact/index.ts'
import type { AsOf, Broken } from './talk.ts'

/** How often a condition may take all of the time by itself. */
const slowAtMost = 3

export class Checks {
  /** Checks that were left out. */
  late = 0
  /** Checks that failed: mistakes in a check, not of the agent. */
  failed = 0
  private conditions: readonly Condition[]
  private readonly timer: () => number
  private readonly withinMs: number
  private readonly slow = new Map<string, number>()

  constructor(conditions: readonly Condition[], timer: () => number, withinMs: number) {
    this.conditions = conditions
    this.timer = timer
    this.withinMs = withinMs
  }

  /** The conditions that are not checked any more because they take too long. */
  get tooSlow(): readonly string[] {
    return [...this.slow].flatMap(([id, times]) => (times >= slowAtMost ? [id] : []))
  }

  get isEmpty(): boolean {
    return this.conditions.length === 0
  }

  /** What the reply that stands last breaks. */
  brokenBy(asOf: AsOf): readonly Broken[] {
    const { conditions } = this
    const found: Broken[] = []
    const beganMs = this.timer()
    let beforeMs = beganMs
    let done = 0
    for (const condition of conditions) {
      const broken = this.brokenIn(asOf, condition)
      if (broken !== undefined) found.push(broken)
      done += 1
      const afterMs = this.timer()
      if (afterMs - beforeMs > this.withinMs) this.wasSlow(condition.id)
      if (afterMs - beganMs > this.withinMs) break
      beforeMs = afterMs
    }
    this.late += conditions.length - done
    return found
  }

  /** Leaves all checks of a reply out. */
  skip(): void {
    this.late += this.conditions.length
  }

  private brokenIn(asOf: AsOf, condition: Condition): Broken | undefined {
    try {
      if (condition.selfEvident && condition.check(asOf.turn()).outcome !== 'violated') return undefined
      // Something said earlier may excuse it.
      const found = condition.check(asOf.whole())
      if (found.outcome !== 'violated' || !found.at.includes(asOf.reply)) return undefined
      return { condition: condition.id, severity: condition.severity, because: found.because }
    } catch {
      this.failed += 1
      return undefined
    }
  }

  private wasSlow(id: string): void {
    const times = (this.slow.get(id) ?? 0) + 1
    this.slow.set(id, times)
    if (times >= slowAtMost) this.conditions = this.conditions.filter((condition) => condition.id !== id)
  }
}
