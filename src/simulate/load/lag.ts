/**
 * Whether we kept up ourselves. A generator that lags sends late and hears late, and would call its own slowness the
 * agent's; what it measured then is void.
 *
 * Two things tell: how late messages left against the schedule, and how long this process kept its event loop waiting,
 * by which replies are heard late. The worse of them at the 99th percentile may be a tenth of the usual reply
 * time; below 50 ms it does no harm that a customer could feel. And a process that is hardly ever idle is the narrowest
 * place itself, even if it is late to nothing that has a schedule.
 */
export interface Lag {
  /** How late messages left, 99th percentile, in milliseconds. */
  readonly lateMs: number
  /** How late this process came to what was due, 99th percentile, in milliseconds. */
  readonly loopMs: number
  /** The share of time in which this process was busy. */
  readonly busy: number
  /** What either may be. */
  readonly allowedMs: number
  readonly isVoid: boolean
}

const shareAllowed = 0.1
const leastAllowedMs = 50
/** Share of time; above it there is nothing left for what comes by chance. */
const mostBusy = 0.9

/** @param usualReplyMs the median reply time; undefined or Infinity when most messages got no reply */
export function lagOf(
  { lateMs, loopMs, busy }: Pick<Lag, 'lateMs' | 'loopMs' | 'busy'>,
  usualReplyMs: number | undefined,
): Lag {
  const known = usualReplyMs === undefined || usualReplyMs === Number.POSITIVE_INFINITY ? 0 : usualReplyMs
  const allowedMs = Math.max(leastAllowedMs, shareAllowed * known)
  return { lateMs, loopMs, busy, allowedMs, isVoid: Math.max(lateMs, loopMs) > allowedMs || busy > mostBusy }
}
