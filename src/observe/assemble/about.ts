/** What is known of a conversation besides what was said and done in it. */
import type { Conversation } from '../../conversation/index.ts'
import type { About } from '../intake/reader.ts'
import type { Observation } from '../observation.ts'

/** What several parts say of the conversation: a later word stands over an earlier one. */
export function merged(abouts: readonly About[]): About {
  return Object.assign({}, ...abouts, { agent: Object.assign({}, ...abouts.map(({ agent }) => agent)) })
}

/** What a span says of its conversation. */
export function aboutOf({ agent, channel, customer, model }: Observation): About {
  const answered = model?.answered ?? model?.asked
  return {
    agent: { ...agent, ...(answered !== undefined && { model: answered }) },
    ...(channel !== undefined && { channel }),
    ...(customer !== undefined && { customer }),
  }
}

export function aboutWhole({ agent, channel, customerId, timeZone }: Conversation): About {
  return {
    agent,
    channel,
    ...(customerId !== undefined && { customer: customerId }),
    ...(timeZone !== undefined && { timeZone }),
  }
}
