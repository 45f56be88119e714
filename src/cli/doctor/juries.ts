/** Checks that the models of juries answer. Each is asked once, for a few tokens. */
import { askedFor } from '../../connect/index.ts'
import { type Model, modelFrom } from '../../model/index.ts'
import type { Pact } from '../../pact/index.ts'
import type { Io } from '../io.ts'
import { hereOn } from '../judging.ts'
import type { JuryChoices } from '../jury-options.ts'
import { type Check, ok, wrong } from './check.ts'

const question = {
  system: 'You answer with one word.',
  messages: [{ role: 'user', text: 'Say ready.' }],
  maxTokens: 16,
  temperature: 0,
} as const

export async function* juryChecks(pact: Pact, io: Io, { modelUrl }: JuryChoices): AsyncGenerator<Check> {
  const named = pact.rubrics.map(({ jury = 'default' }) => pact.juries[jury]?.jurors ?? [])
  for (const id of new Set(named.flat())) {
    const about = `model ${id}`
    try {
      const headers = askedFor('judge', id)
      const options = { env: io.env, timeoutMs: 30_000, headers, ...(modelUrl !== undefined && { baseUrl: modelUrl }) }
      const model: Model = hereOn(() => modelFrom(id, options))
      const { latencyMs } = await model.ask(question, io.interrupted)
      yield ok(about, `answered in ${Math.round(latencyMs)} ms`)
    } catch (thrown) {
      yield* wrong(about, thrown)
    }
  }
}
