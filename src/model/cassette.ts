/**
 * A cassette: questions and answers recorded in a JSONL file and played again without a key or a network.
 *
 * Each line holds one exchange under its content key. A question recorded several times plays its answers in the
 * order they were recorded. A question that is not on the cassette is a problem, never a silent call to a provider.
 * Keys and headers are not part of a question, so they cannot reach the file; what a customer said can.
 */
import { type Disk, nodeDisk } from './disk.ts'
import type { Answer, Model, Question, Reply } from './model.ts'
import { ModelProblem } from './model-problem.ts'
import { plainQuestion, questionKey } from './question-key.ts'
import { answerFrom } from './structured.ts'
import { type Exchange, readTape } from './tape.ts'

export interface CassetteOptions {
  readonly file: string
  /**
   * `replay` (default): only the recording answers.
   * `record`: what is on the cassette is played, what is not is asked of `model` and added.
   */
  readonly mode?: 'replay' | 'record'
  /** The model that is recorded. On replay only its id counts. */
  readonly model: Model | { readonly id: string }
  readonly disk?: Disk
}

/**
 * A model that is recorded to a file, or played from one.
 *
 * @throws ModelProblem `model/not-recorded` for a question the file lacks
 */
export function cassette({ file, mode = 'replay', model, disk = nodeDisk }: CassetteOptions): Model {
  const played = new Map<string, number>()
  let recorded: Promise<Map<string, Reply[]>> | undefined
  let lastWrite: Promise<void> = Promise.resolve()

  /** Lines are written one after another, so that two answers at one moment do not mix. */
  function write(exchange: Exchange): Promise<void> {
    lastWrite = lastWrite.then(() => disk.append(file, `${JSON.stringify(exchange)}\n`))
    return lastWrite
  }

  return {
    id: model.id,
    ...('price' in model && model.price !== undefined ? { price: model.price } : {}),
    async ask<Value>(question: Question<Value>, signal?: AbortSignal): Promise<Answer<Value>> {
      signal?.throwIfAborted()
      recorded ??= readTape(file, disk, mode)
      const key = questionKey(model.id, question)
      const nth = played.get(key) ?? 0
      played.set(key, nth + 1)
      const reply = (await recorded).get(key)?.[nth]
      if (reply !== undefined) return answerFrom(question, reply)
      if (mode === 'replay' || !('ask' in model)) throw notRecorded(file, model.id, question, nth)

      const { value: _value, malformed: _malformed, ...fresh } = await model.ask(question, signal)
      await write({ key, question: plainQuestion(question), reply: fresh })
      return answerFrom(question, fresh)
    },
  }
}

function notRecorded(file: string, id: string, question: Question, nth: number): ModelProblem {
  const last = question.messages.at(-1)?.text ?? ''
  const opening = last.length > 60 ? `${last.slice(0, 60)}…` : last
  const which = nth === 0 ? 'is not' : `was asked ${nth + 1} times but recorded ${nth} times`
  return new ModelProblem({
    code: 'model/not-recorded',
    message: `${file}: the question "${opening}" to "${id}" ${which} on the cassette.`,
    hint: 'The prompt, the rubric, the conversation or the model changed since it was recorded. Record it again.',
  })
}
