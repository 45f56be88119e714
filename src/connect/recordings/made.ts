/**
 * A recording made of what was seen from the agent's side: its tools, what it asked them and what they answered.
 *
 * The exchanges themselves nobody saw. Addresses and headers are those of the tool's route, and a call is found by its tool
 * and its arguments.
 */
import type { Json } from '../../conversation/index.ts'
import { redacted } from '../backends/redact.ts'
import { archiveHead, archiveTail } from './har.ts'

/** What a backend answered to one call of a tool. */
export interface ToolAnswer {
  readonly backend: string
  readonly tool: string
  /** As the backend's settings have it: `POST /bookings`. */
  readonly route: string
  readonly args: Json
  readonly status: number
  /** JSON, or text. */
  readonly value: Json
  /** ISO 8601. */
  readonly askedAt: string
  readonly tookMs: number
}

/** An HTTP archive that `replay` reads, without credentials. */
export function recordingOf(answers: readonly ToolAnswer[]): string {
  return archiveHead + answers.map((answer) => JSON.stringify(entryOf(answer))).join(',\n') + archiveTail
}

function entryOf({ backend, tool, route, args, status, value, askedAt, tookMs }: ToolAnswer): Json {
  const [method = '', path = ''] = route.split(' ')
  const safe = redacted(value)
  const text = typeof safe === 'string' ? safe : JSON.stringify(safe)
  const mimeType = typeof safe === 'string' ? 'text/plain' : 'application/json'
  const size = Buffer.byteLength(text)
  return {
    startedDateTime: askedAt,
    time: tookMs,
    request: {
      ...{ method, url: `http://${backend}${path}`, httpVersion: 'HTTP/1.1' },
      ...{ cookies: [], headers: [], queryString: [], headersSize: -1, bodySize: -1 },
    },
    response: {
      ...{ status, statusText: '', httpVersion: 'HTTP/1.1', cookies: [] },
      headers: [{ name: 'content-type', value: mimeType }],
      ...{ content: { size, mimeType, text }, redirectURL: '', headersSize: -1, bodySize: size },
    },
    cache: {},
    timings: { send: 0, wait: tookMs, receive: 0 },
    _tool: tool,
    _args: redacted(args),
  }
}
