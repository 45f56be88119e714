/**
 * Scenarios that copy the words of the knowledge base, and so test what was written and not what people say.
 *
 * Five words in a row that carry meaning are never chance; single names and values have to be the same, and are not
 * counted. Expectations are not looked at: they are to say what the knowledge says.
 */
import type { Goal, Scenario } from '../scenario.ts'
import type { KnowledgePlace, Passage } from './passage.ts'
import { termsOf } from './terms.ts'

export interface Copied {
  readonly scenario: Scenario
  /** The customer's line, as the scenario has it. */
  readonly line: string
  readonly passage: Passage
  readonly place: KnowledgePlace
  /** How many words of meaning in a row are the same. */
  readonly words: number
}

const leastInARow = 5
/** A line that says hardly anything but a passage, shorter than a row of five. */
const nearlyAll = { share: 0.8, words: 4 }

export function copiedWords(scenarios: readonly Scenario[], passages: readonly Passage[]): readonly Copied[] {
  const known = passages.map((passage) => ({ passage, terms: termsOf(passage.text) }))
  return scenarios.flatMap((scenario) =>
    [...new Set(linesOf(scenario))].flatMap((line) => {
      const terms = termsOf(line)
      const found = known
        .map(({ passage, terms: others }) => ({ passage, words: longestShared(terms, others), of: others.length }))
        .filter(({ words, of }) => isCopy(words, terms.length, of))
        .sort((a, b) => b.words - a.words)[0]
      if (found === undefined) return []
      return [{ scenario, line, passage: found.passage, place: found.passage.place, words: found.words }]
    }),
  )
}

function isCopy(words: number, inLine: number, inPassage: number): boolean {
  if (words >= leastInARow) return true
  return words >= nearlyAll.words && words >= nearlyAll.share * Math.max(inLine, inPassage)
}

function linesOf({ goal, script = [], events }: Scenario): readonly string[] {
  const ofGoal = ({ want, say = [], wants = [], followedBy = [] }: Goal): readonly string[] => [
    want,
    ...say,
    ...wants.map(({ ask }) => ask),
    ...followedBy.flatMap(ofGoal),
  ]
  const steps = script.flatMap((step) => ('say' in step ? step.say : []))
  return [...ofGoal(goal), ...steps, ...events.flatMap(({ do: what }) => ('say' in what ? [what.say] : []))]
}

/** The longest run of terms in both, in one sweep over each pair. */
function longestShared(one: readonly string[], other: readonly string[]): number {
  let best = 0
  let row: number[] = []
  for (const term of one) {
    const next = other.map((each, index) => (each === term ? (row[index - 1] ?? 0) + 1 : 0))
    best = Math.max(best, ...next)
    row = next
  }
  return best
}
