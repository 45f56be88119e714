import { expect, test } from 'vitest'
import { type ModuleAgent, virtualClock } from '../../connect/index.ts'
import { judge, parsePact } from '../../pact/index.ts'
import { type LoadResult, load, plan } from '../../simulate/index.ts'
import { aScenario, aStage, customerWho, plainPersona } from '../../simulate/stage.sample.ts'
import { plainStyle } from '../io.ts'
import { loadHtml } from './html-load.ts'
import { keptLines, loadReport, type ToldLoad } from './load.ts'
import { loadJson } from './load-json.ts'

const pact = parsePact(
  "pact: salon\nversion: 1\nconditions: [{ id: tells-the-price, severity: critical, says: '/[$]\\d+/' }]",
  {
    file: 'pact.yaml',
    read: () => '',
  },
)
const lag = { lateMs: 3, loopMs: 12, busy: 0.21, allowedMs: 200, isVoid: false }

/** On virtual time, with a lag that is the same on every machine. */
async function loaded(agent: ModuleAgent, levels: readonly number[]): Promise<LoadResult> {
  const of = (repeats: number) =>
    plan({
      scenarios: ['haircut', 'colour'].map((id) => aScenario({ id })),
      personas: [plainPersona],
      channels: ['chat'],
      repeats,
      seed: 1,
      persona: () => plainPersona,
    })
  const result = await load({
    trials: () => of(1_000_000).trials(),
    cycle: 2,
    stage: aStage(agent, customerWho('How much?', 'Thanks'), { wall: virtualClock() }),
    pact,
    judge: (conversation) => judge(pact, conversation),
    levels,
    hold: { conversations: 60 },
    arrivals: 'poisson',
    seed: 1,
    hurry: { speed: 10, longestPauseMs: 60_000 },
    boundMs: 4000,
    margin: 0.05,
    signal: new AbortController().signal,
    // Virtual time keeps this process as busy as it can be.
    generator: { read: () => ({ loopMs: 0, busy: 0 }), end: () => {} },
  })
  return { ...result, levels: result.levels.map((level) => ({ ...level, lag })) }
}

/** Two seconds for every answer; five, and no price, with more than so many at once. */
function agentFor(most: number): ModuleAgent {
  let underway = 0
  return async (_, { clock }) => {
    underway += 1
    const isTooMuch = underway > most
    await clock.sleep(isTooMuch ? 5000 : 2000)
    underway -= 1
    return isTooMuch ? 'I cannot say.' : 'A haircut is $35.'
  }
}

const told = (result: LoadResult, changes: Partial<ToldLoad> = {}): ToldLoad => ({
  result,
  runs: new Map(),
  back: { words: [] },
  speed: 10,
  rubrics: 0,
  isInside: false,
  ...changes,
})

test('a load run tells each level, what was lost and through whom, and what it cannot tell', async () => {
  const result = await loaded(agentFor(12), [2, 5, 40])
  expect(loadReport(told(result, { rubrics: 1, isInside: true }), plainStyle).join('\n')).toMatchInlineSnapshot(`
    "  a conversation took 4,200 ms on average (5 conversations, few at once); customers think and type 10 times as fast as people
      the 95th percentile of reply times may be 4,000 ms
      1 rubric left out: a load run asks no models
      the agent runs in this process: its work delays us, and is in our lag

      at once  had  graded  without a violation                              p50       p95       p99  replies  our lag
            2    1      60  60 of 60             100 % (1.2 to 100 %)   2,000 ms  2,000 ms  2,000 ms      120  12 ms of 200 ms
            5    7      60  57 of 60             95 % (24.5 to 99.9 %)  2,000 ms  5,000 ms  5,000 ms      120  12 ms of 200 ms
           40   64      60  0 of 60              0 % (0 to 98.8 %)      5,000 ms  5,000 ms  5,000 ms      120  12 ms of 200 ms

      at 5
        replies take +475 ms against 2, on average: agent +475 ms, its backends +0.0 ms, ourselves +0.0 ms
        19 of 120 replies came too late or never
      at 40
        without a violation: 60 -> 0 of 60 pairs, -100 points (-100 to -88), surely worse than at 2
        tells-the-price: 60 -> 0 of 60 pairs, -100 points (-100 to -88), surely worse than at 2
        replies take +3,000 ms against 2, on average: agent +3,000 ms, its backends +0.0 ms, ourselves +0.0 ms
        120 of 120 replies came too late or never

      carries 2 at once
      not 5: the 95th percentile of replies is 5,000 ms, over 4,000 ms

      what this cannot tell
        where between 2 and 5 it gives way
        whether anything else happened on the agent’s side while a level was played"
  `)
})

test('a load run that was carried to the end says that nothing is known above it', async () => {
  const result = await loaded(agentFor(1000), [2, 5])
  expect(loadReport(told(result), plainStyle).slice(-8).join('\n')).toMatchInlineSnapshot(`
    "    replies take as long as at 2, on average

      carries 5 at once, the most that was tried

      what this cannot tell
        anything above 5
        a loss of up to 6 points at 5 against 2: 60 pairs would not show it
        whether anything else happened on the agent’s side while a level was played"
  `)
})

test('a run in which this machine lagged is void, whatever it saw', async () => {
  const result = await loaded(agentFor(1000), [2, 5])
  const [first, second] = result.levels
  if (first === undefined || second === undefined) throw new Error('two levels were to be played')
  const lagged = { ...second, lag: { ...lag, lateMs: 340, isVoid: true } }
  const isVoid: LoadResult = { ...result, levels: [first, lagged], left: [40], isVoid: true, knee: undefined }
  expect(loadReport(told(isVoid), plainStyle).slice(3).join('\n')).toMatchInlineSnapshot(`
    "  at once  had  graded  without a violation                             p50       p95       p99  replies  our lag
            2    1      60  60 of 60             100 % (1.2 to 100 %)  2,000 ms  2,000 ms  2,000 ms      120  12 ms of 200 ms
            5    6      60  60 of 60             100 % (1.2 to 100 %)  2,000 ms  2,000 ms  2,000 ms      120  340 ms of 200 ms, void

      at 5
        replies take as long as at 2, on average

      void: at 5 this machine did not keep up. Messages left up to 340 ms late and this process came up to 12 ms late
      to what was due (99th percentiles; 200 ms would do), 21 % busy (90 % would do). What looks like the agent may be us, so there is no knee.
      It was not busy itself: something else on this machine had the processor.
      Load from a machine with less to do, or with fewer at once: --levels 2.
      Not tried after that: 40."
  `)
})

test('a run that was stopped has no knee', async () => {
  const result = await loaded(agentFor(1000), [2])
  const stopped: LoadResult = { ...result, left: [5, 40], knee: undefined }
  expect(loadReport(told(stopped), plainStyle).at(-1)).toMatchInlineSnapshot(
    `"  Stopped before 5, 40 at once. Without every level there is no knee."`,
  )
  expect(loadReport(told({ ...stopped, levels: [] }), plainStyle)).toEqual(['Stopped before a level was complete.'])
})

test('the JSON of a load run has every level, and tells what never came from what was not measured', async () => {
  const result = await loaded(agentFor(12), [2, 40])
  const json = JSON.parse(JSON.stringify(loadJson(told(result))))
  expect({
    ...json,
    levels: json.levels.length,
    knee: { ...json.knee, cannotTell: [], beyond: json.knee.beyond.level },
  }).toMatchInlineSnapshot(`
    {
      "agentInThisProcess": false,
      "boundMs": 4000,
      "conversation": {
        "meanMs": 4200,
        "n": 5,
      },
      "knee": {
        "beyond": 40,
        "cannotTell": [],
        "level": 2,
      },
      "levels": 2,
      "notPlayed": [],
      "schema": "fieldproof.load/1",
      "speed": 10,
      "void": false,
    }
  `)
  expect(json.levels[1].withoutViolation).toMatchInlineSnapshot(`
    {
      "held": 0,
      "high": 0.987763665387196,
      "low": 0,
      "n": 60,
      "rate": 0,
    }
  `)
  const [level] = result.levels
  if (level === undefined) throw new Error('a level was to be played')
  const silent = { ...level, replies: { n: 5, p50: 800, p95: Number.POSITIVE_INFINITY, p99: undefined } }
  expect(loadJson(told({ ...result, levels: [silent] })).levels).toMatchObject([
    { replyMs: { n: 5, p50: 800, p95: 'never', p99: null } },
  ])
})

test('the page of a load run draws each level, where it gives way and whose time it was, with the commands that show more', async () => {
  const result = await loaded(agentFor(12), [2, 5, 40])
  const runs = new Map([
    [2, 'r-at-2'],
    [40, 'r-at-40'],
  ])
  const page = [...loadHtml(told(result, { runs }), { name: '<b>salon', agent: 'desk' })].join('')
  expect(page).toContain('<h1>Carries 2 at once</h1>')
  expect(page).toContain('&lt;b&gt;salon under load')
  expect(page).toContain('not carried</text>')
  expect(page).toContain('bound of the 95 %: 4,000 ms')
  expect(page.match(/<circle class="f-accent"/g)).toHaveLength(3)
  expect(page).toContain('the agent 2,000 ms, its backends 0.0 ms, ourselves 0.0 ms')
  expect(page).toContain('<code>npx fieldproof compare r-at-40 --baseline r-at-2</code>')
  expect(page).not.toMatch(/NaN|undefined|Infinity/)
})

test('a page is made of a run without any reply, and of one that was stopped before its first level', async () => {
  const [level] = (await loaded(async () => 'A haircut is $35.', [3])).levels
  const none = { n: 0, p50: undefined, p95: undefined, p99: undefined }
  const never = { n: 4, p50: Number.POSITIVE_INFINITY, p95: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY }
  const of = { name: 'salon', agent: 'desk' }
  for (const replies of [none, never]) {
    const levels = level === undefined ? [] : [{ ...level, replies, clean: undefined, parts: undefined }]
    const result = { ...(await loaded(async () => 'no', [3])), levels }
    expect([...loadHtml(told(result), of)].join('')).not.toMatch(/NaN|undefined|Infinity/)
  }
  const stopped = { ...(await loaded(async () => 'no', [3])), levels: [], knee: undefined }
  expect([...loadHtml(told(stopped), of)].join('')).toContain('<h1>Stopped before a level was complete</h1>')
})

test('what was kept of a load run can be shown, reported and compared by the commands that it names', async () => {
  const result = await loaded(agentFor(12), [2, 40])
  const runs = new Map([
    [2, 'r-at-2'],
    [40, 'r-at-40'],
  ])
  expect(keptLines(told(result, { runs, back: { words: ['--project', 'salon'] } }))).toEqual([
    '',
    '  the graded conversations are kept, a run for each level',
    expect.stringMatching(/^ {4}npx fieldproof show r-at-40 \d+ --project salon$/),
    '    npx fieldproof report r-at-40 --project salon',
    '    npx fieldproof compare r-at-40 --baseline r-at-2 --project salon',
  ])
  expect(keptLines(told(result))).toEqual([])
})
