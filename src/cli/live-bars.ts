/** Progress while trials run: how many are done, what came of them, and which promises have been violated so far. */
import { stateOf, type Verdict } from '../pact/index.ts'
import type { Io } from './io.ts'

export interface LiveBars {
  add(verdict: Verdict): void
  /** Takes the lines away; the report takes their place. */
  end(): void
}

/** Redraws at most this often, in milliseconds: more only costs time. */
const redrawMs = 100
const barWidth = 24
const shownPromises = 6

/** @param already trials that were kept before, when a run is resumed */
export function liveBars(io: Io, planned: number, already: number): LiveBars {
  const startMs = io.now().getTime()
  const violations = new Map<string, number>()
  const states = { clean: 0, violating: 0, unjudged: 0 }
  let done = already
  let drawnMs = startMs

  const draw = () => {
    const seconds = (io.now().getTime() - startMs) / 1000
    const left = done === already ? '' : `, ${timeText((seconds / (done - already)) * (planned - done))} left`
    const worst = [...violations].sort((a, b) => b[1] - a[1]).slice(0, shownPromises)
    const digits = String(worst[0]?.[1] ?? 0).length
    const { clean, violating, unjudged } = states
    io.live([
      `  ${barText(done, planned)} ${done} of ${planned} trials, ${timeText(seconds)}${left}`,
      ...(done === already
        ? []
        : [`  ${clean} without a violation, ${violating} with one or more, ${unjudged} unjudged`]),
      ...worst.map(
        ([condition, n]) => `  ${barText(n, done - already)} ${String(n).padStart(digits)} violated ${condition}`,
      ),
    ])
  }
  draw()
  return {
    add(verdict) {
      done += 1
      states[stateOf(verdict)] += 1
      for (const { condition, outcome } of verdict.findings) {
        if (outcome === 'violated') violations.set(condition, (violations.get(condition) ?? 0) + 1)
      }
      const nowMs = io.now().getTime()
      if (nowMs - drawnMs < redrawMs) return
      drawnMs = nowMs
      draw()
    },
    end: () => io.live([]),
  }
}

/** What happened at all shows: one of a thousand is a mark, and all but one is not a full bar. */
export function barText(part: number, whole: number): string {
  const share = whole <= 0 ? 0 : part / whole
  const full = part > 0 ? Math.max(1, Math.floor(share * barWidth)) : 0
  return '█'.repeat(full) + '░'.repeat(barWidth - full)
}

/** `12 s`, `3 min 5 s`; what has begun counts. */
export function timeText(seconds: number): string {
  const whole = Math.ceil(seconds)
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
