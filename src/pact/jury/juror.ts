/**
 * One juror's reading of one conversation, or why there is none.
 *
 * Nothing a model does is thrown on: a refusal, nonsense, a made-up quote or a dead provider is written down as
 * that juror's failure, and what follows from it is the jury's rule. Only stopping the run stops it.
 */
import type { Conversation } from '../../conversation/index.ts'
import { isBudgetSpent, type Model } from '../../model/index.ts'
import { reasonOf } from '../../problem.ts'
import type { JurorReading } from '../verdict.ts'
import { jurorQuestion } from './juror-question.ts'
import { type Quote, quoteTrouble } from './quotes.ts'
import type { Rubric } from './rubric.ts'
import { transcriptFor, type View } from './transcript.ts'

/** A reading with its quotes; `quotes` is empty when the reading failed. */
export interface Testimony {
  readonly reading: JurorReading
  readonly quotes: readonly Quote[]
}

export interface JurorOptions {
  readonly maxTokens: number
  readonly seed: number | undefined
  readonly listedFrom: 'worst' | 'best'
  readonly signal: AbortSignal | undefined
}

/** Asks once per view of the rubric; two views must come to the same side. */
export async function askJuror(
  juror: Model,
  rubric: Rubric,
  conversation: Conversation,
  options: JurorOptions,
): Promise<Testimony> {
  const first = await askOneView(juror, rubric, conversation, rubric.view === 'agent' ? 'agent' : 'all', options)
  if (rubric.view !== 'both' || first.reading.failure !== undefined) return first
  const blind = await askOneView(juror, rubric, conversation, 'agent', options)
  if (blind.reading.failure !== undefined) return blind
  return reconciled(rubric, first, blind)
}

function reconciled(rubric: Rubric, first: Testimony, blind: Testimony): Testimony {
  const [a, b] = [first, blind].map(({ reading }) => rubric.levels[reading.level ?? 0])
  if (a?.holds === b?.holds) return (first.reading.level ?? 0) <= (blind.reading.level ?? 0) ? first : blind
  const because = `reads "${a?.name}" with the customer's words and "${b?.name}" without them`
  return failed(first.reading.juror, because)
}

async function askOneView(
  juror: Model,
  rubric: Rubric,
  conversation: Conversation,
  view: View,
  { signal, ...options }: JurorOptions,
): Promise<Testimony> {
  try {
    const question = await jurorQuestion(rubric, transcriptFor(conversation, view), options)
    const { value, malformed, finish } = await juror.ask(question, signal)
    if (finish === 'refused') return failed(juror.id, 'refused to answer')
    if (finish === 'length') return failed(juror.id, `did not finish within ${options.maxTokens} tokens`)
    if (value === undefined) return failed(juror.id, `malformed: ${malformed ?? 'no structured answer'}`)

    const trouble = quoteTrouble(value.quotes, conversation)
    if (trouble !== undefined) return failed(juror.id, `void: ${trouble}`)
    const level = rubric.levels.findIndex(({ name }) => name === value.level)
    if (level === -1) return failed(juror.id, `malformed: no level is named "${value.level}"`)
    return { reading: { juror: juror.id, level, reasoning: value.reasoning }, quotes: value.quotes }
  } catch (thrown) {
    signal?.throwIfAborted()
    if (isBudgetSpent(thrown)) {
      return { reading: { juror: juror.id, failure: 'not asked: the budget is spent', skipped: true }, quotes: [] }
    }
    return failed(juror.id, reasonOf(thrown))
  }
}

function failed(juror: string, failure: string): Testimony {
  return { reading: { juror, failure }, quotes: [] }
}
