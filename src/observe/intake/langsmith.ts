/** What LangSmith's clients send: runs, begun and completed, as parts of a form or as a batch. */
import type { Json } from '../../conversation/index.ts'
import { langsmithRuns, type Runs, readLangsmith } from '../formats/index.ts'
import { parsed } from '../otlp/json.ts'
import type { Reader } from './reader.ts'
import { spanItems } from './spans.ts'

export const langsmithForms: Reader = {
  name: 'langsmith',
  summary: "runs of LangSmith's clients",
  decode(body, contentType) {
    const runs = readLangsmith(body, contentType)
    const { refused } = langsmithRuns(runs)
    return { values: runs as unknown as Json, records: runs.post.length + runs.patch.length, refused }
  },
  understand: (values) => spanItems(langsmithRuns(values as unknown as Runs).observations),
}

/**
 * What a request says of the completion of one run, which it names in its path alone, as a batch of its own.
 *
 * @throws Problem `ingest/undecodable`
 */
export function langsmithCompletion(body: Buffer, id: string): Buffer {
  return Buffer.from(JSON.stringify({ patch: [{ ...parsed(body), id }] }))
}
