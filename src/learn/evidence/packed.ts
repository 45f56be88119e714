/**
 * What a pack says of a run: its conversations and verdicts line by line, and how they were judged. Each verdict carries
 * the SHA-256 of its conversation's line, so that one cannot be given to the other's conversation.
 */
import { type AgentTerms, jurorQuestion, type Pact, type Verdict } from '../../pact/index.ts'
import type { TrialRecord } from '../../store/index.ts'
import { sha256 } from './manifest.ts'

export const conversationsFile = 'conversations.jsonl'
export const verdictsFile = 'verdicts.jsonl'
export const pactFile = 'pact.yaml'
/** What the pact reads besides, and what is known of the agent from elsewhere. */
export const besidePactFile = 'beside-pact.json'

export interface BesidePact {
  readonly agent: AgentTerms
  /** Files that the pact names, by the name it has for them. */
  readonly files: Readonly<Record<string, string>>
}

/** Both without the line's end. @param isBare leaves out of the verdict what was said: reasons and quotes repeat it */
export function linesOf(trial: TrialRecord, isBare: boolean) {
  const { id, index, scenario, persona, channel, repeat, seed, conversation } = trial
  const verdict = isBare ? bare(trial.verdict) : trial.verdict
  const line = JSON.stringify(conversation)
  const told = { id, index, scenario, persona, channel, repeat, seed, sha256: sha256(line), verdict }
  return { conversation: line, verdict: JSON.stringify(told) }
}

function bare({ findings, ...verdict }: Verdict) {
  return {
    ...verdict,
    findings: findings.map(({ condition, outcome, ...rest }) => {
      return { condition, outcome, ...('at' in rest && { at: rest.at }) }
    }),
  }
}

/** How each promise is judged: by code in words, by juries with the models and all that they are told. */
export async function judgesOf({ conditions, rubrics, juries }: Pact): Promise<Readonly<Record<string, unknown>>> {
  return {
    code: conditions.map(({ id, kind, severity, target, explain }) => ({
      id,
      kind,
      severity,
      target,
      says: explain(),
    })),
    juries: await Promise.all(
      rubrics.map(async (rubric) => {
        const { id, severity, target, question, levels, view = 'all', jury = 'default' } = rubric
        const prompt = await jurorQuestion(rubric, '(the transcript of a conversation)', {
          maxTokens: 1000,
          seed: undefined,
        })
        const { system, messages, temperature } = prompt
        return {
          ...{ id, severity, target, question, levels, view, jury },
          models: juries[jury]?.jurors ?? [],
          rule: juries[jury]?.rule ?? 'holds',
          prompt: { system, messages, temperature },
        }
      }),
    ),
  }
}
