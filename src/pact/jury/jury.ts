/**
 * A jury: one or several models that read a conversation for a rubric.
 *
 * What cannot be read is `unjudged` and says why: a record with gaps, a conversation too long to show whole, jurors
 * who fail, disagree or were never asked. Different families of models make a jury; five samples of one model are
 * one opinion, so the same model twice is refused.
 */
import type { Conversation } from '../../conversation/index.ts'
import type { Model } from '../../model/index.ts'
import { Problem } from '../../problem.ts'
import type { Finding } from '../verdict.ts'
import { type AgreementRule, deliberate } from './deliberate.ts'
import { askJuror } from './juror.ts'
import { saysSomething } from './legible.ts'
import type { Rubric } from './rubric.ts'
import { suspicionsIn } from './suspicions.ts'
import { transcriptFor } from './transcript.ts'

/** The models that read a rubric, and how many of them must agree. */
export interface Jury {
  readonly jurors: readonly Model[]
  /** Default `holds`. */
  readonly rule?: AgreementRule
}

/** Limits for a jury: transcript length, answer length, seed, and a signal to stop. */
export interface ReadingOptions {
  /** Longest transcript a juror is shown, in characters of JSON; a longer one is unjudged, never cut. Default 60,000. */
  readonly maxTranscriptChars?: number
  /** Longest answer of a juror, in tokens. Default 1,000. */
  readonly maxTokens?: number
  readonly seed?: number
  /** The end of the scale that levels are listed from. Default `worst`; the other shows whether the order sways a juror. */
  readonly listedFrom?: 'worst' | 'best'
  readonly signal?: AbortSignal
}

/**
 * What a jury reads in one conversation for one rubric.
 *
 * @throws Problem `pact/empty-jury`, `pact/even-jury`, `pact/same-juror-twice`
 * @throws the signal's reason when it aborts; every other failure is in the finding
 */
export async function readRubric(
  rubric: Rubric,
  conversation: Conversation,
  jury: Jury,
  { maxTranscriptChars = 60_000, maxTokens = 1000, seed, listedFrom = 'worst', signal }: ReadingOptions = {},
): Promise<Finding> {
  checkJury(jury)
  signal?.throwIfAborted()
  const early = withoutAsking(rubric, conversation, maxTranscriptChars)
  if (early !== undefined) return early
  const options = { maxTokens, seed, listedFrom, signal }
  const testimonies = await Promise.all(jury.jurors.map((juror) => askJuror(juror, rubric, conversation, options)))
  const suspicions = suspicionsIn(conversation)
  const finding = deliberate(rubric, testimonies, jury.rule ?? 'holds')
  return suspicions.length === 0 ? finding : { ...finding, suspicions }
}

/** How many questions to jurors were never asked in these findings, because the budget was spent. */
export function skippedReadings(findings: readonly Finding[]): number {
  return findings.flatMap(({ jurors = [] }) => jurors).filter(({ skipped }) => skipped).length
}

/** @throws Problem when this jury can never come to a finding that means something */
function checkJury({ jurors, rule }: Jury): void {
  if (jurors.length === 0) {
    throw new Problem({
      code: 'pact/empty-jury',
      message: 'The jury has no jurors, so no rubric can be read.',
      hint: 'Name at least one model, for example ollama:llama3.2.',
    })
  }
  const twice = jurors.find(({ id }, index) => jurors.findIndex((other) => other.id === id) < index)
  if (twice !== undefined) {
    throw new Problem({
      code: 'pact/same-juror-twice',
      message: `The jury has the model "${twice.id}" twice, and one model's two readings are one opinion.`,
      hint: 'Name models of different families, or one model alone.',
    })
  }
  if (rule === 'majority' && jurors.length % 2 === 0) {
    throw new Problem({
      code: 'pact/even-jury',
      message: `A jury of ${jurors.length} cannot decide by majority: it can be split in halves.`,
      hint: 'Add or remove a juror, or use the rule "holds", under which all must agree.',
    })
  }
}

/** What can be said before any juror is asked; undefined when jurors have to read. */
function withoutAsking(rubric: Rubric, conversation: Conversation, maxChars: number): Finding | undefined {
  const condition = rubric.id
  const { gaps = [] } = conversation
  if (gaps.length > 0) {
    return { condition, outcome: 'unjudged', because: `the record is incomplete: ${gaps.join(', ')}` }
  }
  const silent = agentSaidNothing(rubric, conversation)
  if (silent !== undefined) return silent
  const chars = transcriptFor(conversation, rubric.view === 'agent' ? 'agent' : 'all').length
  if (chars <= maxChars) return undefined
  const because = `the transcript has ${chars} characters and jurors are shown at most ${maxChars}`
  return { condition, outcome: 'unjudged', because }
}

/**
 * Answers like `:` or a blank talk some models into the best level, so they are never put before one: an agent whose
 * every reply is empty is read at the lowest level. An agent that sent no reply at all has nothing to be read, and
 * whether it should have is what a `reply` condition says.
 */
function agentSaidNothing({ id: condition }: Rubric, { events }: Conversation): Finding | undefined {
  const messages = events.flatMap((event, at) => (event.type === 'message' ? [{ ...event, at }] : []))
  const replies = messages.filter(({ from }) => from === 'agent')
  if (replies.some(({ text }) => saysSomething(text))) return undefined
  if (replies.length > 0) {
    const because = 'nothing the agent sent has a word in it'
    return { condition, outcome: 'violated', because, at: replies.map(({ at }) => at), score: 0 }
  }
  if (messages.length === 0) return { condition, outcome: 'not-applicable' }
  return { condition, outcome: 'unjudged', because: 'the agent never replied, so there is nothing to read' }
}
