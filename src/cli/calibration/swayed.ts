/** What is known of juries beside labels: how many attacks talk them round, whether the order of levels sways them, and whether they still read as they did. */
import { setMaxListeners } from 'node:events'
import type { LevelOrder } from '../../learn/index.ts'
import type { DriftOverview } from '../../observe/index.ts'
import type { SelfTest } from '../../pact/index.ts'
import type { Given } from '../command.ts'
import type { Io } from '../io.ts'
import { juryChoices } from '../jury-options.ts'
import { allJudged, type Sources } from '../sources.ts'

export interface Swayed {
  /** By jury. Absent where none was to be attacked. */
  readonly attacks?: Readonly<Record<string, SelfTest>>
  /** By rubric. Absent where no levels were to be turned. */
  readonly turned?: Readonly<Record<string, LevelOrder>>
  /** By rubric: the last round over conversations that are read again and again. Absent where there was none. */
  readonly anchors?: NonNullable<NonNullable<DriftOverview['jury']>['last']>['rubrics']
}

/** Asks models only for what the options name. */
export async function swayedBy(sources: Sources, given: Given, seed: number, io: Io): Promise<Swayed> {
  const { attacks, turnLevels } = given.options
  const anchors = await anchorsOf(sources, io)
  const known = anchors === undefined ? {} : { anchors }
  if (attacks !== true && turnLevels === undefined) return known
  const { juriesFor } = await import('../judging.ts')
  const { pact } = sources.project
  const { juries = {} } = juriesFor(pact, io, juryChoices(given)) ?? {}
  // Each question under way listens for the end, and all are asked at once.
  setMaxListeners(0, io.interrupted)
  const reading = { signal: io.interrupted }
  const tested: Record<string, SelfTest> = {}
  if (attacks === true) {
    const { selfTest } = await import('../../pact/index.ts')
    for (const [name, jury] of Object.entries(juries)) tested[name] = await selfTest(jury, reading)
  }
  if (turnLevels === undefined) return { ...known, attacks: tested }
  const { turnedLevels } = await import('../../learn/index.ts')
  const most = Number(turnLevels)
  const turned = await turnedLevels(allJudged(sources), { pact, juries, most, seed, reading })
  return { ...known, turned, ...(attacks === true && { attacks: tested }) }
}

async function anchorsOf({ project: { pact }, production }: Sources, io: Io): Promise<Swayed['anchors']> {
  if (production === undefined || pact.rubrics.length === 0) return undefined
  const { driftOverview, driftTermsOf } = await import('../../observe/index.ts')
  const { observed, project } = production
  const { jury } = await driftOverview(observed, project, driftTermsOf(pact), io.now().getTime())
  return jury?.last?.rubrics
}
