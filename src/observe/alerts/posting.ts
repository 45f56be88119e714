/**
 * Posting JSON to a receiver: allowed addresses only, no redirects followed, answers read no further than needed.
 *
 * Statuses that say "later" (408, 425, 429 and all from 500) are worth another try; all others from 300 are not.
 */
import { reasonOf } from '../../problem.ts'
import { NotDelivered, type Outside } from './alert-kind.ts'

export interface Post {
  readonly url: string
  readonly body: string
  readonly headers?: Readonly<Record<string, string>>
}

/** @throws NotDelivered, and whatever `allowed` throws */
export async function post({ url, body, headers }: Post, outside: Outside): Promise<void> {
  const address = new URL(url)
  await outside.allowed(address)
  let response: Response
  try {
    response = await outside.fetch(address, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', 'user-agent': 'fieldproof', ...headers },
      redirect: 'manual',
      signal: outside.signal,
    })
  } catch (thrown) {
    throw new NotDelivered(`the receiver could not be reached: ${causeOf(thrown)}`, { cause: thrown })
  }
  await response.body?.cancel().catch(() => {})
  const { status } = response
  if (status < 300) return
  const isLater = status === 408 || status === 425 || status === 429 || status >= 500
  const retryAfterMs = isLater ? retryAfter(response.headers.get('retry-after')) : undefined
  throw new NotDelivered(`the receiver answered ${status}`, {
    forGood: !isLater,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  })
}

/** By a code, which holds no address; `fetch failed` says nothing, and its cause does. */
function causeOf(thrown: unknown): string {
  const cause = thrown instanceof Error ? thrown.cause : undefined
  return codeOf(thrown) ?? codeOf(cause) ?? reasonOf(thrown)
}

function codeOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' ? code : undefined
}

/** In seconds, as all of them write it; no longer than an hour. */
function retryAfter(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Math.min(3_600_000, Number(header) * 1000) : undefined
}
