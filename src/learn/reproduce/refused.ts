/**
 * A call that was refused because the backend was not able to answer: too many calls, or a failure of its own.
 *
 * A refusal for good reason, such as a time that is taken, is an answer like any other.
 */
import type { Json } from '../../conversation/index.ts'
import type { SeenCall } from './seen.ts'
import type { Sign } from './sign.ts'

const unable = (status: number) => status === 408 || status === 429 || status >= 500

export function refused({ tool, isError, lost, status, retryAfterMs, got }: SeenCall): Sign | undefined {
  if (!isError || lost !== undefined || (status !== undefined && !unable(status))) return undefined
  const code = status ?? 500
  const wait = retryAfterMs === undefined ? {} : { retryAfter: Math.ceil(retryAfterMs / 1000) }
  const said = bodyOf(got)
  const body = said === undefined ? {} : { body: said }
  const asked = retryAfterMs === undefined ? '' : `, asking to wait ${Math.ceil(retryAfterMs / 1000)} s`
  const because =
    status === undefined ? `${tool} failed; no status was recorded, and 500 is assumed` : `${tool} got ${code}${asked}`
  return { does: { status: { code, ...wait, ...body } }, because }
}

/** Clients of HTTP tell of a failure with its headers around its body. */
function bodyOf(got: Json | undefined): Json | undefined {
  if (!isRecord(got)) return undefined
  const body = 'headers' in got ? got.body : got
  return isRecord(body) ? body : undefined
}

const isRecord = (json: Json | undefined): json is { readonly [key: string]: Json } =>
  typeof json === 'object' && json !== null && !Array.isArray(json)
