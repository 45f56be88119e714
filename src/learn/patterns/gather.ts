/** The conversations of a run and of production in which patterns are looked for. Both are streamed; production is sampled. */
import type { Grading, TrialRecord } from '../../store/index.ts'
import { WholeCustomers } from './customers.ts'
import { type Told, toldBy } from './told.ts'

export interface Telling {
  /** Of production, oldest first. */
  readonly real: readonly Told[]
  /** How many `real` stand for: more, where customers were sampled. */
  readonly of: number
  /** Of the run. */
  readonly played: readonly Told[]
  /** Conversations of production in which no customer said anything. They are nowhere else. */
  readonly silent: number
}

export interface TellingOptions {
  readonly seed: number
  /** Conversations of production that are kept, about. Default 5000: shares of them are known to a point or so. */
  readonly most?: number
}

export async function gatherTelling(
  trials: AsyncIterable<TrialRecord>,
  gradings: AsyncIterable<Grading>,
  { seed, most = 5000 }: TellingOptions,
): Promise<Telling> {
  const played: Told[] = []
  for await (const { id, scenario, conversation } of trials) {
    const told = toldBy(conversation, { id, unit: scenario, customer: id })
    if (told.customerTurns.length > 0) played.push(told)
  }
  const customers = new WholeCustomers<Told>(most, seed)
  let silent = 0
  for await (const { thread, conversation } of gradings) {
    const { customerId } = conversation
    if (!conversation.events.some((event) => event.type === 'message' && event.from === 'customer')) silent += 1
    else {
      const unit = customerId === undefined ? `conversation ${thread}` : `customer ${customerId}`
      const named = { id: thread, unit, ...(customerId !== undefined && { customer: customerId }) }
      customers.add(unit, () => toldBy(conversation, named))
    }
  }
  const real = [...customers.items].sort((a, b) => a.startMs - b.startMs)
  return { real, of: customers.n, played, silent }
}
