/** Which channel a conversation is held on at an event: customers come back on others. */
import type { Conversation } from './conversation.ts'

/** The channel of each event, by its index. */
export function channelsOf({ channel, events }: Pick<Conversation, 'channel' | 'events'>): readonly string[] {
  let now = channel
  return events.map((event) => {
    const here = now
    if (event.type === 'silence' && event.backOn !== undefined) now = event.backOn
    return here
  })
}
