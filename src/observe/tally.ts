/**
 * Counts of what never reaches the log, on their way to the database.
 *
 * What is in the log is counted when it is taken in, in one transaction with its place. What was refused whole, or had been
 * kept before, leaves no trace there; it is counted here and written together, so that after a crash the counts still agree.
 */
import type { Observed } from '../store/index.ts'

/** By project, and by name. */
export type Counts = ReadonlyMap<string, Readonly<Record<string, number>>>

export class Tally {
  private byProject = new Map<string, Record<string, number>>()

  add(project: string, counts: Readonly<Record<string, number>>): void {
    const own = this.byProject.get(project) ?? {}
    for (const [name, n] of Object.entries(counts)) own[name] = (own[name] ?? 0) + n
    this.byProject.set(project, own)
  }

  /** Hands everything over; when that fails it is kept for the next time. */
  async handTo(put: (counts: Counts) => Promise<void>): Promise<void> {
    const all = this.byProject
    if (all.size === 0) return
    this.byProject = new Map()
    try {
      await put(all)
    } catch (thrown) {
      for (const [project, counts] of all) this.add(project, counts)
      throw thrown
    }
  }
}

/** Adds counts to the database, all or none. */
export function putCounts(observed: Observed, all: Counts): Promise<void> {
  return observed.together(async (writing) => {
    for (const [project, counts] of all) await writing.count(project, counts)
  })
}
