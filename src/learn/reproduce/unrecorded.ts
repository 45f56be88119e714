/**
 * Calls that a recording had no answer to. What an agent makes of such a refusal says nothing of what it did in production,
 * so that the conversation is unjudged.
 */
import { type Conversation, callsOf, type Json } from '../../conversation/index.ts'
import type { Verdict } from '../../pact/index.ts'

export function withoutUnrecorded(verdict: Verdict, conversation: Conversation): Verdict {
  const tools = callsOf(conversation).flatMap(({ tool, value }) => (isRefusal(value) ? [tool] : []))
  if (tools.length === 0) return verdict
  const because = `no answer of ${[...new Set(tools)].join(' and ')} was recorded`
  const findings = verdict.findings.map(({ condition }) => ({ outcome: 'unjudged', condition, because }) as const)
  return { ...verdict, findings }
}

function isRefusal(value: Json): boolean {
  return typeof value === 'object' && value !== null && 'error' in value && value.error === 'fieldproof-not-recorded'
}
