/**
 * A gap taken apart: each promise, each channel, each kind of customer by itself.
 *
 * What only one side knows, such as who played the customer, is held against the whole other side.
 */
import type { Gathered } from './gather.ts'
import type { GradedTalk } from './graded-over.ts'

export type GapBy = 'condition' | 'dimension' | 'channel' | 'cluster' | 'writing' | 'backends' | 'persona' | 'version'

export function gradedBy(
  { conversations, byPromise, byDimension }: Pick<Gathered, 'conversations' | 'byPromise' | 'byDimension'>,
  by: GapBy,
): ReadonlyMap<string, readonly GradedTalk[]> {
  if (by === 'condition') return byPromise
  if (by === 'dimension') return byDimension
  if (by === 'persona') return against(conversations, 'test', ({ persona }) => persona)
  if (by === 'version') return against(conversations, 'production', ({ version }) => version)
  if (by === 'cluster') {
    return grouped(conversations, ({ traits: [kind], called }) => (called === undefined ? kind : `${kind}: ${called}`))
  }
  const trait = { channel: 1, writing: 2, backends: 3 }[by]
  return grouped(conversations, ({ traits }) => traits[trait])
}

function against(
  talks: readonly GradedTalk[],
  side: GradedTalk['side'],
  of: (talk: GradedTalk) => string | undefined,
): ReadonlyMap<string, readonly GradedTalk[]> {
  const others = talks.filter((talk) => talk.side !== side)
  const groups = grouped(
    talks.filter((talk) => talk.side === side),
    (talk) => of(talk) ?? 'unknown',
  )
  return new Map([...groups].map(([name, own]) => [name, [...own, ...others]]))
}

function grouped(
  talks: readonly GradedTalk[],
  of: (talk: GradedTalk) => string | undefined,
): ReadonlyMap<string, readonly GradedTalk[]> {
  const groups = new Map<string, GradedTalk[]>()
  for (const talk of talks) {
    const name = of(talk) ?? 'unknown'
    const group = groups.get(name)
    if (group === undefined) groups.set(name, [talk])
    else group.push(talk)
  }
  return groups
}
