import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openLabels } from '../../store/index.ts'
import { served } from '../production.sample.ts'
import { atMinute, type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => project.remove())

const talks = (times: number, customer: string, agent: string, hoursAgo = 1) =>
  Array.from({ length: times }, () => ({ customer, agent, hoursAgo }))

const forecast = async (words = '') =>
  (await project.fieldproof(`forecast ${words}`.trim())).replace(/run [\w-]+;/, 'run ID;')

test('a forecast is kept, held against what came, and teaches the next one', async () => {
  await project.fieldproof('simulate')
  expect(await project.fieldproof('forecast --score')).toMatchInlineSnapshot(`
    "! problem There is no forecast to hold production against.
    !         Make one with "fieldproof forecast" before production begins, and score it when there is some.
    !         cli/nothing-foretold  docs/problems/cli-nothing-foretold.md
    exit 2"
  `)
  expect(await forecast()).toMatchInlineSnapshot(`
    "forecast from run ID; traffic assumed to be as the scenarios are; no forecast was answered yet, so production is assumed to double the odds of a failure, give or take much
                             test      production (90 %)       target   untested
    conversations     50.0 % of 6  33.0 % (11.8 to 64.9)               not known
    tells-the-price   83.3 % of 6  66.6 % (30.3 to 92.8)  around 90 %  not known
    never-guarantees  66.7 % of 6  49.9 % (21.8 to 78.1)   below 95 %  not known
    How many customers will come with what no scenario has is not known before there is production, and taken as none; --traffic says what some of them would come to.
    exit 0"
  `)
  await served(project.folder, [
    ...talks(15, 'What is a haircut?', 'A haircut is $35.', -1),
    ...talks(5, 'How much is colour?', 'It depends.', -1),
  ])
  expect(await forecast('--score')).toMatchInlineSnapshot(`
    "forecast of 2026-03-02, held against production since
                                   forecast           came  off by          next as wide
    conversations     33.0 % (11.8 to 64.9)   75.0 % of 20    42.0  missed         1.0 x
    tells-the-price   66.6 % (30.3 to 92.8)   75.0 % of 20     8.4  held           1.0 x
    never-guarantees  49.9 % (21.8 to 78.1)  100.0 % of 20    50.1  missed         1.0 x
    1 of 3 intervals of 1 forecast so far held what came, beyond what so few conversations may come to by chance: 33.3 % (0 to 100 %), where 90 % are to. They were off by 33.5 points on average.
    0 % of production came with what no scenario has; not known beforehand.
    exit 0"
  `)
  expect(await forecast()).toMatchInlineSnapshot(`
    "forecast from run ID; traffic as production has it; how much tests flatter from 1 earlier forecast
                             test  same traffic         so far       production (90 %)       target  untested
    conversations     50.0 % of 6        65.3 %   75.0 % of 20   68.6 % (21.7 to 93.4)                  0.0 %
    tells-the-price   83.3 % of 6        91.2 %   75.0 % of 20  87.7 % (33.6 to 100.0)  around 90 %     0.0 %
    never-guarantees  66.7 % of 6        73.5 %  100.0 % of 20   78.8 % (29.9 to 96.9)  around 95 %     0.0 %
    Untested is what of production is near no scenario.
    What production did so far lies outside of the forecast for never-guarantees.
    exit 0"
  `)
})

test('traffic can be given where it is known beforehand, and what no scenario has is untested', async () => {
  await project.fieldproof('simulate')
  expect(
    await forecast('--traffic price-of-a-haircut=60 price-of-colour=20 price-of-a-shave=10 parking=10'),
  ).toMatchInlineSnapshot(`
    "forecast from run ID; traffic as it was given; no forecast was answered yet, so production is assumed to double the odds of a failure, give or take much
                             test  same traffic      production (90 %)       target  untested  if all of that fails, or none
    conversations     50.0 % of 6        63.3 %  46.4 % (13.9 to 76.0)                 10.0 %                 42.2 to 52.2 %
    tells-the-price   83.3 % of 6        85.1 %  75.3 % (33.9 to 95.8)  around 90 %    10.0 %                 68.7 to 78.7 %
    never-guarantees  66.7 % of 6        74.5 %  60.3 % (24.4 to 82.5)   below 95 %    10.0 %                 54.5 to 64.5 %
    Untested is what was given that no scenario has, taken as it is.
    exit 0"
  `)
  expect(await forecast('--traffic parking')).toMatchInlineSnapshot(`
    "! problem --traffic takes names with their shares, not "parking".
    !         For example: --traffic booking=60 prices=30 anything-else=10.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
})

test('where people labelled the test, it is what they would call held that is foretold', async () => {
  await project.fieldproof('simulate')
  for (let trial = 0; trial < 6; trial += 1) {
    const truth = trial < 2 ? 'violated' : trial === 5 ? 'held' : 'confirm'
    await project.fieldproof(`label ${trial} tells-the-price ${truth} --because seen --run latest`)
  }
  expect(await forecast()).toMatchInlineSnapshot(`
    "forecast from run ID; traffic assumed to be as the scenarios are; no forecast was answered yet, so production is assumed to double the odds of a failure, give or take much
                             test  by people  labels      production (90 %)      target   untested
    conversations     50.0 % of 6     49.7 %       6  32.6 % (10.3 to 67.1)              not known
    tells-the-price   83.3 % of 6     61.7 %       6  46.5 % (16.5 to 81.0)  below 90 %  not known
    never-guarantees  66.7 % of 6                     49.9 % (21.8 to 78.1)  below 95 %  not known
    With labels it is of what people would call held, as unsure as so few leave it; without, of what judges do.
    How many customers will come with what no scenario has is not known before there is production, and taken as none; --traffic says what some of them would come to.
    exit 0"
  `)
  // Production was not labelled, so what its judge says is held against what the test's judge says.
  await served(project.folder, talks(20, 'What is a haircut?', 'A haircut is $35.', -1))
  expect((await forecast('--score')).split('\n')[3]).toMatchInlineSnapshot(
    `"tells-the-price   66.6 % (30.3 to 92.8)  100.0 % of 20    33.4  missed         1.0 x"`,
  )
  const labels = await openLabels(join(project.folder, '.fieldproof/production/labels.db'))
  for (let at = 0; at < 20; at += 1) {
    const about = { project: 'default', source: 'production', conversation: `c-${at}`, condition: 'tells-the-price' }
    await labels.put({ ...about, said: 'held', truth: at < 8 ? 'violated' : 'held', who: 'ana', atMs: at })
  }
  await labels.close()
  expect((await forecast('--score')).split('\n')[3]).toMatchInlineSnapshot(
    `"tells-the-price   46.5 % (16.5 to 81.0)  58.6 % of 20, 20 labels    12.2  held           1.0 x"`,
  )
})

test('forecasts that were wrong twice make the next one wider, and it says so; other versions are no answer', async () => {
  await project.fieldproof('simulate')
  const round = async (madeAt: number, agent: string) => {
    const clock = atMinute(madeAt)
    await project.fieldproof('forecast', clock)
    const came = [
      ...talks(30, 'What is a haircut?', agent, -(madeAt - 14) / 60),
      { customer: 'What is a haircut?', agent: 'No idea.', hoursAgo: -(madeAt - 14) / 60, version: '2' },
    ]
    await served(
      project.folder,
      came.map((each, at) => ({ ...each, id: `${madeAt}-${at}` })),
    )
    return project.fieldproof('forecast --score', clock)
  }
  await round(15, 'A haircut is $35.')
  expect(await round(25, 'It depends.')).toMatchInlineSnapshot(`
    "forecast of 2026-03-02, held against production since
    Left out: 1 conversation of other versions than 1.
                                    forecast           came  off by          next as wide
    conversations     90.7 % (30.4 to 100.0)    0.0 % of 30    90.7  missed         2.4 x
    tells-the-price   94.9 % (42.4 to 100.0)    0.0 % of 30    94.9  missed         2.1 x
    never-guarantees  97.7 % (43.1 to 100.0)  100.0 % of 30     2.3  held           1.0 x
    1 of 6 intervals of 2 forecasts so far held what came, beyond what so few conversations may come to by chance: 16.7 % (0.1 to 97.9 %), where 90 % are to. They were off by 56.4 points on average.
    0 % of production came with what no scenario has; 0 % foreseen.
    exit 0"
  `)
  const third = (await project.fieldproof('forecast', atMinute(40))).replace(/run [\w-]+;/, 'run ID;')
  expect(third).toMatchInlineSnapshot(`
    "forecast from run ID; traffic as production has it; how much tests flatter from 2 earlier forecasts; intervals 2.4 times as wide, since earlier ones were too narrow
                             test  same traffic         so far       production (90 %)       target  untested
    conversations     50.0 % of 6        82.5 %   48.4 % of 62   75.9 % (0.2 to 100.0)                  0.0 %
    tells-the-price   83.3 % of 6        92.0 %   48.4 % of 62   86.5 % (0.7 to 100.0)  around 90 %     0.0 %
    never-guarantees  66.7 % of 6        96.5 %  100.0 % of 62  98.2 % (51.6 to 100.0)  around 95 %     0.0 %
    Untested is what of production is near no scenario.
    exit 0"
  `)
})

test('what no scenario has is counted where production is known, with what nobody had so far', async () => {
  project.write(
    'scenarios/more.yaml',
    `scenarios:
  - { id: opening, script: [{ say: When do you open on Sundays? }] }
  - { id: gift, script: [{ say: Can I buy a voucher as a gift? }] }
`,
  )
  await project.fieldproof('simulate')
  await served(project.folder, [
    ...talks(30, 'What is a haircut?', 'A haircut is $35.'),
    ...talks(8, 'My parrot needs his claws trimmed', 'We guarantee we can.'),
    { customer: 'Where may I leave the car?', agent: 'Here.', version: '1' },
  ])
  expect(await forecast()).toMatchInlineSnapshot(`
    "forecast from run ID; traffic as production has it; how much tests flatter from what production did of a tested version
                              test  same traffic        so far       production (90 %)       target  untested  if all of that fails, or none
    conversations     70.0 % of 10        84.9 %  76.9 % of 39   81.5 % (28.6 to 99.9)                 20.5 %                 57.3 to 93.6 %
    tells-the-price   90.0 % of 10        91.9 %  76.9 % of 39  87.3 % (35.0 to 100.0)  around 90 %    20.5 %                 59.8 to 96.3 %
    never-guarantees  80.0 % of 10        94.3 %  79.5 % of 39  90.5 % (39.1 to 100.0)  around 95 %    20.5 %                 62.5 to 98.9 %
    Of production's customers 20.5 % (10.5 to 36.3 %) come with what no scenario has, 0 % (at most 7.4 %) with what nobody had so far; the last column reckons with 36.3 % of them.
    Production has this version already: what it did so far says more of it than any forecast.
    exit 0"
  `)
})

test('what customers bring is counted on as often as it is given, with what it costs and how that is known', async () => {
  await project.fieldproof('simulate')
  const cost = { mean: 0.2, low: 0.1, high: 0.3, scenarios: 30 }
  const ablation = {
    ...{ clean: 0.9, all: 0.7, scenarios: 30, customers: 60, undecided: 0 },
    costs: [{ factor: 'noise', points: cost, alone: cost, leftOut: cost }],
  }
  const kept = { madeAt: '2026-03-01T08:00:00.000Z', agent: 'salon-desk', ablation }
  project.write('.fieldproof/ablations.jsonl', `${JSON.stringify(kept)}\n`)
  expect((await forecast('--brings noise=60 faults=10')).split('\n').slice(5, -2)).toMatchInlineSnapshot(`
    [
      "customers bring    production   test  points lost by it (90 %)  from",
      "noise            60.0 % given  0.0 %        23.8 (7.5 to 35.5)  the ablation of 2026-03-01",
      "faults           10.0 % given  0.0 %       0.0 (-33.8 to 33.8)  nobody tried it: it may cost or win",
    ]
  `)
  expect(await forecast('--brings typos=60')).toMatchInlineSnapshot(`
    "! problem --brings takes behaviours, channel, faults, noise with how many of 100 customers bring it, not "typos=60".
    !         For example: --brings noise=40 faults=5.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
})
