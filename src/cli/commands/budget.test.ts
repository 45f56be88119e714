import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { atMinute, sampleProject } from '../project.sample.ts'

const project = sampleProject()
const { fieldproof } = project
afterAll(() => project.remove())

test('a budget leaves alone what is decided, and tells each scenario with its range and one rate that is not pooled', async () => {
  const told = await fieldproof(
    'simulate --budget 200 --target 0.8 --json budget.json --junit budget.xml --html budget.html',
  )

  expect(told).toMatchInlineSnapshot(`
    "! corner-salon: at most 200 trials against function default of ./agent.mjs

      broken  tells-the-price   11 of 15 held  73.3 % (7 to 99 %)      target 90 % undecided, 116 more if all hold
              trial 5: the agent never said /[$]\\d+/
      broken  never-guarantees  10 of 15 held  66.7 % (4.4 to 98.9 %)  target 95 % refuted
              trial 1: the agent said "We guarantee it."

      15 conversations: 6 without a violation, 9 with one or more, 0 unjudged
      score 70 of 100 (25 to 92), unproven: tells-the-price undecided
      intervals speak of scenarios like these, targets of these scenarios themselves
      customers: 15 satisfied

      Scenario by scenario, each held to 80 % without a violation
                                     without a violation  lies within
        refuted  price-of-colour     0 of 5               0 to 49.4 %    never-guarantees in 5, first in trial 1
        refuted  price-of-a-shave    1 of 6               0.1 to 74.5 %  tells-the-price in 5, first in trial 5
        proven   price-of-a-haircut  21 of 21             84.9 to 100 %

        3 scenarios: 1 proven, 2 refuted, 0 undecided
        32 of at most 200 conversations spent; against 66 for each, 166 were not needed
        all scenarios alike: 40 % (2 to 95.5 %) without a violation, by the first 5 conversations of each, 15 judged
        ranges hold however often one looks and whenever a scenario was left alone, each end with 95 % confidence
        of all scenarios called proven at most 5 % are wrong on average, of those called refuted as well
        each conversation: a persona and a channel drawn anew, undisturbed backends; promises are counted over the first conversations alone
    ! Report written to budget.html

      worst:  trial 5, violates tells-the-price
      replay: npx fieldproof replay 5 --run 20260302-091500-60bb
    exit 1"
  `)
  const { budget, conversations } = JSON.parse(readFileSync('budget.json', 'utf8'))
  expect(conversations.n).toBe(15)
  expect(budget.scenarios.map(({ id, state }: { id: string; state: string }) => [id, state])).toEqual([
    ['price-of-a-haircut', 'proven'],
    ['price-of-colour', 'refuted'],
    ['price-of-a-shave', 'refuted'],
  ])
  expect(budget.allScenarios).toMatchObject({ firstOfEach: 5, n: 15 })
  const junit = readFileSync('budget.xml', 'utf8')
  expect(junit).toContain('<testsuites name="fieldproof" tests="5" failures="4" errors="0" skipped="0">')
  expect(junit).toContain(
    '<testcase classname="scenario" name="price-of-a-shave" file="scenarios/prices.yaml" line="7">',
  )
  expect(readFileSync('budget.html', 'utf8')).toContain('<section id="budget"><h2>Scenario by scenario</h2>')
})

test('the report can be told again, and the run counts as whole although the budget was not spent', async () => {
  const again = await fieldproof('report')

  expect(again).toContain('Scenario by scenario, each held to 80 % without a violation')
  expect(again).not.toContain('was stopped after')
  expect(await fieldproof('show')).not.toContain('of 200')
})

test('the same seed spends the budget on the same trials, however many are played side by side', async () => {
  const spentOn = async (concurrency: number, minute: number) => {
    const words = `simulate --budget 90 --target 0.8 --concurrency ${concurrency} --json again.json`
    await fieldproof(words, atMinute(minute))
    return JSON.parse(readFileSync('again.json', 'utf8')).budget
  }

  expect(await spentOn(1, 30)).toEqual(await spentOn(16, 31))
})

test('the plan within a budget says what each scenario gets at least, and what it takes to decide one', async () => {
  expect(await fieldproof('plan --budget 200')).toMatchInlineSnapshot(`
    "corner-salon: at most 200 conversations over 3 scenarios
      personas: hurried-texter 200
      channels: chat 200

      messages to the agent: about 230, going by 20260302-093100-60bb; at most 6,000 customer turns
      questions to models: none
      time: about 1 s, going by 20260302-093100-60bb

      Budget: 200 conversations, 66 of each scenario if all were open to the end
        each scenario is held to 90 % of its conversations without a violation
        first 5 of each; then it is left alone once it is decided, and the rest goes where it is not
        without any violation, a scenario is proven after 33 to 44 conversations, fewer the more are proven together
      It can hardly decide scenarios that are near 90 %: the nearer, the more conversations they take.
    exit 0"
  `)
})

test('a budget in the project file holds until as many for each are asked for', async () => {
  project.write(
    'fieldproof.yaml',
    `project: corner-salon
agent: { id: salon-desk, module: { file: ./agent.mjs } }
personas: [hurried-texter]
runs: { budget: 60, target: 0.7 }
`,
  )

  expect(await fieldproof('simulate', atMinute(50))).toContain('each held to 70 % without a violation')
  expect(await fieldproof('simulate --repeats 2', atMinute(51))).not.toContain('Scenario by scenario')
  expect((await fieldproof('simulate --budget 40 --repeats 2')).split('\n')[0]).toBe(
    '! problem --budget decides itself what is played how often, so it does not go together with --repeats.',
  )
})
