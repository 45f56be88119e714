/**
 * Hands batches to a Fieldproof server over HTTP.
 *
 * Only a server that says how much it took is believed: a page of a proxy that answers 200 to everything has kept nothing.
 * No more of an answer is read than a small bound.
 */
import { processFetch } from './process.ts'
import type { Send } from './queue.ts'

/** Which server is told, and how patiently. */
export interface SenderOptions {
  /** Of the server: `http://127.0.0.1:4319`. */
  readonly url: string
  /** A key that may ingest; none for a server on this machine without keys. */
  readonly key?: string
  /** How long a batch may take, in milliseconds. Default 10,000. */
  readonly withinMs?: number
  /** Default: the process's network. */
  readonly fetch?: (address: URL, request: RequestInit) => Promise<Response>
}

/** What cannot be mended by sending again is let go, so that one bad batch does not stop all others. */
const forGood = new Set([400, 413, 415, 422])
const answerBytes = 10_000

/** Hands batches to the server at `url`. @throws TypeError when that is no address */
export function sender({ url, key, withinMs = 10_000, fetch = processFetch }: SenderOptions): Send {
  const address = new URL('/v1/conversations', url)
  return async (batch) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: `[${batch.join(',')}]`,
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    })
    const text = await beginningOf(answer)
    if (answer.ok) return batch.length - refusedIn(text)
    if (forGood.has(answer.status)) return 0
    throw new Error(`the server answered ${answer.status}`)
  }
}

async function beginningOf({ body }: Response): Promise<string> {
  if (body === null) return ''
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let text = ''
  while (text.length < answerBytes) {
    const { value, done } = await reader.read()
    if (done) return text
    text += decoder.decode(value, { stream: true })
  }
  await reader.cancel()
  return text
}

function refusedIn(text: string): number {
  const answer: unknown = JSON.parse(text)
  if (typeof answer === 'object' && answer !== null && 'records' in answer && 'refused' in answer) {
    return Number(answer.refused)
  }
  throw new Error('this is no answer of a Fieldproof server')
}
