/** What Langfuse's clients send that do not speak OpenTelemetry: batches of events. */
import type { Json } from '../../conversation/index.ts'
import { type IngestionAnswer, langfuseIngestion } from '../formats/index.ts'
import { parsed } from '../otlp/json.ts'
import type { Reader } from './reader.ts'
import { spanItems } from './spans.ts'

export const langfuseBatches: Reader = {
  name: 'langfuse',
  summary: "batches of events of Langfuse's own ingestion",
  decode(body) {
    const values = parsed(body) as Json
    const { successes, errors } = langfuseIngestion(values).answer
    const [because] = errors.map(({ message }) => message)
    return {
      values,
      records: successes.length + errors.length,
      refused: { count: errors.length, ...(because !== undefined && { because }) },
    }
  },
  understand(values) {
    const { observations, skipped } = langfuseIngestion(values)
    return spanItems(observations, skipped)
  },
}

/** What the sender of a batch is told of its events; nothing of any where the body cannot be read. */
export function langfuseAnswer(body: Buffer): IngestionAnswer {
  try {
    return langfuseIngestion(parsed(body) as Json).answer
  } catch {
    return { successes: [], errors: [] }
  }
}
