/** How busy this process is while it plays customers, and how late it comes to what is due. */
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'

export interface GeneratorWatch {
  /** Since the beginning or the last reading; a new one begins. */
  read(): { readonly loopMs: number; readonly busy: number }
  end(): void
}

/** How often it is looked, in milliseconds. */
const everyMs = 5

export function watchGenerator(): GeneratorWatch {
  const delays = monitorEventLoopDelay({ resolution: everyMs })
  delays.enable()
  let before = performance.eventLoopUtilization()
  return {
    read() {
      const since = performance.eventLoopUtilization(before)
      before = performance.eventLoopUtilization()
      // What is recorded is the time between two looks, so the time that was meant to be between them is no delay.
      const loopMs = delays.count === 0 ? 0 : Math.max(0, delays.percentile(99) / 1e6 - everyMs)
      delays.reset()
      return { loopMs, busy: since.utilization }
    },
    end: () => delays.disable(),
  }
}
