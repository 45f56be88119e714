/**
 * Many small writes, few commits: what arrives while one commit is under way shares the next.
 *
 * Each `add` resolves when the commit that holds its item is durable, and rejects when that commit failed.
 */
export interface GroupCommit<Item> {
  add(item: Item): Promise<void>
  /** Resolves when everything added so far is durable or has been rejected. */
  flush(): Promise<void>
}

interface Waiting<Item> {
  readonly item: Item
  readonly done: () => void
  readonly failed: (reason: unknown) => void
}

/**
 * @param write stores all items or none
 * @param atMost items per commit
 */
export function groupCommit<Item>(write: (items: readonly Item[]) => Promise<void>, atMost: number): GroupCommit<Item> {
  let waiting: Waiting<Item>[] = []
  let working: Promise<void> | undefined

  async function work(): Promise<void> {
    while (waiting.length > 0) {
      // One turn of the event loop lets everything that is about to finish join this commit.
      await new Promise((resolve) => setImmediate(resolve))
      const batch = waiting.slice(0, atMost)
      waiting = waiting.slice(atMost)
      try {
        await write(batch.map(({ item }) => item))
        for (const { done } of batch) done()
      } catch (reason) {
        for (const { failed } of batch) failed(reason)
      }
    }
    working = undefined
  }

  return {
    add(item) {
      return new Promise((done, failed) => {
        waiting.push({ item, done, failed })
        working ??= work()
      })
    },
    async flush() {
      while (working !== undefined) await working
    },
  }
}
