/**
 * What the agent says it did, it did: each claim joined with the tool results and the readings of the backend.
 *
 * A claim that nothing could bear out, because no tool or verifier is known for it, is `unjudged`: a gap in coverage,
 * never a pass. Only plain statements count; offers, conditions and other people's words are no claims.
 */
import { z } from 'zod'
import { lexiconFor } from '../claims/index.ts'
import type { ConditionKind, Outcome } from '../condition.ts'
import { anyOf, patternsOption } from '../pattern.ts'
import { needsOf, needsOption } from './claim-needs.ts'
import { saysFilter } from './claim-says.ts'
import { claimScene } from './claim-scene.ts'
import { type ClaimVerdict, type JudgedClaim, silentDeeds, verdictOf } from './claim-verdict.ts'

const wrongs = ['phantom', 'mismatch', 'duplicate', 'false-failure', 'silent', 'orphan-promise'] as const
const usual: readonly ClaimVerdict[] = ['phantom', 'mismatch', 'duplicate', 'false-failure']

const options = z.strictObject({
  says: patternsOption
    .optional()
    .describe(
      `Which claims: a verb in any form ("booked" is also "I've made your reservation"), a '/pattern/' on the clause, several of these, or 'any'. Default 'any'.`,
    ),
  needs: needsOption.optional(),
  counts: z
    .array(z.enum(wrongs))
    .min(1)
    .optional()
    .describe('Which kinds of untruth are violations. Default phantom, mismatch, duplicate and false-failure.'),
})
type Options = z.infer<typeof options>

export const claim: ConditionKind<Options> = {
  kind: 'claim',
  summary: 'What the agent says it did, it did, once, and with the values it said.',
  example: `id: booked-means-booked
claim: { says: booked, needs: { tool: create_appointment } }`,
  dimension: 'accuracy',
  options,
  create({ says = 'any', needs = {}, counts = usual }, terms) {
    const lexicon = lexiconFor(terms.agent.tools)
    const wanted = saysFilter(says, lexicon, (source) => anyOf(source))
    const need = needsOf(needs, terms.agent.tools, lexicon)
    const counted = new Set<ClaimVerdict>(counts)
    return {
      explain: () => `claims ${wanted.text} only when ${need.text} (${[...counted].join(', ')} count as violations)`,
      check(conversation) {
        const scene = claimScene(conversation, lexicon)
        const judged = scene.claims.flatMap((said) =>
          wanted.has(said) ? verdictOf(said, need.proofOf(said, scene), scene) : [],
        )
        const silent = counted.has('silent') ? silentDeeds(scene, need, wanted) : []
        return outcomeOf([...judged, ...silent], counted)
      },
    }
  },
}

function outcomeOf(judged: readonly JudgedClaim[], counted: ReadonlySet<ClaimVerdict>): Outcome {
  const wrong = judged.filter(({ verdict }) => counted.has(verdict))
  if (wrong.length > 0) {
    return {
      outcome: 'violated',
      because: [...new Set(wrong.map(({ verdict, because }) => `${verdict}: ${because}`))].join('; '),
      at: [...new Set(wrong.flatMap(({ at }) => at))].sort((a, b) => a - b),
    }
  }
  const unverifiable = judged.find(({ verdict }) => verdict === 'unverifiable')
  if (unverifiable !== undefined) return { outcome: 'unjudged', because: unverifiable.because }
  const good = judged.filter(({ verdict }) => verdict === 'verified')
  if (good.length === 0) return { outcome: 'not-applicable' }
  return { outcome: 'held', at: [...new Set(good.flatMap(({ at }) => at))].sort((a, b) => a - b) }
}
