/**
 * When a conversation is over, as far as anyone can know: how long nothing may arrive on each channel.
 *
 * Nobody tells a server that a customer has gone. A conversation is `quiet` after half its idle time and `closed` after
 * it has been quiet as long again; one that somebody ended, or that came whole, closes at once. What arrives later opens
 * it again.
 */
const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Idle times in milliseconds by channel. */
export type IdleTimes = Readonly<Record<string, number>>

const usual: IdleTimes = {
  chat: 30 * minuteMs,
  slack: 4 * hourMs,
  sms: 24 * hourMs,
  whatsapp: 24 * hourMs,
  instagram: 24 * hourMs,
  messenger: 24 * hourMs,
  email: 24 * hourMs,
  voice: minuteMs,
}
/** Of channels that nobody named. */
const otherwiseMs = 30 * minuteMs

/** How long nothing may arrive before a conversation on this channel counts as over, in milliseconds. */
function idleMs(channel: string, own: IdleTimes = {}): number {
  return own[channel] ?? usual[channel] ?? otherwiseMs
}

/** After how long without anything new a conversation on this channel is quiet, in milliseconds. */
export function quietMs(channel: string, own: IdleTimes = {}): number {
  return Math.ceil(idleMs(channel, own) / 2)
}
