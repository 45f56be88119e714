/**
 * What the gap is made of, gathered from a run and from production: findings by promise, and whole conversations.
 *
 * Both sides were judged by the same code. A conversation holds when nothing in it was violated and something was
 * decided. What could not be judged is counted, by side, and is on neither.
 */
import type { Grading, TrialRecord } from '../../store/index.ts'
import { type Example, kindsOf, openingOf } from '../coverage/kinds.ts'
import type { Graded } from '../graded.ts'

export interface Gathered {
  readonly conversations: readonly Graded[]
  readonly byPromise: ReadonlyMap<string, readonly Graded[]>
  readonly byChannel: ReadonlyMap<string, readonly Graded[]>
  /** Conversations of which nothing could be decided. */
  readonly unjudged: Readonly<Record<Graded['side'], number>>
  /** Production's conversations that are near no scenario. */
  readonly far: number
}

/** The kind of all that is near no scenario. */
export const farFromAll = 'near no scenario'

type Judged = Pick<TrialRecord, 'conversation' | 'verdict'> & Pick<Graded, 'side' | 'unit' | 'cell'>

/** @throws RangeError when the run has too few conversations to say what is near them */
export async function gatherGap(
  trials: AsyncIterable<TrialRecord>,
  gradings: AsyncIterable<Grading>,
): Promise<Gathered> {
  const sums = new Gathering()
  const examples: Example[] = []
  for await (const { scenario, conversation, verdict } of trials) {
    sums.add({ side: 'test', unit: `scenario ${scenario}`, cell: scenario, conversation, verdict })
    examples.push({ kind: scenario, text: openingOf(conversation) })
  }
  const kinds = kindsOf(examples)
  for await (const { thread, conversation, verdict } of gradings) {
    const unit = `customer ${conversation.customerId ?? thread}`
    const cell = kinds.of(openingOf(conversation)) ?? farFromAll
    sums.add({ side: 'production', unit, cell, conversation, verdict })
  }
  return sums.gathered()
}

class Gathering {
  private readonly conversations: Graded[] = []
  private readonly byPromise = new Map<string, Graded[]>()
  private readonly byChannel = new Map<string, Graded[]>()
  private readonly unjudged = { test: 0, production: 0 }
  private far = 0

  add({ side, unit, cell, conversation, verdict }: Judged): void {
    const outcomes = verdict.findings.flatMap(({ condition, outcome }) =>
      outcome === 'held' || outcome === 'violated' ? [{ condition, held: outcome === 'held' }] : [],
    )
    if (outcomes.length === 0) {
      this.unjudged[side] += 1
      return
    }
    if (cell === farFromAll) this.far += 1
    const whole: Graded = { side, unit, cell, held: outcomes.every(({ held }) => held) }
    this.conversations.push(whole)
    put(this.byChannel, conversation.channel, whole)
    for (const { condition, held } of outcomes) put(this.byPromise, condition, { side, unit, cell, held })
  }

  gathered(): Gathered {
    const { conversations, byPromise, byChannel, unjudged, far } = this
    return { conversations, byPromise, byChannel, unjudged, far }
  }
}

function put(to: Map<string, Graded[]>, name: string, graded: Graded): void {
  const list = to.get(name)
  if (list === undefined) to.set(name, [graded])
  else list.push(graded)
}
