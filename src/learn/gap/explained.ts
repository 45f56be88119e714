/**
 * How much of what the same customers fare worse could be what an ablation found to cost something.
 *
 * Only factors count that surely cost something and that the test itself did not have, since what it had is in its own rate;
 * and of those only what they cost beyond what the gap tells of them already: typing errors and backends that fail are seen
 * in the records. Where that is more than there is to explain, each explains its share. That production brings them as the
 * simulation does is assumed.
 */
import type { Ablation, FactorName } from './ablation.ts'
import type { Gap } from './gap.ts'
import type { GradedTalk } from './graded-over.ts'
import type { TraitName } from './traits.ts'

export interface KeptAblation {
  /** ISO 8601. */
  readonly madeAt: string
  readonly agent: string
  readonly ablation: Ablation
}

interface Explained {
  readonly factor: FactorName
  readonly share: number
}

/** The trait of the records in which a factor shows. */
export const shownBy: Readonly<Partial<Record<FactorName, TraitName>>> = {
  channel: 'channel',
  faults: 'backends',
  noise: 'writing',
}

/** Fractions that add up to no more than the gap's behaviour part; none where that is not above 0. */
function explainedBy({ parts, traits }: Gap, { costs }: Ablation, had: ReadonlySet<FactorName>): readonly Explained[] {
  const found = costs.flatMap(({ factor, points }) => {
    const shown = traits.find(({ trait }) => trait === shownBy[factor])?.both.points ?? 0
    const share = points.mean - Math.max(0, shown)
    return had.has(factor) || points.low <= 0 || share <= 0 ? [] : [{ factor, share }]
  })
  const all = found.reduce((sum, { share }) => sum + share, 0)
  if (!(parts.behaviour > 0)) return []
  const scale = Math.min(1, parts.behaviour / all)
  return found.map(({ factor, share }) => ({ factor, share: share * scale }))
}

/** What the counted conversations of a test had already. Faults never are among them. */
export function factorsIn(conversations: readonly GradedTalk[]): ReadonlySet<FactorName> {
  const test = conversations.filter(({ side }) => side === 'test')
  const isByOthers = test.some(({ persona }) => persona !== undefined && persona !== 'model-customer')
  const channels = new Set(test.map(({ traits }) => traits[1]))
  return new Set<FactorName>([
    ...(isByOthers ? (['behaviours', 'noise'] as const) : []),
    ...(channels.size > 1 ? (['channel'] as const) : []),
  ])
}

const inWords: Readonly<Record<FactorName, string>> = {
  behaviours: 'how customers behave',
  channel: 'the channel',
  faults: 'backend faults',
  noise: 'how customers write',
}

/** One sentence, or none where nothing could be explained. */
export function explainedSentence(
  gap: Gap,
  { madeAt, ablation }: KeptAblation,
  had: ReadonlySet<FactorName>,
): string | undefined {
  const { behaviour } = gap.parts
  const found = explainedBy(gap, ablation, had)
  if (found.length === 0) return undefined
  const told = found.map(({ factor, share }) => {
    const { low, high } = ablation.costs.find((cost) => cost.factor === factor)?.points ?? { low: -1, high: 1 }
    return `${points(share)} ${inWords[factor]} (simulated, it costs ${points(low)} to ${points(high)})`
  })
  const rest = behaviour - found.reduce((sum, { share }) => sum + share, 0)
  const unexplained = rest < 0.0005 ? '' : `; ${points(rest)} nothing that it shows to cost something`
  return `Of the ${points(behaviour)} by which the same customers fare worse, by the ablation of ${madeAt.slice(0, 10)}: ${told.join('; ')}${unexplained}.`
}

const points = (share: number) => (100 * share + 0).toFixed(1).replace(/^-(?=0\.0$)/, '')
