/** Hands batches to a Fieldproof server over HTTP. */
import type { Send } from './queue.ts'

export interface SenderOptions {
  /** Of the server: `http://127.0.0.1:4319`. */
  readonly url: string
  /** A key that may ingest; none for a server on this machine without keys. */
  readonly key?: string
  /** How long a batch may take, in milliseconds. Default 10,000. */
  readonly withinMs?: number
  readonly fetch: (address: URL, request: RequestInit) => Promise<Response>
}

/** What cannot be mended by sending again is let go, so that one bad batch does not stop all others. */
const forGood = new Set([400, 413, 415, 422])

export function sender({ url, key, withinMs = 10_000, fetch }: SenderOptions): Send {
  const address = new URL('/v1/conversations', url)
  return async (batch) => {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify(batch),
      signal: AbortSignal.timeout(withinMs),
    })
    await answer.arrayBuffer()
    if (!answer.ok && !forGood.has(answer.status)) throw new Error(`the server answered ${answer.status}`)
  }
}
