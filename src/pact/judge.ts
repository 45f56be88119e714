/**
 * Judging: one conversation against one pact, by code alone.
 *
 * Pure and synchronous, and the same for simulated and production conversations: nothing here or in a
 * condition reads `origin`. What cannot be judged is `unjudged` and says why; it is never a pass:
 *
 * - a record with gaps, because what is missing could have decided;
 * - a conversation that broke for a reason outside the agent (simulator, judge, infrastructure), or in
 *   which the simulated customer was lost. Violations that prove themselves stand even then;
 * - a check that failed. That is a bug in the check and not in the agent.
 */
import type { Conversation } from '../conversation/index.ts'
import { reasonOf } from '../problem.ts'
import type { Condition, Outcome } from './condition.ts'
import type { Pact } from './pact.ts'
import type { Finding, Verdict } from './verdict.ts'

/** All findings of one conversation. Rubrics are `unjudged` here; `judgeWithJury` has them read. */
export function judge(pact: Pact, conversation: Conversation): Verdict {
  const spoilt = spoiltBy(conversation)
  const findings = pact.conditions.map((condition) => judgeCondition(condition, conversation, spoilt))
  const unread = pact.rubrics.map(
    ({ id }): Finding => ({ condition: id, outcome: 'unjudged', because: 'no jury has read the conversation' }),
  )
  return {
    conversation: conversation.id,
    pact: { id: pact.id, version: pact.version, hash: pact.hash },
    findings: [...findings, ...unread],
  }
}

/** Why a conversation cannot be held for or against the agent. */
export interface Spoilt {
  readonly because: string
  /** Whether a violation that proves itself still counts. Not in a record with gaps: what is missing may excuse it. */
  readonly selfEvidentStands: boolean
}

/** What keeps a conversation from being judged; nothing for one that can be. */
export function spoiltBy({ gaps = [], events, circumstances }: Conversation): Spoilt | undefined {
  if (gaps.length > 0) {
    return { because: `the record is incomplete: ${gaps.join(', ')}`, selfEvidentStands: false }
  }
  const foreign = events.find((event) => event.type === 'error' && event.culprit !== 'agent')
  if (foreign?.type === 'error') {
    const because = `the ${foreign.culprit} failed, not the agent: ${foreign.code}: ${foreign.message}`
    return { because, selfEvidentStands: true }
  }
  if (circumstances?.ending?.outcome !== 'inconclusive') return undefined
  const { because = 'it did not understand the agent' } = circumstances.ending
  return { because: `the simulated customer was lost: ${because}`, selfEvidentStands: true }
}

function judgeCondition(condition: Condition, conversation: Conversation, spoilt: Spoilt | undefined): Finding {
  if (spoilt && !(spoilt.selfEvidentStands && condition.selfEvident)) return unjudged(condition, spoilt.because)
  const outcome = outcomeOf(condition, conversation)
  if (spoilt && outcome.outcome !== 'violated') return unjudged(condition, spoilt.because)
  return { condition: condition.id, ...outcome }
}

function outcomeOf(condition: Condition, conversation: Conversation): Outcome {
  try {
    return condition.check(conversation)
  } catch (thrown) {
    return { outcome: 'unjudged', because: `the check failed: ${reasonOf(thrown)}` }
  }
}

function unjudged({ id }: Condition, because: string): Finding {
  return { condition: id, outcome: 'unjudged', because }
}
