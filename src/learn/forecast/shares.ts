/**
 * In which shares the kinds of customers come for whom a promise decides something.
 *
 * Where production is known they are counted in it; given or assumed ones are of all customers, and a promise that a kind
 * seldom brings up is asked seldom by it. How many customers no scenario stands for is what coverage says of it, where it could
 * be asked: it knows how many sound like none though one stands for them.
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

/** What is near no scenario where kinds have no such thing. */
const farFromAll = ''

/** The same customers, of whom such a share is far from what was tested. */
export function withFar(shares: Shares, tested: ReadonlySet<string>, wanted: number): Shares {
  const far = farShare(shares, tested)
  if (far === 1 || wanted === far) return shares
  const all = [...shares.values()].reduce((sum, share) => sum + share, 0)
  const scaled = [...shares].map(([kind, share]) => {
    return [kind, share * (tested.has(kind) ? (1 - wanted) / (1 - far) : wanted / far)] as const
  })
  return new Map(far === 0 ? [...scaled, [farFromAll, wanted * all]] : scaled)
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
