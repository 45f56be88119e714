/** Asking the real backend what was recorded, reads only, and comparing what it answers now. */
import type { Json } from '../../conversation/index.ts'
import { bytesOf, type Call, jsonIn } from '../backends/exchange.ts'
import { liveSource } from '../backends/live.ts'
import type { Source } from '../backends/source.ts'
import { allowedUpstream } from '../backends/upstream.ts'
import { driftBetween, type EndpointDrift } from './drifted.ts'
import { bodyOf, type HarEntry } from './har.ts'
import { type Recording, readRecording } from './recording.ts'

export interface Recheck {
  readonly endpoints: readonly EndpointDrift[]
  /** Recorded reads that were asked again, and recorded calls that were not because they write. */
  readonly asked: number
  readonly leftOut: number
  /** Recorded reads that now get another status: `GET /offices/office-1: 404 now, and was 200`. */
  readonly statuses: readonly string[]
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
}

/**
 * Compares a recording with what a backend answers now.
 *
 * @throws Problem when the recording cannot be read or the upstream may not be asked; Error when it does not answer
 */
export async function recheckRecording({ path, shown, upstream, allow }: RecheckOptions): Promise<Recheck> {
  const recording = readRecording(path, shown)
  const live = liveSource(allowedUpstream(upstream, allow, shown))
  try {
    return await recheck(recording, live)
  } finally {
    recording.close()
    await live.close()
  }
}

/** The same question is asked again at most this often. */
const timesEach = 3

/** @throws Error when the backend cannot be reached at all */
export async function recheck({ entries }: Recording, live: Source): Promise<Recheck> {
  const recorded = new Map<string, Json[]>()
  const now = new Map<string, Json[]>()
  const statuses = new Set<string>()
  const times = new Map<string, number>()
  let asked = 0
  let leftOut = 0
  for (const { question, read } of entries) {
    if (question.method !== 'GET' && question.method !== 'HEAD') {
      leftOut += 1
      continue
    }
    const entry = read()
    const endpoint = `${question.method} ${question.template} ${entry.response.status}`
    const before = jsonIn(bodyOf(entry), [])
    if (before !== undefined) add(recorded, endpoint, before)
    const query = new URLSearchParams(question.query.map(([name, value]): [string, string] => [name, value])).toString()
    const target = query === '' ? question.path : `${question.path}?${query}`
    const earlier = times.get(target) ?? 0
    times.set(target, earlier + 1)
    if (earlier >= timesEach) continue
    asked += 1
    const reply = await live.ask(callOf(entry, target), {})
    const bytes = await bytesOf(reply)
    if (reply.status !== entry.response.status) {
      statuses.add(`${question.method} ${question.template}: ${reply.status} now, and was ${entry.response.status}`)
      continue
    }
    const after = jsonIn(bytes, reply.headers)
    if (after !== undefined) add(now, endpoint, after)
  }
  return { endpoints: driftBetween(recorded, now), asked, leftOut, statuses: [...statuses] }
}

function add(map: Map<string, Json[]>, key: string, json: Json): void {
  const list = map.get(key) ?? []
  map.set(key, list)
  list.push(json)
}

/** Redacted credentials are not sent: they would only be refused. */
function callOf({ request }: HarEntry, target: string): Call {
  const headers = request.headers.flatMap(({ name, value }): [string, string][] =>
    value.includes('[redacted]') || /^(?:host|content-length|connection|:.*)$/i.test(name) ? [] : [[name, value]],
  )
  return { backend: '', method: request.method.toUpperCase(), target, headers, body: Buffer.alloc(0) }
}
