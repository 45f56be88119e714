/**
 * How long a server asks callers to wait: the `Retry-After` header, in seconds or as an HTTP date.
 *
 * @see RFC 9110, 10.2.3
 */

/** Longest wait that is believed: a day. A server that asks for more is treated as asking for this. */
const LONGEST_MS = 86_400_000

/** Milliseconds to wait from `nowMs` (Unix time), or undefined when the header is absent or cannot be read. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d+(\.\d+)?$/.test(text)) return Math.min(LONGEST_MS, Math.round(Number(text) * 1000))
  // Date.parse reads far more than HTTP dates, "-5" among them.
  const at = /^[A-Za-z]{3,9},? /.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.min(LONGEST_MS, Math.max(0, at - nowMs))
}
