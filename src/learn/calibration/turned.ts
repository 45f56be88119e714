/**
 * Whether a jury reads what levels say or where they stand: conversations are read with the levels listed from the worst
 * to the best, and from the best to the worst.
 *
 * Both readings are made now, so that a jury that has changed since is not taken for one that is swayed. A jury that is
 * unsteady turns as well; it then leans to neither end of the list.
 */
import { type Jury, type Pact, type ReadingOptions, type Rubric, readRubric } from '../../pact/index.ts'
import { Reservoir } from '../coverage/reservoir.ts'
import type { Judged } from '../violations/judged.ts'
import { type OrderBias, orderBias, type ShownBothWays } from './order.ts'

/** `first` counts readings that were nearer to the beginning of the list both times. */
export interface LevelOrder extends OrderBias {
  /** Readings that turned from held to violated or back; the others only changed the level. */
  readonly otherVerdict: number
}

export interface TurnedOptions {
  readonly pact: Pick<Pact, 'rubrics'>
  readonly juries: Readonly<Record<string, Jury>>
  /** Conversations to read for each rubric, at most. */
  readonly most: number
  readonly seed: number
  readonly reading?: Omit<ReadingOptions, 'listedFrom'>
}

/** By rubric; those whose jury is not there, and those that were never read, are left out. */
export async function turnedLevels(
  judged: AsyncIterable<Judged>,
  { pact, juries, most, seed, reading }: TurnedOptions,
): Promise<Readonly<Record<string, LevelOrder>>> {
  const samples = new Map(pact.rubrics.map(({ id }) => [id, new Reservoir<Judged>(most, seed)]))
  for await (const each of judged) {
    for (const { condition, jurors } of each.verdict.findings)
      if (jurors !== undefined) samples.get(condition)?.add(each)
  }
  const found: Record<string, LevelOrder> = {}
  for (const rubric of pact.rubrics) {
    const jury = juries[rubric.jury ?? 'default']
    const sample = samples.get(rubric.id)?.kept ?? []
    if (jury === undefined || sample.length === 0) continue
    const read = async ({ conversation }: Judged, listedFrom: 'worst' | 'best') =>
      levelIn(await readRubric(rubric, conversation, jury, { ...reading, listedFrom }), rubric)
    const pairs = await Promise.all(
      sample.map((each) => Promise.all([read(each, 'worst'), read(each, 'best')] as const)),
    )
    const otherVerdict = pairs.filter(([a, b]) => a && b && a.holds !== b.holds).length
    found[rubric.id] = { ...orderBias(pairs.map(([a, b]) => shown(a?.level, b?.level))), otherVerdict }
  }
  return found
}

function levelIn({ score }: { readonly score?: number }, { levels }: Rubric) {
  if (score === undefined) return undefined
  const level = Math.round(score * (levels.length - 1))
  return { level, holds: levels[level]?.holds === true }
}

/** As if the choice were between two: `a`, which stands first when the worst does, and `b`. */
function shown(worstFirst: number | undefined, bestFirst: number | undefined): ShownBothWays {
  if (worstFirst === undefined || bestFirst === undefined) return {}
  if (worstFirst === bestFirst) return { ab: 'a', ba: 'a' }
  return worstFirst < bestFirst ? { ab: 'a', ba: 'b' } : { ab: 'b', ba: 'a' }
}
