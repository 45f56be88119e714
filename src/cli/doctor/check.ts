/** One thing that `doctor` looked at, and what came of it. */
import { type Problem, placeText, problemsIn, reasonOf } from '../../problem.ts'
import type { Io } from '../io.ts'

/**
 * `ok`: as it should be. `gap`: it runs, but something will not be seen. `wrong`: has to be mended. `skipped`: could
 * not be looked at, because of what is wrong above.
 */
export interface Check {
  readonly state: 'ok' | 'gap' | 'wrong' | 'skipped'
  /** What was looked at: `agent`, `verifier bookings`. */
  readonly about: string
  /** What was found. */
  readonly found: string
  /** What to do about it. */
  readonly todo?: string
}

export const ok = (about: string, found: string): Check => ({ state: 'ok', about, found })
export const gap = (about: string, found: string, todo: string): Check => ({ state: 'gap', about, found, todo })
export const skipped = (about: string, found: string): Check => ({ state: 'skipped', about, found })

/** What was thrown, as checks: one for each problem. Anything else is told by its message. */
export function wrong(about: string, thrown: unknown, todo = 'Mend it and run "fieldproof doctor" again.'): Check[] {
  const problems = problemsIn(thrown)
  if (problems.length === 0) return [{ state: 'wrong', about, found: reasonOf(thrown), todo }]
  return problems.map((problem) => ({ state: 'wrong', about, found: foundIn(problem), todo: todoOf(problem) }))
}

function foundIn({ at, message }: Problem): string {
  return at === undefined ? message : `${placeText(at)}: ${message}`
}

function todoOf({ hint, code }: Problem): string {
  return `${hint} (docs/problems/${code.replaceAll('/', '-')}.md)`
}

/** Prints one check; what is to be done stands below it. */
export function tell({ state, about, found, todo }: Check, { out, style }: Io): void {
  const paint = { ok: style.green, gap: style.yellow, wrong: style.red, skipped: style.dim }[state]
  out(`  ${paint(state.padEnd(7))}  ${about.padEnd(20)}  ${found.replaceAll('\n', '\n      ')}`)
  if (todo !== undefined) out(style.dim(`${' '.repeat(33)}${todo}`))
}
