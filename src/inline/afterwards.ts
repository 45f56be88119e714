/**
 * Work that is put off until the process has nothing else to do.
 *
 * It is done in order and in small portions, so that whatever the process is there for comes in between. What waits is
 * bounded in number.
 */
import { processPause } from './process.ts'

/** Once a portion has taken this long, the rest waits for the next one. */
const portionMs = 1

export class Afterwards {
  private readonly todo: (() => void)[] = []
  private scheduled = false
  private readonly later: (ms: number, work: () => void) => void
  private readonly timer: () => number
  private readonly atMost: number

  constructor(later: (ms: number, work: () => void) => void, timer: () => number, atMost: number) {
    this.later = later
    this.timer = timer
    this.atMost = atMost
  }

  get waiting(): number {
    return this.todo.length
  }

  /** @returns false where too much waits already; it will not be done then */
  add(work: () => void): boolean {
    if (this.waiting >= this.atMost) return false
    this.todo.push(work)
    this.schedule()
    return true
  }

  /** Resolves once nothing waits, or the time is up. Unlike work that was put off, this keeps the process alive. */
  async finish(withinMs: number): Promise<void> {
    const beganMs = this.timer()
    while (this.waiting > 0 && this.timer() - beganMs < withinMs) {
      this.portion()
      await processPause()
    }
  }

  private schedule(): void {
    if (this.scheduled || this.waiting === 0) return
    this.scheduled = true
    this.later(0, () => {
      this.scheduled = false
      this.portion()
      this.schedule()
    })
  }

  private portion(): void {
    const beganMs = this.timer()
    let done = 0
    for (const work of this.todo) {
      work()
      done += 1
      if (this.timer() - beganMs >= portionMs) break
    }
    this.todo.splice(0, done)
  }
}
