/** Progress while trials run: how many are done, and which promises have been violated so far. */
import type { Verdict } from '../pact/index.ts'
import type { Io } from './io.ts'

export interface LiveBars {
  add(verdict: Verdict): void
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
  let done = already
  let drawnMs = 0

  const draw = () => {
    const seconds = (io.now().getTime() - startMs) / 1000
    const left = done === already ? '' : `, ${Math.ceil((seconds / (done - already)) * (planned - done))} s left`
    const worst = [...violations].sort((a, b) => b[1] - a[1]).slice(0, shownPromises)
    io.live([
      `  ${bar(done / planned)} ${done} of ${planned} trials, ${seconds.toFixed(0)} s${left}`,
      ...worst.map(([condition, n]) => `  ${bar(n / done)} ${n} violated ${condition}`),
    ])
  }
  return {
    add({ findings }) {
      done += 1
      for (const { condition, outcome } of findings) {
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

function bar(fraction: number): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * barWidth)
  return '█'.repeat(full) + '░'.repeat(barWidth - full)
}
