/** Reads `Retry-After` as RFC 9110 §10.2.3 writes it: seconds, or an HTTP date. */

/**
 * Milliseconds to wait from `nowMs`, never negative; undefined when the header is absent or cannot be read.
 */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000)
  // Date.parse also reads bare numbers and fragments; an HTTP date always names a day and a month.
  const atMs = /^[A-Za-z]{3,9},? .*\d/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(atMs) ? undefined : Math.max(0, atMs - nowMs)
}
