/**
 * What came of a retest, in a title and a sentence: of what changed, what the agent says now, and how much was played
 * to know. How many promises are broken comes after that, since only what may depend on the change was played.
 */
import { count, type Headline } from '../reports/words.ts'
import type { Answers } from './lines.ts'

/** How much of a project a retest played. */
interface Played {
  readonly changes: number
  readonly chosen: number
  readonly scenarios: number
}

export function headlineOf({ changes, chosen, scenarios }: Played, answers: readonly Answers[]): Headline {
  const changed = `${count(changes, 'change')} of the knowledge base`
  const depend = `Of ${count(scenarios, 'scenario')}, the ${chosen} that may depend on ${changed} ${chosen === 1 ? 'was' : 'were'} played`
  const probes = `${count(answers.length, 'probe')} that ask${answers.length === 1 ? 's' : ''} for what changed`
  return {
    title: titleOf(answers) ?? `${changed}, and nothing that could be asked for`,
    detail: `${depend}, and ${probes}; nothing else was.`,
  }
}

/** Nothing where no fact could be asked for. */
function titleOf(answers: readonly Answers[]): string | undefined {
  const asked = factsOf(answers)
  if (asked === 0) return undefined
  const stale = answers.filter(({ counts }) => counts.stale > 0)
  const missing = answers.filter(({ counts }) => counts.stale === 0 && counts.missing > 0)
  const fresh = answers.filter(({ counts }) => counts.stale + counts.missing === 0 && counts.fresh > 0)
  const of = `${count(asked, 'changed fact')} asked for`
  if (stale.length > 0) {
    const also = missing.length === 0 ? '' : `, and does not know ${factsOf(missing)}`
    return `The agent still says what was of ${factsOf(stale)} of ${of}${also}`
  }
  if (missing.length > 0) return `The agent does not know ${factsOf(missing)} of ${of}`
  if (fresh.length < answers.length) {
    return `The agent knows ${factsOf(fresh)} of ${of}; of the others nothing can be told`
  }
  return `The agent knows ${asked === 1 ? 'the changed fact' : `all ${asked} changed facts`}`
}

/** One fact may be asked for in several ways. */
function factsOf(answers: readonly Answers[]): number {
  return new Set(answers.map(({ probe }) => probe.change.key)).size
}
