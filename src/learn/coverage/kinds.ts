/**
 * What a conversation is about: the scenario whose customers it sounds most like, or none.
 *
 * Test and production are compared within these kinds. A scenario is known by what its simulated customers really said,
 * not by its file, since that is what production's customers can be near to.
 */
import type { Conversation } from '../../conversation/index.ts'
import { type Neighbourhood, neighbourhoodOf } from './novelty.ts'
import { type Space, spaceOf, type Vector } from './space.ts'
import { togetherIn } from './together.ts'

export interface Example {
  readonly kind: string
  readonly text: string
}

export interface Kinds {
  /** The kind it is near to, or nothing where it is near to none. */
  of(text: string): string | undefined
  /** The same of a text that lies in the space already. */
  at(vector: Vector): string | undefined
  readonly space: Space
  /** From which nearness to its nearest examples on something is near, 0..1; and the share of examples that is not. */
  readonly near: number
  readonly strays: number
  /** Examples it rests on: how many, and their texts. */
  readonly n: number
  readonly texts: readonly string[]
}

/** Examples beyond which more of a kind tell nothing new. */
const mostOfAKind = 8

/** Scenarios below which how far they are from each other says nothing of what is near them. */
const fewKinds = 10

/** Messages of a customer that say what a conversation is about; later ones answer the agent's questions. */
export const openingMessages = 3

/**
 * @param others texts that are to be told apart: what is common among them too weighs less, and what stands together in
 *   them is alike
 * @param embedded a space that has all of these texts; where left out, one in which words are counted
 * @throws RangeError when there are too few examples to say what is near
 */
export function kindsOf(examples: Iterable<Example>, others: readonly string[] = [], embedded?: Space): Kinds {
  const kept: Example[] = []
  const counts = new Map<string, number>()
  for (const example of examples) {
    const n = counts.get(example.kind) ?? 0
    if (n >= mostOfAKind || example.text === '') continue
    counts.set(example.kind, n + 1)
    kept.push(example)
  }
  const texts = kept.map(({ text }) => text)
  const space = embedded ?? spaceOf([...texts, ...others])
  // Along directions of the suite alone, whatever is new would look like the suite.
  const isAmongOthers = embedded === undefined && others.length > 0
  const together = isAmongOthers ? togetherIn(space, [...texts, ...others]) : (vector: Vector) => vector
  // One customer's words over several plays are nearly the same; of too few scenarios they are all there is.
  const repeats = counts.size < fewKinds ? [] : kept.map(({ kind }) => kind)
  const neighbourhood: Neighbourhood = neighbourhoodOf(
    texts.map((text) => together(space.vector(text))),
    { repeats },
  )
  const at = (vector: Vector) => {
    const { nearness, nearest } = neighbourhood.look(together(vector))
    return nearest === undefined || nearness < neighbourhood.near ? undefined : kept[nearest]?.kind
  }
  return {
    n: kept.length,
    texts,
    near: neighbourhood.near,
    strays: neighbourhood.strays,
    space,
    at,
    of: (text) => at(space.vector(text)),
  }
}

/** Characters of a beginning; what comes later is hardly what it is about. */
const longest = 2000

/** How a customer begins: their first messages, as one text. */
export function openingOf({ events }: Conversation): string {
  return events
    .flatMap((event) => (event.type === 'message' && event.from === 'customer' ? [event.text] : []))
    .slice(0, openingMessages)
    .join(' ')
    .slice(0, longest)
}
