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

test('what production does worse is split into its causes, promise by promise', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, [
    ...talks(10, 'What is a haircut?', 'A haircut is $35.'),
    ...talks(5, 'whats a haircut', 'It depends.'),
    ...talks(5, 'My parrot needs his claws trimmed', 'We guarantee we can.'),
  ])
  expect((await project.fieldproof('gap')).replace(/run \S+ and/, 'run ID and')).toMatchInlineSnapshot(`
    "run ID and production, conversation by conversation
    Production does 50.0 % where the test does 50.0 %: a gap of 0 points (-50.0 to 50.0, 95 % intervals), from 6 findings in the test and 20 in production.
    Of it, −39 are customers who come in other shares than scenarios do (-58.3 to 0.0); 22 are the same kinds of customers faring worse (0.0 to 42.9); 17 are traffic that no scenario has (-50.0 to 32.7).
    Of what no scenario has, the most is about: "trimmed parrot claws" is 25.0 % of production and 16.7 points (0.0 to 32.7). "fieldproof coverage --draft scenarios/drafts.yaml" drafts scenarios for it.
    The judge’s part is not measured: there are no labels, so it counts as nothing.
    5 of 20 conversations of production are near no scenario.
    Ways of writing that are not told apart, since others are commoner or hardly anybody writes so: without capitals and full stops (5).

    condition                test    production   gap           95 %    mix  uncovered  behaviour      judge
    tells-the-price   83.3 % of 6  50.0 % of 20  33.3   -3.3 to 65.0   -5.6       16.7       22.2  no labels
    never-guarantees  66.7 % of 6  75.0 % of 20  -8.3  -70.0 to 40.0  -33.3       25.0        0.0  no labels
    exit 0"
  `)
  const { conversations, unjudged } = JSON.parse((await project.fieldproof('gap --json')).replace(/\nexit 0$/, ''))
  const { gap, mix, uncovered, behaviour, judge } = conversations.parts
  expect(mix + uncovered + behaviour + judge).toBeCloseTo(gap, 12)
  expect(unjudged).toEqual({ test: 0, production: 0 })
})

test('customers on other channels who write otherwise are causes of their own, and labels make judges one', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, [
    ...talks(12, 'Do you do shaves, and for how much?', 'A shave is $20.'),
    ...talks(8, 'What is a haircut?', 'It depends.').map((each) => ({ ...each, channel: 'sms', version: '2' })),
  ])
  const labels = await openLabels(join(project.folder, '.fieldproof/production/labels.db'))
  for (let at = 0; at < 20; at += 1) {
    const said = at < 12 ? 'held' : 'violated'
    const about = { project: 'default', source: 'production', conversation: `c-${at}`, condition: 'tells-the-price' }
    await labels.put({ ...about, said, truth: at < 9 ? 'held' : 'violated', who: 'ana', atMs: at })
  }
  await labels.close()
  expect((await project.fieldproof('gap --by channel')).replace(/run \S+ and/, 'run ID and')).toMatchInlineSnapshot(`
    "run ID and production, conversation by conversation
    Production does 60.0 % where the test does 50.0 %: a gap of −10 points (-60.0 to 38.3, 95 % intervals), from 6 findings in the test and 20 in production.
    Of it, 30 are the channels they come on (-0.2 to 44.4); −17 are the same kinds of customers faring better (-32.1 to 1.6); −15 are judges who see production better than people do (-33.9 to 0.9); −8 are customers who come in other shares than scenarios do (-44.5 to 27.5).
    The judge’s part is half measured: the test’s verdicts are taken as they are until some of those called held and some of those called violated are labelled.
    0 of 20 conversations of production are near no scenario.

    channel         test     production    gap           95 %   mix  uncovered  behaviour  judge
    chat     50.0 % of 6  100.0 % of 12  -50.0  -100.0 to 0.0  -8.3        0.0      -16.7  -25.0
    sms             none     0.0 % of 8
    exit 0"
  `)
  const tableOf = async (by: string) => (await project.fieldproof(`gap --by ${by}`)).split('\n\n').at(-1)
  expect(await tableOf('condition')).toMatchInlineSnapshot(`
    "condition                test     production    gap           95 %    mix  uncovered  behaviour      judge
    tells-the-price   83.3 % of 6   60.0 % of 20   23.3  -13.3 to 55.0   25.0       30.0      -16.7      -15.0
    never-guarantees  66.7 % of 6  100.0 % of 20  -33.3  -100.0 to 0.0  -33.3        0.0        0.0  no labels
    exit 0"
  `)
  expect(await tableOf('version')).toMatchInlineSnapshot(`
    "version         test     production    gap           95 %   mix  uncovered  behaviour  judge
    2        50.0 % of 6     0.0 % of 8   50.0   0.0 to 100.0   0.0       50.0        0.0    0.0
    unknown  50.0 % of 6  100.0 % of 12  -50.0  -100.0 to 0.0  -8.3        0.0      -16.7  -25.0
    exit 0"
  `)
  expect(await tableOf('cluster')).toMatchInlineSnapshot(`
    "cluster                     test     production    gap            95 %  mix  uncovered  behaviour  judge
    price-of-a-haircut  100.0 % of 2     0.0 % of 8  100.0  100.0 to 100.0  0.0      100.0        0.0    0.0
    price-of-a-shave     50.0 % of 2  100.0 % of 12  -50.0  -50.0 to -50.0  0.0        0.0      -25.0  -25.0
    exit 0"
  `)
})

test('what guards against known failures says nothing of how customers fare, in the gap and in forecasts', async () => {
  project.write(
    'scenarios/found.yaml',
    "scenarios:\n  - { id: found, tags: [regression, 'guards:never-guarantees'], script: [{ say: 'Is it safe?' }] }\n",
  )
  await project.fieldproof('simulate')
  await served(project.folder, talks(20, 'What is a haircut?', 'It depends.'))
  const told = async (command: string) => (await project.fieldproof(command)).split('\n')
  const left =
    '2 more conversations are of scenarios that guard what was found before, and in no number: they do not say how customers fare.'
  const gap = await told('gap')
  expect(gap).toContain(left)
  expect(gap[1]).toContain('from 6 findings in the test and 20 in production')
  const forecast = await told('forecast')
  expect(forecast).toContain(left)
  expect(forecast[2]).toContain('50.0 % of 6')
  await project.fieldproof('simulate --tag regression', atMinute(30))
  expect(await told('gap')).toEqual(gap)
  expect((await project.fieldproof('gap latest')).replace(/Run \S+ has/, 'Run ID has')).toMatchInlineSnapshot(`
    "! problem Run ID has 0 conversations beside 2 of scenarios that guard what was found before; it takes 4 to say which customers of production are like them.
    !         Play more scenarios, or name a run that has more: "fieldproof show" lists them.
    !         learn/too-little-to-compare  docs/problems/learn-too-little-to-compare.md
    exit 2"
  `)
})

test('without a server there is nothing to compare with, and it says what to do', async () => {
  await project.fieldproof('simulate')
  expect(await project.fieldproof('gap')).toMatchInlineSnapshot(`
    "! problem Nothing of production is kept in .fieldproof/production.
    !         Start "fieldproof serve" here first, or name the folder that a server was given with --data.
    !         cli/no-production  docs/problems/cli-no-production.md
    exit 2"
  `)
})
