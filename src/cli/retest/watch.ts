/** Waits for changes of files in a folder, and lets a burst of them settle. */
import { type FSWatcher, watch } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { globSync } from 'tinyglobby'

const settleMs = 300

/** Changes since this was made; one that comes during the caller's work is not lost. */
export interface Watching {
  /** Resolves to true after a burst of changes, to false once the signal is aborted. */
  next(): Promise<boolean>
  close(): void
}

export function watching(folder: string, signal: AbortSignal): Watching {
  let changed = false
  let wake = () => {}
  const note = () => {
    changed = true
    wake()
  }
  let watchers = watchersIn(folder, note)
  const change = () =>
    new Promise<void>((resolve) => {
      wake = resolve
      if (changed || signal.aborted) resolve()
    })
  signal.addEventListener('abort', () => wake(), { once: true })
  const close = () => {
    for (const watcher of watchers) watcher.close()
  }
  return {
    async next() {
      await change()
      while (changed && !signal.aborted) {
        changed = false
        await sleep(settleMs, undefined, { signal }).catch(() => {})
      }
      close()
      watchers = signal.aborted ? [] : watchersIn(folder, note)
      return !signal.aborted
    },
    close,
  }
}

/** One per folder: watching a whole tree at once misses files that editors replace instead of writing into. */
function watchersIn(folder: string, note: () => void): readonly FSWatcher[] {
  const inner = globSync(['**/'], { cwd: folder, onlyDirectories: true })
  return [...new Set([folder, ...inner.map((path) => join(folder, path))])].map((path) => watch(path, note))
}
