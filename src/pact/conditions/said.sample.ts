/** Small conversations for tests, written as lines. */
import type { Conversation, Event } from '../../conversation/index.ts'

/** `customer: text`, `agent: text`, or an event of another kind; a line takes a second unless an event says otherwise. */
export function said(...lines: readonly (string | Event)[]): Conversation {
  let atMs = -1000
  const events = lines.map((line): Event => {
    if (typeof line !== 'string') {
      atMs = line.atMs
      return line
    }
    atMs += 1000
    const [, from, text = ''] = /^(customer|agent): ?(.*)$/s.exec(line) ?? []
    if (from !== 'customer' && from !== 'agent')
      throw new Error(`a line starts with "customer:" or "agent:", got ${line}`)
    return { type: 'message', atMs, from, text }
  })
  return {
    id: 'said',
    origin: 'production',
    agent: { id: 'desk' },
    channel: 'chat',
    startedAt: '2026-03-02T09:00:00Z',
    events,
  }
}
