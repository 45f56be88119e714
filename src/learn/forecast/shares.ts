/**
 * In which shares the kinds of customers come for whom a promise decides something.
 *
 * Where production is known they are counted in it; given or assumed ones are of all customers, and a promise that a kind
 * seldom brings up is asked seldom by it. Of the customers who are near no scenario those whom one stands for all the same,
 * as coverage tells them, go to the kinds that scenarios stand for.
 */
import type { Coverage } from '../coverage/coverage.ts'
import type { GradedTalk } from '../gap/graded-over.ts'

/** By kind, numbers from 0 of which proportions count; where they are counted, their sum says of how many. */
export type Shares = ReadonlyMap<string, number>

/** How well the suite's customers stand for production's. */
export type Covering = Pick<Coverage, 'beyond' | 'unseen'>

/** Conversations that stand for several count as fewer than they are, and for more. None where there are none. */
export function sharesCounted(graded: readonly GradedTalk[]): Shares {
  const own = graded.filter(({ side }) => side === 'production')
  const sum = own.reduce((total, { weight = 1 }) => total + weight, 0)
  const squares = own.reduce((total, { weight = 1 }) => total + weight ** 2, 0)
  const shares = new Map<string, number>()
  for (const { traits, weight = 1 } of own)
    shares.set(traits[0], (shares.get(traits[0]) ?? 0) + (weight * sum) / squares)
  return shares
}

/** @returns the share of kinds that are not among these, 0 where there are no kinds */
export function farShare(shares: Shares, tested: ReadonlySet<string>): number {
  const sum = (of: (kind: string) => boolean) =>
    [...shares].reduce((total, [kind, share]) => total + (of(kind) ? share : 0), 0)
  return shares.size === 0 ? 0 : sum((kind) => !tested.has(kind)) / sum(() => true)
}

/** The same customers, of whom only so many times as many are far from what was tested. */
export function fewerFar(shares: Shares, tested: ReadonlySet<string>, times: number): Shares {
  const far = farShare(shares, tested)
  if (far === 0 || far === 1) return shares
  const left = Math.min(1, times * far)
  return new Map(
    [...shares].map(([kind, share]) => [kind, share * (tested.has(kind) ? (1 - left) / (1 - far) : left / far)]),
  )
}

/** Of shares of all customers, those of them for whom it decides something. */
export function sharesDeciding(
  given: Shares,
  graded: readonly GradedTalk[],
  conversations: readonly GradedTalk[],
): Shares {
  const testedIn = (some: readonly GradedTalk[], kind?: string) =>
    some.filter(({ side, traits }) => side === 'test' && (kind === undefined || traits[0] === kind)).length
  const all = decides(testedIn(graded), testedIn(conversations))
  return new Map(
    [...given].map(([kind, share]) => {
      const n = testedIn(conversations, kind)
      return [kind, share * (n === 0 ? all : decides(testedIn(graded, kind), n))]
    }),
  )
}

/** A promise can be decided in conversations that others left undecided. */
const decides = (of: number, n: number) => (n === 0 ? 1 : Math.min(1, of / n))
