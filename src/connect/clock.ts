/**
 * Time as an argument: a wall clock for remote agents, a virtual one for agents in this process.
 *
 * On the virtual clock a conversation of three hours takes milliseconds, and the same seed gives the
 * same times. It moves on only when everything in the process that is not waiting has run.
 */
export interface Clock {
  /** Milliseconds since some fixed moment; only differences mean anything. Never decreases. */
  nowMs(): number
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>
  /**
   * Only on virtual time: keeps it from moving on until the returned function is called. For whoever
   * waits on something outside the process, which virtual time would otherwise overtake.
   */
  hold?(): () => void
}

/** Longest delay a Node timer can hold; longer sleeps are slept in parts. */
const LONGEST_TIMER_MS = 2_147_483_647

/** Real time, counted from when the process began. */
export function wallClock(): Clock {
  return {
    nowMs: () => performance.now(),
    async sleep(ms, signal) {
      let left = ms
      while (left > LONGEST_TIMER_MS) {
        await sleepOnce(LONGEST_TIMER_MS, signal)
        left -= LONGEST_TIMER_MS
      }
      await sleepOnce(left, signal)
    },
  }
}

function sleepOnce(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const abort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort)
      resolve()
    }, ms)
    signal?.addEventListener('abort', abort, { once: true })
  })
}

export interface VirtualClock extends Clock {
  hold(): () => void
}

interface Sleeper {
  readonly dueMs: number
  wake(): void
  readonly aborted: boolean
}

/**
 * Turns of the event loop that must pass without anyone waking before time moves on. One lets promises
 * and finished input run; the second catches what these put off by one turn.
 */
const QUIET_TURNS = 2

/**
 * Virtual time from 0: nothing really waits, the clock jumps to the earliest sleeper.
 *
 * Sleepers wake one at a time, in the order of their moments and then of their calls, and whatever one
 * sets going has run before the next wakes. Make one clock for each trial: they are cheap, and trials
 * that share none cannot delay each other.
 */
export function virtualClock(): VirtualClock {
  let now = 0
  let holds = 0
  let turns = 0
  let ticking = false
  /** Latest first, so that the earliest is popped; trials have a handful of sleepers at once. */
  const sleepers: Sleeper[] = []

  const tick = () => {
    ticking = false
    while (sleepers.at(-1)?.aborted) sleepers.pop()
    if (holds > 0 || sleepers.length === 0) return
    turns += 1
    if (turns >= QUIET_TURNS) {
      const next = sleepers.pop()
      if (next !== undefined) {
        now = Math.max(now, next.dueMs)
        turns = 0
        next.wake()
      }
    }
    keepTicking()
  }
  const keepTicking = () => {
    if (ticking || holds > 0 || sleepers.length === 0) return
    ticking = true
    setImmediate(tick)
  }

  return {
    nowMs: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason)
        const sleeper = { dueMs: now + Math.max(0, ms), aborted: false, wake: () => {} }
        const abort = () => {
          sleeper.aborted = true
          reject(signal?.reason)
        }
        sleeper.wake = () => {
          signal?.removeEventListener('abort', abort)
          resolve()
        }
        signal?.addEventListener('abort', abort, { once: true })
        // A sleep without end never wakes, and is only waiting to be aborted.
        if (sleeper.dueMs === Number.POSITIVE_INFINITY) return
        insert(sleepers, sleeper)
        turns = 0
        keepTicking()
      }),
    hold() {
      let held = true
      holds += 1
      return () => {
        if (!held) return
        held = false
        holds -= 1
        turns = 0
        keepTicking()
      }
    },
  }
}

/** Keeps the latest first, and of two with the same moment the one that was added first last. */
function insert(sleepers: Sleeper[], sleeper: Sleeper): void {
  let at = sleepers.length
  while (at > 0 && (sleepers[at - 1]?.dueMs ?? 0) <= sleeper.dueMs) at -= 1
  sleepers.splice(at, 0, sleeper)
}
