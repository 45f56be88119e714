/**
 * A model that says what a script says. It needs no key and no network, so examples and tests run anywhere.
 *
 * Tokens are estimated from characters, the same for the same words, so that budgets can be tried on it.
 */
import { type Answer, costOf, type Model, type Price, type Question, type Reply } from './model.ts'
import { ModelProblem } from './model-problem.ts'
import { answerFrom } from './structured.ts'
import { estimatedTokens, estimatedTokensOf } from './tokens.ts'

/** One line of a script: text, an object to be said as JSON, parts of a reply, or an error to be thrown. */
export type ScriptLine = string | Error | Partial<Reply> | { readonly json: unknown }

/** A list said in order, or a function of the question and how many were asked before it. */
export type Script = readonly ScriptLine[] | ((question: Question, asked: number) => ScriptLine | Promise<ScriptLine>)

/** What a scripted model is called, and what it charges. */
export interface ScriptedOptions {
  readonly id?: string
  readonly price?: Price
}

/**
 * A model that says what a script says, for tests and examples. Asks nothing of any network.
 *
 * @param script a list that ends is a mistake in the script: asking beyond it is the problem `model/script-ended`
 */
export function scripted(script: Script, { id = 'scripted', price }: ScriptedOptions = {}): Model {
  let asked = 0
  return {
    id,
    ...(price === undefined ? {} : { price }),
    async ask<Value>(question: Question<Value>, signal?: AbortSignal): Promise<Answer<Value>> {
      signal?.throwIfAborted()
      const index = asked
      asked += 1
      const line = await (typeof script === 'function' ? script(question, index) : lineAt(script, index, id))
      signal?.throwIfAborted()
      if (line instanceof Error) throw line
      return answerFrom(question, replyOf(line, question, { id, price }))
    },
  }
}

function lineAt(script: readonly ScriptLine[], index: number, id: string): ScriptLine {
  const line = script[index]
  if (line !== undefined) return line
  throw new ModelProblem({
    code: 'model/script-ended',
    message: `Model "${id}" was asked ${index + 1} times, but its script has ${script.length} lines.`,
    hint: 'Add lines to the script, or give a function of the question instead of a list.',
  })
}

function replyOf(
  line: Exclude<ScriptLine, Error>,
  question: Question,
  { id, price }: { readonly id: string; readonly price: Price | undefined },
): Reply {
  const said = typeof line === 'string' ? { text: line } : 'json' in line ? { text: JSON.stringify(line.json) } : line
  const inputTokens = estimatedTokensOf(question)
  const outputTokens = estimatedTokens(said.text ?? '')
  return {
    text: '',
    finish: 'stop',
    usage: { inputTokens, outputTokens, ...costOf(price, inputTokens, outputTokens) },
    model: id,
    latencyMs: 0,
    ...said,
  }
}
