/**
 * What a recording had for the calls of a play: the answer to what was asked, the nearest to it, or none.
 *
 * What an agent makes of a refusal for want of an answer says nothing of what it did in production, so that the conversation is
 * unjudged.
 */
import { type Conversation, callsOf, type Json } from '../../conversation/index.ts'
import type { Verdict } from '../../pact/index.ts'

/** Calls by what they were answered with. */
export interface RecordedAnswers {
  /** Asked as it was recorded. */
  readonly same: number
  readonly nearest: number
  readonly none: number
  /** Where calls differ that got the nearest: `book: $.start`, each once. */
  readonly differs: readonly string[]
}

export const noAnswers: RecordedAnswers = { same: 0, nearest: 0, none: 0, differs: [] }

/** With those of one more play. */
export function withAnswers(so: RecordedAnswers, conversation: Conversation): RecordedAnswers {
  const calls = callsOf(conversation)
  const recorded = calls.flatMap(({ tool, exchange }) =>
    exchange?.recorded ? [{ tool, differs: exchange.recorded }] : [],
  )
  const others = recorded.filter(({ differs }) => differs.length > 0)
  return {
    same: so.same + recorded.length - others.length,
    nearest: so.nearest + others.length,
    none: so.none + calls.filter(isRefused).length,
    differs: [...new Set([...so.differs, ...others.map(({ tool, differs }) => `${tool}: ${differs.join(', ')}`)])],
  }
}

export function withoutUnrecorded(verdict: Verdict, conversation: Conversation): Verdict {
  const tools = callsOf(conversation).flatMap((call) => (isRefused(call) ? [call.tool] : []))
  if (tools.length === 0) return verdict
  const because = `no answer of ${[...new Set(tools)].join(' and ')} was recorded`
  const findings = verdict.findings.map(({ condition }) => ({ outcome: 'unjudged', condition, because }) as const)
  return { ...verdict, findings }
}

function isRefused({ value }: { readonly value: Json }): boolean {
  return typeof value === 'object' && value !== null && 'error' in value && value.error === 'fieldproof-not-recorded'
}
