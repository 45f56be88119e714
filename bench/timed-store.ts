/** The store of production, with the time that each question to it takes, by the question's name. */
import type { Observed } from '../src/store/index.ts'

/** @param parts gets milliseconds by part */
export function timedStore(observed: Observed, parts: Map<string, number>): Observed {
  return timedCalls(
    {
      ...observed,
      async together<Value>(work: Parameters<typeof observed.together<Value>>[0]) {
        let doneMs = 0
        const value = await observed.together(async (writing) => {
          const made = await work(timedCalls(writing, 'store: ', parts))
          doneMs = performance.now()
          return made
        })
        add(parts, 'store: commit', performance.now() - doneMs)
        return value
      },
    },
    'store: ',
    parts,
  )
}

function timedCalls<Calls extends object>(calls: Calls, prefix: string, parts: Map<string, number>): Calls {
  return new Proxy(calls, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value === 'object' && value !== null) return timedCalls(value, `${prefix}${String(name)}.`, parts)
      if (typeof value !== 'function' || name === 'together' || name === 'gradings') return value
      return async (...args: unknown[]) => {
        const startMs = performance.now()
        const found = await value(...args)
        add(parts, `${prefix}${String(name)}`, performance.now() - startMs)
        return found
      }
    },
  })
}

function add(parts: Map<string, number>, part: string, ms: number): void {
  parts.set(part, (parts.get(part) ?? 0) + ms)
}
