/** At most `n` questions at once; the others wait in the order they came. */
import type { Model } from './model.ts'

/**
 * @param n whole number, at least 1
 * @throws RangeError when it is not
 */
export function limited(model: Model, n: number): Model {
  if (!Number.isInteger(n) || n < 1) throw new RangeError(`n must be a whole number of at least 1, got ${n}`)
  const waiting: (() => void)[] = []
  let free = n

  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }

  async function enter(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted()
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', giveUp)
        resolve()
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(start), 1)
        reject(signal?.reason)
      }
      waiting.push(start)
      signal?.addEventListener('abort', giveUp, { once: true })
    })
  }

  return {
    ...model,
    async ask(question, signal) {
      await enter(signal)
      try {
        return await model.ask(question, signal)
      } finally {
        leave()
      }
    },
  }
}
