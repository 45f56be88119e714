/**
 * Exchanges in the HTTP archive format, HAR 1.2, without credentials.
 *
 * Fields of ours begin with an underscore, as the format asks. Bodies are kept decoded; what is no text is base64.
 *
 * @see https://w3c.github.io/web-performance/specs/HAR/Overview.html
 */
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { type Call, decoded, type Headers, headerOf, jsonIn, pathOf, type Reply } from '../backends/exchange.ts'
import { isSecretName, redacted, redactedPath, removed } from '../backends/redact.ts'

const pair = z.looseObject({ name: z.string(), value: z.string() })
const post = z.looseObject({
  mimeType: z.string().default(''),
  text: z.string().default(''),
  encoding: z.string().optional(),
})
const content = z.looseObject({
  size: z.number().default(0),
  mimeType: z.string().default(''),
  text: z.string().optional(),
  encoding: z.string().optional(),
})

/** What stands around the entries of an archive of ours, of which each has a line. */
export const archiveHead = '{"log":{"version":"1.2","creator":{"name":"fieldproof","version":"1"},"entries":[\n'
export const archiveTail = '\n]}}\n'

/** One entry, as far as it is read; whatever else there is stays. */
export const entrySchema = z.looseObject({
  request: z.looseObject({
    method: z.string(),
    url: z.string(),
    headers: z.array(pair).default([]),
    postData: post.optional(),
  }),
  response: z.looseObject({
    status: z.number(),
    headers: z.array(pair).default([]),
    content: content.default({ size: 0, mimeType: '' }),
  }),
  _conversation: z.string().optional(),
  _look: z.boolean().optional(),
  _tool: z.string().optional(),
  _args: z.json().optional(),
})
export type HarEntry = z.output<typeof entrySchema>

export interface Recorded {
  readonly call: Call
  readonly reply: Reply
  /** The body as it came, up to what is kept. */
  readonly bytes: Buffer
  readonly upstream: string
  readonly conversation?: string
  /** Whether a verifier asked and not the agent. */
  readonly isLook?: boolean
  readonly startedAt: string
  readonly tookMs: number
}

/** The entry of an exchange. Nothing that is, or is named like, a credential is in it. */
export function entryOf({ call, reply, bytes, upstream, conversation, isLook, startedAt, tookMs }: Recorded): Json {
  const body = decoded(bytes, reply.headers)
  const mimeType = headerOf(reply.headers, 'content-type') ?? ''
  return {
    startedDateTime: startedAt,
    time: tookMs,
    request: {
      method: call.method,
      url: upstream.replace(/\/$/, '') + safeTarget(call.target),
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: safeHeaders(call.headers),
      queryString: queryOf(safeTarget(call.target)),
      ...(call.body.length > 0 && {
        postData: { mimeType: headerOf(call.headers, 'content-type') ?? '', ...textOf(call.body, call.headers) },
      }),
      headersSize: -1,
      bodySize: call.body.length,
    },
    response: {
      status: reply.status,
      statusText: '',
      httpVersion: 'HTTP/1.1',
      cookies: [],
      headers: safeHeaders(reply.headers),
      content: { size: body.length, mimeType, ...textOf(body, []) },
      redirectURL: headerOf(reply.headers, 'location') ?? '',
      headersSize: -1,
      bodySize: bytes.length,
    },
    cache: {},
    timings: { send: 0, wait: tookMs, receive: 0 },
    ...(conversation !== undefined && { _conversation: conversation }),
    ...(isLook === true && { _look: true }),
  }
}

/** The body of an entry's reply. */
export function bodyOf({ response }: HarEntry): Buffer {
  const { text = '', encoding } = response.content
  return Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8')
}

function textOf(bytes: Buffer, headers: Headers): { readonly text: string; readonly encoding?: string } {
  const json = jsonIn(bytes, headers)
  if (json !== undefined) {
    const safe = redacted(json)
    // What holds no secret is kept to the letter.
    return {
      text:
        JSON.stringify(safe) === JSON.stringify(json) ? decoded(bytes, headers).toString('utf8') : JSON.stringify(safe),
    }
  }
  const text = bytes.toString('utf8')
  if (Buffer.from(text, 'utf8').equals(bytes)) return { text: redacted(text) as string }
  return { text: bytes.toString('base64'), encoding: 'base64' }
}

function safeHeaders(headers: Headers): Json {
  return headers.map(([name, value]) => ({ name, value: isSecretName(name) ? removed : (redacted(value) as string) }))
}

/** Path and query without what is, or is named like, a credential. */
export function safeTarget(target: string): string {
  const path = pathOf({ target })
  const query = new URLSearchParams(target.slice(path.length))
  if (query.size === 0) return redactedPath(path)
  const safe = [...query].map(([name, value]): [string, string] => [
    name,
    isSecretName(name) ? removed : (redacted(value) as string),
  ])
  return `${redactedPath(path)}?${new URLSearchParams(safe)}`
}

function queryOf(target: string): Json {
  const query = new URLSearchParams(target.slice(pathOf({ target }).length))
  return [...query].map(([name, value]) => ({ name, value }))
}
