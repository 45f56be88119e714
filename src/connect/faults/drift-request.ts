/** Requests to a backend that has renamed a field: the new name is understood, the old one refused. */
import { type Call, jsonIn, jsonReply, type Reply, withHeader } from '../backends/exchange.ts'
import { fieldsIn, rewritten } from './json-fields.ts'

export interface Spelling {
  readonly old: string
  readonly now: string
}

/** @returns the call as the backend behind knows it, or a refusal in its place */
export function spelled(call: Call, spellings: readonly Spelling[]): Call | Reply {
  if (spellings.length === 0 || call.body.length === 0) return call
  const json = jsonIn(call.body, call.headers)
  if (json === undefined) return call
  const fields = fieldsIn(json)
  const refused = spellings.find(({ old }) => fields.some(({ name }) => name === old))
  if (refused !== undefined) {
    const { old, now } = refused
    return jsonReply(422, {
      error: 'unprocessable',
      field: old,
      message: `Unknown field "${old}". Did you mean "${now}"?`,
    })
  }
  const original = spellings
    .flatMap(({ old, now }) => fields.filter(({ name }) => name === now).map(({ path }) => ({ path, old })))
    .reduce((changed, { path, old }) => rewritten(changed, path, (_, value) => [[old, value]]), json)
  if (original === json) return call
  const body = Buffer.from(JSON.stringify(original))
  const headers = withHeader(
    withHeader(call.headers, 'content-encoding', undefined),
    'content-length',
    `${body.length}`,
  )
  return { ...call, body, headers }
}
