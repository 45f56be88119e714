/**
 * Judging with a jury: code first, then jurors for the rubrics, then the ceiling.
 *
 * Conversations that code cannot judge are not put before jurors either, so nothing is paid for them.
 */
import type { Conversation } from '../conversation/index.ts'
import { judge, spoiltBy } from './judge.ts'
import { applyCeiling } from './jury/ceiling.ts'
import { type Jury, type ReadingOptions, readRubric } from './jury/jury.ts'
import type { Rubric } from './jury/rubric.ts'
import type { Pact } from './pact.ts'
import type { Finding, Verdict } from './verdict.ts'

/**
 * All findings of one conversation, the rubrics read by the juries they name.
 *
 * @param juries by name, as `jury:` of a rubric says; a rubric without one is read by `default`
 * @throws Problem for a jury that can never come to a finding
 */
export async function judgeWithJury(
  pact: Pact,
  conversation: Conversation,
  juries: Readonly<Record<string, Jury>>,
  options: ReadingOptions = {},
): Promise<Verdict> {
  const verdict = judge(pact, conversation)
  if (pact.rubrics.length === 0) return verdict
  const read = new Map<string, Finding>()
  await Promise.all(
    pact.rubrics.map(async (rubric) => read.set(rubric.id, await findingOf(rubric, conversation, juries, options))),
  )
  const findings = verdict.findings.map((finding) => read.get(finding.condition) ?? finding)
  return { ...verdict, findings: applyCeiling(findings, [...pact.conditions, ...pact.rubrics]) }
}

async function findingOf(
  rubric: Rubric,
  conversation: Conversation,
  juries: Readonly<Record<string, Jury>>,
  options: ReadingOptions,
): Promise<Finding> {
  const spoilt = spoiltBy(conversation)
  if (spoilt) return { condition: rubric.id, outcome: 'unjudged', because: spoilt.because }
  const name = rubric.jury ?? 'default'
  const jury = Object.hasOwn(juries, name) ? juries[name] : undefined
  if (jury) return readRubric(rubric, conversation, jury, options)
  return { condition: rubric.id, outcome: 'unjudged', because: `there is no jury named "${name}"` }
}
