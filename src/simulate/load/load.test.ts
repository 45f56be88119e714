/** Whole load runs on virtual time, so that an hour of load takes a moment and its numbers are exact. */
import { expect, test } from 'vitest'
import { type ModuleAgent, virtualClock } from '../../connect/index.ts'
import { judge, parsePact } from '../../pact/index.ts'
import { plan } from '../plan.ts'
import { aScenario, aStage, customerWho, plainPersona } from '../stage.sample.ts'
import { type LoadOptions, type LoadResult, load } from './load.ts'

const pact = parsePact(
  `
pact: salon
version: 1
conditions:
  - { id: tells-the-price, severity: critical, says: '/[$]\\d+/' }
  - { id: never-guarantees, never-says: guarantee }
`,
  { file: 'pact.yaml', read: () => '' },
)

const scenarios = ['haircut', 'colour'].map((id) => aScenario({ id }))

function loaded(agent: ModuleAgent, changes: Partial<LoadOptions> = {}): Promise<LoadResult> {
  const wall = virtualClock()
  const of = (repeats: number) =>
    plan({ scenarios, personas: [plainPersona], channels: ['chat'], repeats, seed: 1, persona: () => plainPersona })
  return load({
    trials: () => of(1_000_000).trials(),
    cycle: 2,
    stage: aStage(agent, customerWho('How much?', 'Thanks'), { wall }),
    pact,
    judge: (conversation) => judge(pact, conversation),
    levels: [2, 8, 40],
    hold: { conversations: 60 },
    arrivals: 'poisson',
    seed: 1,
    hurry: { speed: 1, longestPauseMs: 60_000 },
    boundMs: 4000,
    margin: 0.05,
    signal: new AbortController().signal,
    // Virtual time keeps this process as busy as it can be.
    generator: { read: () => ({ loopMs: 0, busy: 0 }), end: () => {} },
    ...changes,
  })
}

/** Answers in two seconds; what it does with more than it can take at once is up to `overwhelmed`. */
function agentFor(most: number, overwhelmed: () => { afterMs: number; says: string }): ModuleAgent {
  let underway = 0
  return async (_, { clock }) => {
    underway += 1
    const { afterMs, says } = underway > most ? overwhelmed() : { afterMs: 2000, says: 'A haircut is $35.' }
    await clock.sleep(afterMs)
    underway -= 1
    return says
  }
}

const shape = ({ levels, knee, isVoid }: LoadResult) => ({
  played: levels.map(({ level }) => level),
  knee: knee?.level,
  beyond: knee?.beyond && [knee.beyond.level, ...knee.beyond.because.map(({ kind }) => kind)],
  isVoid,
})

test('an agent that carries every level is said to, with quality and reply times of each', async () => {
  const result = await loaded(agentFor(1000, () => ({ afterMs: 0, says: '' })))
  expect(shape(result)).toEqual({ played: [2, 8, 40], knee: 40, beyond: undefined, isVoid: false })
  expect(result.conversationMs).toBe(6000)
  for (const { summary, clean, replies, held } of result.levels) {
    expect([summary.conversations, clean?.successes, clean?.n, replies.n, held]).toEqual([60, 60, 60, 120, 0])
    expect(Math.round(replies.p99 ?? 0)).toBe(2000)
  }
})

test('an agent that forgets the price when too many ask is carried to the level before, however fast it is', async () => {
  const result = await loaded(agentFor(8, () => ({ afterMs: 2000, says: 'I cannot say.' })))
  expect(shape(result)).toEqual({ played: [2, 8, 40], knee: 8, beyond: [40, 'worse'], isVoid: false })
  const worse = result.knee?.worse.get(40)?.map(({ id }) => id)
  expect(worse).toEqual(['overall', 'tells-the-price'])
})

test('an agent that slows down does not get fewer customers for it, and its slowness is its own', async () => {
  const result = await loaded(agentFor(20, () => ({ afterMs: 9000, says: 'A haircut is $35.' })))
  expect(shape(result)).toMatchObject({ knee: 8, beyond: [40, 'slow'], isVoid: false })
  const last = result.levels.at(-1)
  expect(last?.atOnce).toBeGreaterThan(60)
  expect(Math.round(last?.slowed?.backend ?? -1)).toBe(0)
  expect(last?.slowed?.agent).toBeGreaterThan(2000)
})

test('who stands in line because too many are under way is counted, and waits', async () => {
  const result = await loaded(
    agentFor(10, () => ({ afterMs: 25_000, says: 'A haircut is $35.' })),
    { levels: [2, 20], hold: { conversations: 300 } },
  )
  expect(shape(result).beyond).toEqual([20, 'slow', 'overrun'])
  expect(result.levels.at(-1)?.held).toBeGreaterThan(0)
})

test('the same seed gives the same load', async () => {
  const told = async () => {
    const { levels } = await loaded(agentFor(8, () => ({ afterMs: 3000, says: 'No.' })))
    return levels.map(({ lag: _, ...level }) => level)
  }
  expect(await told()).toEqual(await told())
})

test('a load that is stopped says nothing of a knee', async () => {
  const stop = new AbortController()
  const result = await loaded(
    agentFor(1000, () => ({ afterMs: 0, says: '' })),
    {
      signal: stop.signal,
      onLevel: () => stop.abort(),
    },
  )
  expect([result.levels.length, result.left, result.knee]).toEqual([1, [8, 40], undefined])
})

test('an agent that was never reached is a problem, before any level', async () => {
  const broken: ModuleAgent = () => {
    throw new Error('no such model')
  }
  await expect(loaded(broken)).rejects.toMatchObject({ code: 'connect/agent-crashed' })
})

test('a level at which this process lagged voids the run, and none above it is tried', async () => {
  let level = 0
  const generator = { read: () => ({ loopMs: level >= 8 ? 900 : 3, busy: 0.2 }), end: () => {} }
  const result = await loaded(
    agentFor(1000, () => ({ afterMs: 0, says: '' })),
    {
      generator,
      onProgress: (of) => {
        level = of
      },
    },
  )
  expect([shape(result), result.left]).toEqual([
    { played: [2, 8], knee: undefined, beyond: undefined, isVoid: true },
    [40],
  ])
})
