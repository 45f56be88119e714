/**
 * How conversations are judged on the command line: by code, and by juries where the pact names their models.
 *
 * All models share one budget, and one that sits in several juries is one model. A question that was asked
 * before is not asked again. What the budget cut off is unjudged, and told at the end.
 */

import { resolve } from 'node:path'
import { askedFor } from '../connect/index.ts'
import type { Conversation } from '../conversation/index.ts'
import { Budget, cached, cassette, equipped, type Model, modelFrom } from '../model/index.ts'
import { type Jury, judge, judgeWithJury, type Pact, type Verdict } from '../pact/index.ts'
import { Problem } from '../problem.ts'
import type { Io } from './io.ts'
import type { JuryChoices } from './jury-options.ts'

export interface Judging {
  (conversation: Conversation): Verdict | Promise<Verdict>
  /** What models were asked and what was skipped, in lines for a person; empty when no model was to be asked. */
  told(): readonly string[]
}

/** @throws Problem when a model that the pact names cannot be reached for want of a key, an address or a price */
export function judging(pact: Pact, io: Io, choices: JuryChoices = {}): Judging {
  const found = juriesFor(pact, io, choices)
  if (found === undefined) {
    return Object.assign((conversation: Conversation) => judge(pact, conversation), { told: () => [] })
  }
  const { juries, budget } = found
  const read = (conversation: Conversation) => judgeWithJury(pact, conversation, juries, { signal: io.interrupted })
  return Object.assign(read, { told: () => told(budget) })
}

/** Juries by name, and what their models may spend together. */
export interface FoundJuries {
  readonly juries: Readonly<Record<string, Jury>>
  /** The same, but what was asked before is asked again. */
  readonly again: Readonly<Record<string, Jury>>
  readonly budget: Budget
}

/**
 * The juries that the pact names for its rubrics, and the budget that their models share; nothing when there is nobody
 * to be asked.
 *
 * @throws Problem when a model cannot be reached for want of a key, an address or a price
 */
export function juriesFor(pact: Pact, io: Io, choices: JuryChoices): FoundJuries | undefined {
  const isNamed = pact.rubrics.some(({ jury = 'default' }) => Object.hasOwn(pact.juries, jury))
  if (choices.noJury === true || !isNamed) return undefined
  const budget = new Budget({
    ...(choices.maxTokens !== undefined && { tokens: choices.maxTokens }),
    ...(choices.maxCost !== undefined && { money: choices.maxCost }),
  })
  const modelOf = eachOnce((id) => modelBy(id, io, choices, budget))
  const remembering = eachOnce((id) => cached(modelOf(id)))
  return { juries: juriesOf(pact, remembering), again: juriesOf(pact, modelOf), budget }
}

function juriesOf(pact: Pact, modelOf: (id: string) => Model): Readonly<Record<string, Jury>> {
  const wanted = new Set(pact.rubrics.map(({ jury = 'default' }) => jury))
  return Object.fromEntries(
    Object.entries(pact.juries)
      .filter(([name]) => wanted.has(name))
      .map(([name, { jurors, rule }]) => [name, { jurors: jurors.map(modelOf), ...(rule !== undefined && { rule }) }]),
  )
}

/** Models by name, each made once. */
function eachOnce(make: (id: string) => Model): (id: string) => Model {
  const made = new Map<string, Model>()
  return (id) => {
    const known = made.get(id)
    if (known !== undefined) return known
    const model = make(id)
    made.set(id, model)
    return model
  }
}

function modelBy(
  id: string,
  io: Io,
  { record, replay, questions, price, modelUrl }: JuryChoices,
  budget: Budget,
): Model {
  if (replay !== undefined) return cassette({ file: resolve(io.cwd, replay), model: { id } })
  const options = {
    env: io.env,
    ...(price !== undefined && { price }),
    ...(modelUrl !== undefined && { baseUrl: modelUrl }),
    headers: askedFor('judge', id),
  }
  const steady = hereOn(() =>
    equipped(modelFrom(id, options), {
      ...{ budget, cache: false },
      ...(questions !== undefined && { concurrency: questions }),
    }),
  )
  return record === undefined ? steady : cassette({ file: resolve(io.cwd, record), mode: 'record', model: steady })
}

/** Problems of models, with what to do about them on a command line. */
export function hereOn<Value>(make: () => Value): Value {
  try {
    return make()
  } catch (thrown) {
    const hint = thrown instanceof Problem ? hints[thrown.code] : undefined
    if (!(thrown instanceof Problem) || hint === undefined) throw thrown
    throw new Problem({ code: thrown.code, message: thrown.message, hint, cause: thrown })
  }
}

const hints: Readonly<Record<string, string>> = {
  'model/no-base-url': 'Give it with --model-url http://127.0.0.1:8000/v1, or judge without rubrics with --no-jury.',
  'model/no-price': 'Say with --price what a million tokens cost, such as 3/15, or limit --max-tokens instead.',
}

function told(budget: Budget): readonly string[] {
  const { answered, failed, skipped } = budget.spending
  if (answered + failed + skipped === 0) return []
  const cut = `  the budget for models was spent: ${skipped} more to be asked and skipped, so what they were to read is unjudged`
  return [`  jury: ${budget.explain()}`, ...(skipped > 0 ? [cut] : [])]
}
