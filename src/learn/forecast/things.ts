/**
 * What customers bring that makes it hard, and how often production has it.
 *
 * Counted in production's records, or given, or, where the test has none of it and an ablation says what it costs, taken to be
 * as simulated. An ablation tells of whole conversations alone, and of customers who bring it whether or not it shows.
 */
import { type FactorName, factorNames } from '../gap/ablation.ts'
import { factorsIn, type KeptAblation, shownBy } from '../gap/explained.ts'
import type { GradedTalk } from '../gap/graded-over.ts'
import { traitNames } from '../gap/traits.ts'
import { costOf, type Thing } from './effects.ts'

export interface BroughtOptions {
  readonly ablation?: KeptAblation
  /** Shares of production's customers, from 0 to 1. */
  readonly given?: ReadonlyMap<FactorName, number>
}

/** @param isWhole whether whole conversations are foretold */
export function thingsBrought(
  conversations: readonly GradedTalk[],
  { ablation, given = new Map() }: BroughtOptions,
  isWhole: boolean,
): readonly Thing[] {
  const had = factorsIn(conversations)
  return factorNames.flatMap((factor): readonly Thing[] => {
    const evidence = isWhole && ablation !== undefined ? costOf(factor, ablation) : undefined
    const factored = { what: factor, ...(evidence && { evidence }) }
    const share = given.get(factor)
    // The test would have to have none of it for the whole of what it costs to be missing there.
    const isSimulated = evidence !== undefined && !had.has(factor)
    const assumed = share === undefined && isSimulated ? ({ share: 1, shares: 'simulated' } as const) : undefined
    const told = share === undefined ? assumed : ({ share, shares: 'given' } as const)
    const trait = shownBy[factor]
    if (trait !== undefined) return shown(conversations, traitNames.indexOf(trait), factored, told)
    return told === undefined
      ? []
      : [{ ...factored, ...told, has: () => had.has(factor), lacks: () => !had.has(factor) }]
  })
}

/** What records show is counted in production's, value by value. That every customer has it is assumed of no channel and no fault. */
function shown(
  conversations: readonly GradedTalk[],
  trait: number,
  factored: Pick<Thing, 'what' | 'evidence'>,
  told: Pick<Thing, 'share' | 'shares'> | undefined,
): readonly Thing[] {
  const usual = usualOf(conversations, trait)
  const lacks = ({ traits }: GradedTalk) => traits[trait] === usual
  const isCounted = conversations.some(({ side }) => side === 'production')
  if (told?.shares === 'given' || (told !== undefined && !isCounted && factored.what === 'noise'))
    return [{ ...factored, ...told, has: (talk) => !lacks(talk), lacks }]
  if (!isCounted) return []
  return valuesOf(conversations, trait)
    .filter((value) => value !== usual)
    .map((value) => ({
      ...{ ...factored, what: `${traitNames[trait]}: ${value}`, lacks, shares: 'counted' as const },
      has: ({ traits }) => traits[trait] === value,
    }))
}

const valuesOf = (talks: readonly GradedTalk[], trait: number) => [
  ...new Set(talks.map(({ traits }) => traits[trait] ?? '')),
]

/** The one that the test has most. */
function usualOf(conversations: readonly GradedTalk[], trait: number): string {
  const counts = new Map<string, number>()
  for (const { side, traits } of conversations)
    if (side === 'test') counts.set(traits[trait] ?? '', (counts.get(traits[trait] ?? '') ?? 0) + 1)
  const [usual = ''] = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0] ?? []
  return usual
}
