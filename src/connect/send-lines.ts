/** Records as lines to a running server, again while it asks for it. */
import { Problem, reasonOf } from '../problem.ts'
import { type Clock, wallClock } from './clock.ts'

const tries = 5

/** What a server has taken of what it was sent. */
export interface Taken {
  readonly records: number
  readonly refused: number
}

export interface Receiver {
  /** `http://127.0.0.1:4319` */
  readonly url: string
  readonly key?: string
  readonly clock?: Clock
}

/** @throws Problem `connect/server-refuses` when the server does not answer or does not take them */
export async function sendLines({ url, key, clock = wallClock() }: Receiver, lines: readonly string[]): Promise<Taken> {
  const address = `${url.replace(/\/+$/, '')}/v1/conversations`
  for (let attempt = 1; ; attempt += 1) {
    const answer = await posted(address, key, lines.join('\n'))
    if (answer.status === 200) return (await answer.json()) as Taken
    if (answer.status !== 503 || attempt === tries) throw refused(`${answer.status} ${await answer.text()}`, address)
    await answer.arrayBuffer()
    await clock.sleep(Number(answer.headers.get('retry-after') ?? 1) * 1000)
  }
}

async function posted(address: string, key: string | undefined, body: string): Promise<Response> {
  const authorization = key === undefined ? {} : { authorization: `Bearer ${key}` }
  try {
    return await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson', ...authorization },
      body,
    })
  } catch (thrown) {
    throw refused(reasonOf(thrown), address)
  }
}

function refused(why: string, address: string): Problem {
  return new Problem({
    code: 'connect/server-refuses',
    message: `${address} did not take what was sent: ${why.slice(0, 300)}`,
    hint: 'Start "fieldproof serve", name another server with --url, or give a key that may send with --key.',
  })
}
