/** Which claims a condition is about. */
import { actionsOf, akin, type Lexicon } from '../claims/index.ts'
import type { Pattern } from '../pattern.ts'
import type { SaidClaim } from './claim-scene.ts'

export interface ClaimFilter {
  /** As it reads in a report: `"booked"`. */
  readonly text: string
  has(claim: SaidClaim): boolean
}

/**
 * A word that is a form of a known verb means every claim of that deed, in whatever words; anything else is looked for
 * in the clause. `any` leaves out claims that name no deed of the agent's ("all set", "it was delivered"), because nothing
 * could be held against them.
 */
export function saysFilter(
  says: string | readonly string[],
  lexicon: Lexicon,
  patternOf: (source: string) => Pattern,
): ClaimFilter {
  if (says === 'any') return { text: 'anything', has: ({ action }) => !noDeed.test(action) }
  const sources = typeof says === 'string' ? [says] : says
  const tests = sources.map((source) => testOf(source, lexicon, patternOf))
  return {
    text: sources.map((source) => (source.startsWith('/') ? source : `"${source}"`)).join(' or '),
    has: (claim) => tests.some((test) => test(claim)),
  }
}

const noDeed =
  /^(?:finish|verify|include|share|deliver|ship|obtain|check|attach|correct|clear|accept|approve|list|resolve)$/

function testOf(
  source: string,
  lexicon: Lexicon,
  patternOf: (source: string) => Pattern,
): (claim: SaidClaim) => boolean {
  const action = lexicon.verbs.get(source.toLowerCase())?.verb.base ?? lexicon.nouns.get(source.toLowerCase())
  const pattern = patternOf(source)
  if (action === undefined) return ({ words }) => pattern.test(words)
  return (claim) =>
    pattern.test(claim.clause) || actionsOf(claim, lexicon).some((said) => said !== 'finish' && akin(said, action))
}
