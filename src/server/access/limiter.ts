/**
 * Failures that slow down whoever makes them: the first few are free, then each doubles the wait.
 *
 * What is remembered is bounded. When there are too many names, those whose failures are oldest are forgotten.
 */
export interface Limiter {
  /** How long the name has to wait yet, in milliseconds; 0 when it may try. */
  waitMs(name: string): number
  failed(name: string): void
  succeeded(name: string): void
}

export interface LimiterOptions {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Failures without any wait. */
  readonly free: number
  /** The longest wait, after which the failures are also forgotten, in milliseconds. */
  readonly longestMs: number
  /** Names that are remembered. Default 10,000. */
  readonly names?: number
}

export function limiter({ now, free, longestMs, names = 10_000 }: LimiterOptions): Limiter {
  const known = new Map<string, { readonly failures: number; readonly lastMs: number }>()
  const recent = (name: string) => {
    const found = known.get(name)
    return found === undefined || now() - found.lastMs > 2 * longestMs ? { failures: 0, lastMs: 0 } : found
  }
  return {
    waitMs(name) {
      const { failures, lastMs } = recent(name)
      if (failures <= free) return 0
      const pauseMs = Math.min(longestMs, 1000 * 2 ** (failures - free - 1))
      return Math.max(0, lastMs + pauseMs - now())
    },
    failed(name) {
      const { failures } = recent(name)
      known.delete(name)
      known.set(name, { failures: failures + 1, lastMs: now() })
      const [oldest] = known.keys()
      if (known.size > names && oldest !== undefined) known.delete(oldest)
    },
    succeeded: (name) => void known.delete(name),
  }
}
