/** How far a load run is: the conversations that are had first, then what each level will take, then each level. */
import type { LoadOptions } from '../simulate/index.ts'
import type { Io } from './io.ts'
import { barText, timeText } from './live-bars.ts'

/** What a load run calls on its way. */
export type LoadProgress = Required<Pick<LoadOptions, 'onTrying' | 'onTried' | 'onProgress'>>

export function loadProgress(io: Io, levels: readonly number[]): LoadProgress {
  let expectedMs: readonly number[] = []
  let current: { readonly level: number; readonly sinceMs: number } | undefined
  const left = (level: number) => {
    const nowMs = io.now().getTime()
    if (current?.level !== level) current = { level, sinceMs: nowMs }
    const [now = 0, ...later] = expectedMs.slice(levels.indexOf(level))
    return Math.max(0, now - (nowMs - current.sinceMs)) + sum(later)
  }
  return {
    onTrying: (ended, of) =>
      io.live([`  ${barText(ended, of)} ${ended} of ${of} conversations, to learn how long one takes`]),
    onTried(conversationMs, levelsMs) {
      expectedMs = levelsMs
      const each = levels.map((level, index) => `${about(levelsMs[index] ?? 0)} at ${level}`).join(', ')
      const whole = levels.length === 1 ? '' : `, ${about(sum(levelsMs))} in all`
      io.live([])
      io.err(
        `  a conversation takes ${about(conversationMs)}: about ${each}${whole}; longer where the agent slows down`,
      )
    },
    onProgress: (level, ended, of) =>
      io.live([
        `  ${barText(ended, of)} ${level} at once: ${ended} of at most ${of} conversations, about ${about(left(level))} left`,
      ]),
  }
}

const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0)
const about = (ms: number) => timeText(ms / 1000)
