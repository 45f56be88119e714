/** Waits for changes of files in folders, and lets a burst of them settle. */
import { watch } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

const settleMs = 300

/** Yields once for every burst of changes, until the signal is aborted. A change during the caller's work is not lost. */
export async function* changesIn(folders: readonly string[], signal: AbortSignal): AsyncGenerator<void> {
  let changed = false
  let wake = () => {}
  const note = () => {
    changed = true
    wake()
  }
  const watchers = folders.map((folder) => watch(folder, { recursive: true }, note))
  signal.addEventListener('abort', () => wake(), { once: true })
  try {
    while (!signal.aborted) {
      while (!changed && !signal.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      while (changed && !signal.aborted) {
        changed = false
        await sleep(settleMs, undefined, { signal }).catch(() => {})
      }
      if (!signal.aborted) yield
    }
  } finally {
    for (const watcher of watchers) watcher.close()
  }
}
