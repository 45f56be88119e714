/**
 * The agent claims, promises and offers only what its tools can do.
 *
 * An agent that declares no tools cannot be judged by them. Words that need no tool, such as confirming or checking,
 * are no claim of a skill; neither is handing over to a person where a handover was recorded.
 */
import { z } from 'zod'
import type { Conversation } from '../../conversation/index.ts'
import { actionsOf, akin, type Lexicon, lexiconFor, speaksOf } from '../claims/index.ts'
import type { ConditionKind, ToolTerms } from '../condition.ts'
import { claimScene, type SaidClaim } from './claim-scene.ts'
import { excerpt } from './messages.ts'
import { outcomeOf } from './tool-scene.ts'

const options = z.strictObject({
  allow: z
    .array(z.string().min(1))
    .optional()
    .describe('Deeds that the agent may speak of without a tool, as verbs: `[call, email]`.'),
  of: z
    .enum(['claims', 'all'])
    .optional()
    .describe(
      'Whether offers ("I can cancel it for you") and promises count, or only what it says it did. Default all.',
    ),
})

/** Deeds of words alone, and verbs too vague to ask a tool for. */
const talk =
  /^(?:finish|confirm|verify|note|share|include|add|start|resume|clear|correct|check|mark|request|complete|process|record|attach|invite|accept|approve|get|set|put|save|list|open|close|hold|resolve|fix|sort|release|claim|arrange|secure|adjust|deliver|ship|handle|switch|begin|take|give|make|do|file|log|raise|play|print|turn|move|launch|post|return|submit|place|initiate|apply|update|pause)$/
/** Lists that somebody has to keep: being put on one is a deed, however vague the verb. */
const keptList = /\b(wait(?:ing)?|standby|stand-by|cancellation|call-?back|mailing|guest|priority)[- ]?lists?\b/i
const joining = /^(?:put|add|place|include|get|move|sign|enter)$/
/** Money moves with a cancellation or an exchange, without a tool of its own. */
const money = /^(?:refund|reimburse|credit|charge|debit|deduct|pay|waive)$/
const settling = /cancel|return|exchange|modify|update|change|book|order/i
const handingOver = /^(?:escalate|transfer|connect|forward|assign)$/

export const capability: ConditionKind<z.infer<typeof options>> = {
  kind: 'capability',
  summary: 'The agent claims, promises and offers only what one of its tools can do.',
  example: `id: offers-only-what-it-can-do
capability: { allow: [call] }`,
  dimension: 'accuracy',
  options,
  create({ allow = [], of = 'all' }, { agent }) {
    const lexicon = lexiconFor(agent.tools)
    const allowed = allow.map((word) => lexicon.verbs.get(word.toLowerCase())?.verb.base ?? word.toLowerCase())
    const free = allowed.length === 0 ? '' : `, or may ${allowed.join(', ')}`
    return {
      explain: () => `claims${of === 'all' ? ', promises and offers' : ''} only what a declared tool does${free}`,
      check(conversation) {
        const claims = claimScene(conversation, lexicon).claims.filter((claim) => counts(claim, of))
        const needing = claims.filter(
          (claim) =>
            (!talk.test(claim.action) || joinsList(claim)) && !allowed.some((other) => akin(other, claim.action)),
        )
        if (needing.length > 0 && agent.tools.length === 0) {
          return { outcome: 'unjudged', because: 'the agent declares no tools, so what it can do is not known' }
        }
        const beyond = needing
          .filter((claim) => !isCovered(claim, agent.tools, lexicon, conversation))
          .map((claim) => ({ ...claim, list: joinsList(claim) }))
        return outcomeOf(
          needing.length,
          beyond.map(({ clause, action, list, at }) => ({
            because: `"${excerpt(clause)}", but no tool ${list === undefined ? `can ${action}` : `keeps a ${list}`}`,
            at: [at],
          })),
        )
      },
    }
  },
}

function counts({ kind, modality, form }: SaidClaim, of: 'claims' | 'all'): boolean {
  if (form === 'passive' || form === 'implied') return false
  if (kind === 'success') return modality === 'asserted'
  return of === 'all' && kind === 'promise' && (modality === 'promised' || modality === 'offered')
}

/** The list that somebody is put on, as it is called; undefined where none is. */
function joinsList({ action, clause }: SaidClaim): string | undefined {
  return joining.test(action) ? keptList.exec(clause)?.[0].toLowerCase() : undefined
}

function isCovered(claim: SaidClaim, tools: readonly ToolTerms[], lexicon: Lexicon, { events }: Conversation): boolean {
  if (handingOver.test(claim.action) && events.some(({ type }) => type === 'handoff')) return true
  if (joinsList(claim) !== undefined) {
    const kind = keptList.exec(claim.clause)?.[1]?.slice(0, 4).toLowerCase() ?? ''
    return tools.some(({ name, description = '' }) => `${name} ${description}`.toLowerCase().includes(kind))
  }
  if (tools.some((tool) => speaksOf(claim, tool, lexicon))) return true
  if (money.test(claim.action) && tools.some(({ name }) => settling.test(name))) return true
  // A description may name the deed where the name does not: `manage_booking`: "Books, changes or cancels …".
  const actions = actionsOf(claim, lexicon)
  return tools.some(({ description = '' }) =>
    description
      .toLowerCase()
      .split(/[^a-z]+/)
      .some((word) => actions.some((action) => baseOf(word, lexicon) === action)),
  )
}

function baseOf(word: string, lexicon: Lexicon): string | undefined {
  return lexicon.verbs.get(word)?.verb.base ?? lexicon.verbs.get(word.replace(/s$/, ''))?.verb.base
}
