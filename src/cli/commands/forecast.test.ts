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
                             test  production              90 %   untested  if all of that fails, or none
    conversations     50.0 % of 6      33.4 %  11.8 % to 65.4 %  not known
    tells-the-price   83.3 % of 6      66.1 %  30.7 % to 92.8 %  not known
    never-guarantees  66.7 % of 6      49.8 %  22.3 % to 78.5 %  not known
    How many customers will come with what no scenario has is not known before there is production, and taken as none; --traffic says what some of them would come to.
    exit 0"
  `)
  await served(project.folder, [
    ...talks(15, 'What is a haircut?', 'A haircut is $35.', -1),
    ...talks(5, 'How much is colour?', 'It depends.', -1),
  ])
  expect(await forecast('--score')).toMatchInlineSnapshot(`
    "forecast of 2026-03-02, held against production since
                      forecast          interval           came  off by          next as wide
    conversations       33.4 %  11.8 % to 65.4 %   75.0 % of 20    41.6  missed         1.0 x
    tells-the-price     66.1 %  30.7 % to 92.8 %   75.0 % of 20     8.9  held           1.0 x
    never-guarantees    49.8 %  22.3 % to 78.5 %  100.0 % of 20    50.2  missed         1.0 x
    1 of 3 intervals of 1 forecast so far held what came, beyond what so few conversations may come to by chance: 33.3 % (0 to 100 %), where 90 % are to. They were off by 33.6 points on average.
    0 % of production came with what no scenario has; not known beforehand.
    exit 0"
  `)
  expect(await forecast()).toMatchInlineSnapshot(`
    "forecast from run ID; traffic as production has it; what 1 earlier forecast taught
                             test  production              90 %  untested  if all of that fails, or none
    conversations     50.0 % of 6      67.8 %  20.1 % to 93.4 %     0.0 %
    tells-the-price   83.3 % of 6      86.3 %  32.8 % to 99.7 %     0.0 %
    never-guarantees  66.7 % of 6      77.6 %  29.0 % to 96.9 %     0.0 %
    Untested is what of production is near no scenario.
    exit 0"
  `)
})

test('traffic can be given where it is known beforehand, and what no scenario has is untested', async () => {
  await project.fieldproof('simulate')
  expect(
    await forecast('--traffic price-of-a-haircut=60 price-of-colour=20 price-of-a-shave=10 parking=10'),
  ).toMatchInlineSnapshot(`
    "forecast from run ID; traffic as it was given; no forecast was answered yet, so production is assumed to double the odds of a failure, give or take much
                             test  production              90 %  untested  if all of that fails, or none
    conversations     50.0 % of 6      46.6 %  14.8 % to 75.5 %    10.0 %               42.6 % to 52.6 %
    tells-the-price   83.3 % of 6      75.5 %  33.9 % to 95.9 %    10.0 %               68.9 % to 78.9 %
    never-guarantees  66.7 % of 6      60.1 %  25.0 % to 83.5 %    10.0 %               54.3 % to 64.3 %
    Untested is what was given that no scenario has, taken as it is.
    exit 0"
  `)
  expect(await forecast('--traffic parking')).toMatchInlineSnapshot(`
    "! problem --traffic takes kinds of customers with their shares, not "parking".
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
                             test  by people  labels  production              90 %   untested  if all of that fails, or none
    conversations     50.0 % of 6     49.7 %       6      33.2 %  10.4 % to 67.5 %  not known
    tells-the-price   83.3 % of 6     61.7 %       6      46.1 %  16.6 % to 80.6 %  not known
    never-guarantees  66.7 % of 6                         49.8 %  22.3 % to 78.5 %  not known
    With labels it is of what people would call held, as unsure as so few leave it; without, of what judges do.
    How many customers will come with what no scenario has is not known before there is production, and taken as none; --traffic says what some of them would come to.
    exit 0"
  `)
  // Production was not labelled, so what its judge says is held against what the test's judge says.
  await served(project.folder, talks(20, 'What is a haircut?', 'A haircut is $35.', -1))
  expect((await forecast('--score')).split('\n')[3]).toMatchInlineSnapshot(
    `"tells-the-price     66.1 %  30.7 % to 92.8 %  100.0 % of 20    33.9  missed         1.0 x"`,
  )
  const labels = await openLabels(join(project.folder, '.fieldproof/production/labels.db'))
  for (let at = 0; at < 20; at += 1) {
    const about = { project: 'default', source: 'production', conversation: `c-${at}`, condition: 'tells-the-price' }
    await labels.put({ ...about, said: 'held', truth: at < 8 ? 'violated' : 'held', who: 'ana', atMs: at })
  }
  await labels.close()
  expect((await forecast('--score')).split('\n')[3]).toMatchInlineSnapshot(
    `"tells-the-price     46.1 %  16.6 % to 80.6 %  58.6 % of 20, 20 labels    12.5  held           1.0 x"`,
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
                      forecast          interval           came  off by          next as wide
    conversations       88.7 %  26.5 % to 99.7 %    0.0 % of 30    88.7  missed         2.3 x
    tells-the-price     93.7 %  39.4 % to 99.9 %    0.0 % of 30    93.7  missed         2.1 x
    never-guarantees    95.9 %  42.8 % to 99.9 %  100.0 % of 30     4.1  held           1.0 x
    1 of 6 intervals of 2 forecasts so far held what came, beyond what so few conversations may come to by chance: 16.7 % (0.1 to 97.9 %), where 90 % are to. They were off by 56.2 points on average.
    0 % of production came with what no scenario has; 0 % foreseen.
    exit 0"
  `)
  const third = (await project.fieldproof('forecast', atMinute(40))).replace(/run [\w-]+;/, 'run ID;')
  expect(third).toMatchInlineSnapshot(`
    "forecast from run ID; traffic as production has it; what 2 earlier forecasts taught; intervals 2.3 times as wide, since earlier ones were too narrow
                             test  production               90 %  untested  if all of that fails, or none
    conversations     50.0 % of 6      73.1 %   0.2 % to 100.0 %     0.0 %
    tells-the-price   83.3 % of 6      84.2 %   0.6 % to 100.0 %     0.0 %
    never-guarantees  66.7 % of 6      97.5 %  51.8 % to 100.0 %     0.0 %
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
    ...talks(1, 'Where may I leave the car?', 'Here.'),
  ])
  expect(await forecast()).toMatchInlineSnapshot(`
    "forecast from run ID; traffic as production has it; no forecast was answered yet, so production is assumed to double the odds of a failure, give or take much
                              test  production              90 %  untested  if all of that fails, or none
    conversations     70.0 % of 10      77.0 %  29.8 % to 98.6 %    20.5 %               53.8 % to 90.2 %
    tells-the-price   90.0 % of 10      86.5 %  42.6 % to 99.8 %    20.5 %               58.1 % to 94.4 %
    never-guarantees  80.0 % of 10      88.0 %  44.0 % to 99.7 %    20.5 %               60.0 % to 96.3 %
    Of production's customers 20.5 % (10.5 to 36.3 %) come with what no scenario has, 0 % (at most 7.4 %) with what nobody had so far; the last column reckons with 36.3 % of them.
    exit 0"
  `)
})
