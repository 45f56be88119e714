/**
 * What a verifier sees in a replay: of the states that were recorded, the latest that this conversation has reached.
 *
 * A state is reached when all that was written before it in the recording has been written again. An agent that books no
 * more is not shown the booking of the one that was recorded.
 */
import type { Indexed, Question } from './recording.ts'

interface States {
  /** @param written how often this conversation has written what, by key */
  latest(entries: readonly Indexed[], written: ReadonlyMap<string, number>): Indexed | undefined
}

/** @param writeOf what a call writes, as a key; undefined of one that reads */
export function recordedStates(
  entries: readonly Indexed[],
  writeOf: (question: Question) => string | undefined,
): States {
  const writes = new Map<string | undefined, string[]>()
  const before = new Map<Indexed, number>()
  for (const entry of entries) {
    const known = writes.get(entry.conversation) ?? []
    writes.set(entry.conversation, known)
    before.set(entry, known.length)
    const write = writeOf(entry.question)
    if (write !== undefined) known.push(write)
  }
  return {
    latest(candidates, written) {
      const isReached = (entry: Indexed) =>
        isWithin(writes.get(entry.conversation)?.slice(0, before.get(entry)) ?? [], written)
      return candidates.findLast(isReached) ?? candidates[0]
    },
  }
}

function isWithin(writes: readonly string[], written: ReadonlyMap<string, number>): boolean {
  const needed = new Map<string, number>()
  for (const write of writes) needed.set(write, (needed.get(write) ?? 0) + 1)
  return [...needed].every(([write, times]) => (written.get(write) ?? 0) >= times)
}
