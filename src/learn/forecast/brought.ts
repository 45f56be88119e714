/** What production's customers bring otherwise than the test's, for people to read: how often, what it costs, how that is known. */
import { type Offset, shifted } from '../../stats/index.ts'
import type { GradedTalk } from '../gap/graded-over.ts'
import { effectOf, type Thing } from './effects.ts'
import type { BroughtOptions } from './things.ts'

/** One thing that customers bring. */
export interface Brought {
  /** Such as `writing: with slips`, or a factor of ablations. */
  readonly what: string
  /** Shares of conversations. */
  readonly production: number
  readonly test: number
  readonly shares: Thing['shares']
  /** By how much the odds of a conversation fall with it, with a 90 % interval, and as points off what the test came to. */
  readonly offset: Offset
  readonly points: { readonly mean: number; readonly low: number; readonly high: number }
  /** Whether the test has it within kinds that also lack it; and when the ablation was made that tells of it. */
  readonly seenInTest: boolean
  readonly ablated?: string
}

export function broughtOf(
  conversations: readonly GradedTalk[],
  things: readonly Thing[],
  { ablation }: BroughtOptions,
): readonly Brought[] {
  const side = (of: GradedTalk['side']) => conversations.filter((each) => each.side === of)
  const [test, production] = [side('test'), side('production')]
  const rate = test.filter(({ held }) => held).length / test.length
  const off = (by: number) => rate - shifted(rate, -by)
  return things.map((thing) => {
    const { kinds, ...offset } = effectOf(test, thing)
    return {
      ...{ what: thing.what, shares: thing.shares, offset, seenInTest: kinds > 0 },
      production: thing.share ?? shareOf(production, thing),
      test: shareOf(test, thing),
      points: {
        mean: off(offset.mean),
        low: off(offset.mean - 1.645 * offset.sd),
        high: off(offset.mean + 1.645 * offset.sd),
      },
      ...(thing.evidence !== undefined && ablation !== undefined && { ablated: ablation.madeAt }),
    }
  })
}

/** Of conversations by what they stand for; 0 of none. */
export function shareOf(some: readonly GradedTalk[], { has }: Pick<Thing, 'has'>): number {
  const weigh = (all: readonly GradedTalk[]) => all.reduce((sum, { weight = 1 }) => sum + weight, 0)
  return some.length === 0 ? 0 : weigh(some.filter(has)) / weigh(some)
}
