/** Labels that count, by promise and conversation; which do is decided where judges are calibrated. */
import type { Strata } from '../calibration/strata.ts'

interface CountedLabel {
  readonly truth: boolean
  /** Of as many verdicts as it is one of the labels for. */
  readonly speaksFor: number
}

export type CountedLabels = ReadonlyMap<string, ReadonlyMap<string, CountedLabel>>

export function countedLabels(strata: Strata): CountedLabels {
  const labels = new Map<string, Map<string, CountedLabel>>()
  for (const { condition, conversations, counted } of strata.all()) {
    for (const { truth, people } of counted) {
      const of = labels.get(condition) ?? new Map<string, CountedLabel>()
      labels.set(condition, of)
      const [label] = people.labels
      if (label === undefined) continue
      of.set(label.conversation, { truth: truth === 'held', speaksFor: conversations / counted.length })
    }
  }
  return labels
}
