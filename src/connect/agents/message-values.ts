/** The values that the templates of every adapter know, for one message of one conversation. */
import type { Values } from '../template.ts'
import type { Opening } from './agent.ts'

/**
 * `message`, `conversationId`, `channel`, `customer.*`, `session` and the opening's own values.
 *
 * @param session what the agent calls this conversation, once it has told
 */
export function messageValues(opening: Opening, message: string | undefined, session?: string): Values {
  const { conversationId, channel, customer, values } = opening
  return { ...values, conversationId, channel, customer, session, ...(message !== undefined && { message }) }
}
