/** What became of an exchange on its way to the agent, in words for reports and transcripts. */
import type { Exchange } from './conversation.ts'

/**
 * Lines to add to a result: what the agent got where it is not what the backend answered, and which faults made it so.
 * None for an exchange that went as it should.
 */
export function exchangeWords({ delivered, gotStatus, tookMs, faults = [] }: Exchange): readonly string[] {
  if (delivered === 'whole' && faults.length === 0) return []
  const reached = {
    whole: `the agent got it after ${tookMs} ms`,
    partly: 'the agent got a part of it',
    nothing: 'the agent got nothing',
    changed: `the agent got ${gotStatus === undefined ? 'something else' : gotStatus}`,
  }[delivered]
  return [reached, ...faults.map(({ set, does }) => `${set}: the backend ${does}`)]
}
