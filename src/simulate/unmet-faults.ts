/**
 * Scenarios that are about a fault which did not strike in them: what they were made for never happened, so their
 * conversations say nothing of it, however well they went.
 */
import type { Conversation } from '../conversation/index.ts'

/** A fault set that a scenario names, and in how many of its conversations it struck: not in all. */
export interface UnmetFault {
  readonly scenario: string
  readonly set: string
  readonly trials: number
  readonly struck: number
}

/** Gathers conversations as they come; keeps two counts for each fault set of a scenario. */
export interface UnmetFaults {
  add(conversation: Pick<Conversation, 'events' | 'circumstances'>): void
  /** In the order of the plan. */
  summary(): readonly UnmetFault[]
}

export function unmetFaults(): UnmetFaults {
  const sets = new Map<string, { scenario: string; set: string; trials: number; struck: number }>()
  return {
    add(conversation) {
      const { scenario = '', faults = [] } = conversation.circumstances ?? {}
      for (const { id: set, always } of faults) {
        if (always !== true) continue
        const key = JSON.stringify([scenario, set])
        const counted = sets.get(key) ?? { scenario, set, trials: 0, struck: 0 }
        sets.set(key, counted)
        counted.trials += 1
        if (hasStruck(conversation, set)) counted.struck += 1
      }
    },
    summary: () => [...sets.values()].filter(({ struck, trials }) => struck < trials),
  }
}

function hasStruck({ events }: Pick<Conversation, 'events'>, set: string): boolean {
  return events.some(
    (event) => event.type === 'tool-result' && event.exchange?.faults?.some((fault) => fault.set === set) === true,
  )
}
