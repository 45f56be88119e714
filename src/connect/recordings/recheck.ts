/** Asking the real backend what was recorded, reads only, and comparing what it answers now. */
import type { Json } from '../../conversation/index.ts'
import { bytesOf, type Call, type Headers, jsonIn } from '../backends/exchange.ts'
import { liveSource } from '../backends/live.ts'
import { removed } from '../backends/redact.ts'
import type { Source } from '../backends/source.ts'
import { allowedUpstream } from '../backends/upstream.ts'
import { driftBetween, type EndpointDrift } from './drifted.ts'
import { bodyOf, type HarEntry } from './har.ts'
import { type Question, type Recording, readRecording } from './recording.ts'

export interface Recheck {
  readonly endpoints: readonly EndpointDrift[]
  /** Recorded reads that were asked again, and recorded calls that were not because they write. */
  readonly asked: number
  readonly leftOut: number
  /** Recorded reads that now get another status: `GET /offices/office-1: 404 now, and was 200`. */
  readonly statuses: readonly string[]
  /** Recorded reads that were refused for want of credentials: no recording holds any. */
  readonly refused: number
}

/** What `recheckRecording` compares. */
export interface RecheckOptions {
  readonly path: string
  /** The recording's name in messages. */
  readonly shown: string
  /** Address of the real backend. */
  readonly upstream: string
  /** Hosts beyond this machine that may be asked. */
  readonly allow: readonly string[]
  /** Sent with every read: credentials, since no recording holds any. Default none. */
  readonly headers?: Headers
}

/**
 * Compares a recording with what a backend answers now.
 *
 * @throws Problem when the recording cannot be read or the upstream may not be asked; Error when it does not answer
 */
export async function recheckRecording({ path, shown, upstream, allow, headers }: RecheckOptions): Promise<Recheck> {
  const recording = readRecording(path, shown)
  const live = liveSource(allowedUpstream(upstream, allow, shown))
  try {
    return await recheck(recording, live, headers)
  } finally {
    recording.close()
    await live.close()
  }
}

const isRead = (method: string) => method === 'GET' || method === 'HEAD'
const wantsCredentials = (status: number) => status === 401 || status === 403

/** The same question is asked again at most this often. */
const timesEach = 3

/** @throws Error when the backend cannot be reached at all */
export async function recheck({ entries }: Recording, live: Source, headers: Headers = []): Promise<Recheck> {
  const recorded = new Map<string, Json[]>()
  const now = new Map<string, Json[]>()
  const statuses = new Set<string>()
  const times = new Map<string, number>()
  let asked = 0
  let leftOut = 0
  let refused = 0
  for (const { question, read } of entries) {
    if (!isRead(question.method)) {
      leftOut += 1
      continue
    }
    const entry = read()
    const endpoint = `${question.method} ${question.template} ${entry.response.status}`
    const before = jsonIn(bodyOf(entry), [])
    if (before !== undefined) add(recorded, endpoint, before)
    const target = targetOf(question)
    const earlier = times.get(target) ?? 0
    times.set(target, earlier + 1)
    if (earlier >= timesEach) continue
    asked += 1
    const reply = await live.ask(callOf(entry, target, headers), {})
    const bytes = await bytesOf(reply)
    const { status } = entry.response
    if (reply.status !== status) {
      if (wantsCredentials(reply.status)) refused += 1
      else statuses.add(`${question.method} ${question.template}: ${reply.status} now, and was ${status}`)
      continue
    }
    const after = jsonIn(bytes, reply.headers)
    if (after !== undefined) add(now, endpoint, after)
  }
  return { endpoints: driftBetween(recorded, now), asked, leftOut, statuses: [...statuses], refused }
}

function add(map: Map<string, Json[]>, key: string, json: Json): void {
  const list = map.get(key) ?? []
  map.set(key, list)
  list.push(json)
}

/** Redacted credentials are not sent: they would only be refused. */
const isSent = (value: string) => !value.includes(removed)

function targetOf({ path, query }: Question): string {
  const sent = query.filter(([, value]) => isSent(value)).map(([name, value]): [string, string] => [name, value])
  return sent.length === 0 ? path : `${path}?${new URLSearchParams(sent)}`
}

/** @param given takes the place of recorded headers of the same name */
function callOf({ request }: HarEntry, target: string, given: Headers): Call {
  const isGiven = (name: string) => given.some(([other]) => other.toLowerCase() === name.toLowerCase())
  const recorded = request.headers.flatMap(({ name, value }): [string, string][] =>
    isSent(value) && !isGiven(name) && !/^(?:host|content-length|connection|:.*)$/i.test(name) ? [[name, value]] : [],
  )
  const headers = [...recorded, ...given]
  return { backend: '', method: request.method.toUpperCase(), target, headers, body: Buffer.alloc(0) }
}
