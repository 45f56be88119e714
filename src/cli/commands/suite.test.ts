import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { atMinute, sampleProject } from '../project.sample.ts'

const project = sampleProject()
const { fieldproof } = project

const projectFile = (suite: string) => `project: corner-salon
agent: { id: salon-desk, module: { file: ./agent.mjs } }
personas: [hurried-texter, careful-first-timer]
channels: [chat, sms, email]
runs: { repeats: 2 }
${suite}`

const withShares = projectFile(`suite:
  factors:
    scenario: { price-of-a-haircut: 80, price-of-colour: 15, price-of-a-shave: 5 }
    persona: { hurried-texter: 50, careful-first-timer: 50 }
    channel: { chat: 60, sms: 30, email: 10 }
    typing:
      clean: 70
      sloppy: { share: 30, persona: { writing: { typos: 0.2 } } }
  never:
    - { channel: email, typing: sloppy }
`)

beforeEach(() => project.write('fieldproof.yaml', withShares))
afterAll(() => project.remove())

test('the plan of a suite says what is covered, what it can and cannot detect, and what it costs', async () => {
  expect(await fieldproof('plan --suite')).toMatchInlineSnapshot(`
    "corner-salon: 46 conversations over 3 scenarios
      personas: careful-first-timer 14, hurried-texter 16, careful-first-timer+typing=sloppy 10, hurried-texter+typing=sloppy 6
      channels: chat 24, email 6, sms 16

      trials  scenario
          32  price-of-a-haircut
           6  price-of-a-shave
           8  price-of-colour

      messages to the agent: at most 1,380 customer turns
      questions to models: none
      time: not known, because no run is kept; one of a single scenario is enough to go by: npx fieldproof simulate --scenario price-of-a-haircut

      Suite: 15 rows instead of 36 combinations
        scenario 3 x persona 2 x channel 3 x typing 2
        every pair: 46 of 46 are played; 1 more can never be

      It shows whatever goes wrong each time that two levels come together.
      It may miss what takes three levels together: 77 of 97 triples are played; some of the others can never be.
      What goes wrong only at times it may miss: a pair that fails every other time takes 5 conversations to be seen for sure (95 %).
      Rows carry the share of production they stand for, so it will estimate production’s rate.
    exit 0"
  `)
})

test('a suite without shares is said to give no rate for production', async () => {
  project.write('fieldproof.yaml', projectFile(''))
  expect((await fieldproof('plan --suite')).split('\n').slice(-10)).toMatchInlineSnapshot(`
    [
      "",
      "  Suite: 9 rows instead of 18 combinations",
      "    scenario 3 x persona 2 x channel 3",
      "    every pair: 29 of 29 are played",
      "",
      "  It shows whatever goes wrong each time that two levels come together.",
      "  It may miss what takes three levels together: 30 of 39 triples are played.",
      "  What goes wrong only at times it may miss: a pair that fails every other time takes 5 conversations to be seen for sure (95 %).",
      "  It will tell what each level does, and no rate for production. The project does not say how often production has each level of: scenario, persona, channel.",
      "exit 0",
    ]
  `)
})

test('a suite tells production’s rate by its shares, what each level does, and never the share of its conversations that passes', async () => {
  const told = await fieldproof('simulate --suite --json suite.json', atMinute(20))
  expect(told).toMatchInlineSnapshot(`
    "! corner-salon: 46 trials against function default of ./agent.mjs

      46 conversations of a suite, 15 of 15 rows decided
      Production, weighted by its shares: 82.5 % without a violation, 57.9 to 94.2 %, from 46 conversations that say as much as 19

      tells-the-price   critical  violated in 3 of 46  production 97.5 % (85.6 to 99.6 %), target 90 %
      never-guarantees  major     violated in 8 of 46  production 85 % (60 to 95.5 %), target 95 %

      What levels do, against the other levels of their factor
        scenario price-of-colour     8 of 8 violated, elsewhere 3 of 38   -92 points (-98 to -18)
        scenario price-of-a-shave    3 of 6 violated, elsewhere 8 of 40   -30 points (-76 to +22)
        channel email                3 of 6 violated, elsewhere 8 of 40   -30 points (-78 to +24)
        persona careful-first-timer  7 of 24 violated, elsewhere 4 of 22  -11 points (-49 to +35)
        typing clean                 8 of 30 violated, elsewhere 3 of 16  -8 points (-44 to +46)
        "surely": beyond chance also after correcting for 10 levels

      trial 8 violates never-guarantees: the agent said "We guarantee it."
      replay: npx fieldproof replay 8 --run 20260302-092000-60bb
    exit 1"
  `)

  const { schema, conversations, production } = JSON.parse(readFileSync('suite.json', 'utf8'))
  expect([schema, conversations.n, production.method]).toEqual(['fieldproof.suite-report/1', 46, 'wilson-weighted'])
  expect(told).toContain(await fieldproof('report'))
})

test('a trial of a suite is played again with the customer as the suite changed them', async () => {
  let header = ''
  let order = 0
  for (; !header.includes('+typing=sloppy') && order < 20; order += 1) {
    header = (await fieldproof(`show ${order}`)).split('\n')[0] ?? ''
  }

  expect(header).toMatch(/^trial \d+: [\w-]+, [\w-]+\+typing=sloppy, \w+, seed \d+$/)
  expect((await fieldproof(`replay ${order - 1}`)).split('\n')).toContain(header)
})

test('where runs of a suite are compared, it is said that their mix is not production’s', async () => {
  const found = /--run ([\w-]+)/.exec(await fieldproof('report'))?.[1] ?? ''
  await fieldproof('simulate --suite', atMinute(30))

  expect((await fieldproof(`compare --baseline ${found}`)).split('\n')[0]).toBe(
    '! A run of a suite is compared: shares and differences are over its even mix, which is not production’s.',
  )
})

test('a suite is told as a page, as JUnit and on GitHub, without a rate over its conversations', async () => {
  project.write('fieldproof.yaml', withShares)
  const told = await fieldproof('simulate --suite --html suite.html --junit suite.xml --github', {
    ...atMinute(40),
    env: { GITHUB_STEP_SUMMARY: join(project.folder, 'summary.md') },
  })
  const found = /--run ([\w-]+)/.exec(told)?.[1] ?? ''
  const [page, junit, summary] = ['suite.html', 'suite.xml', 'summary.md'].map((file) => readFileSync(file, 'utf8'))

  expect(told.split('\n').filter((line) => line.startsWith('::'))).toEqual([
    `::error file=pact.yaml,line=4,title=tells-the-price::trial 20: the agent never said /[$]\\d+/ (violated in 3 of 46)%0Anpx fieldproof replay 20 --run ${found}`,
  ])
  expect(junit?.replaceAll(found, 'RUN')).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="fieldproof" tests="2" failures="1" errors="0" skipped="0">
      <testsuite name="corner-salon" tests="2" failures="1" errors="0" skipped="0" timestamp="2026-03-02T09:40:00">
        <properties>
          <property name="run" value="RUN"/>
          <property name="agent" value="salon-desk"/>
          <property name="pact" value="salon version 1 60bb307b8e1b4d7790dae67279d5370e"/>
          <property name="seed" value="1"/>
          <property name="conversations of a suite" value="46"/>
          <property name="rows" value="15"/>
        </properties>
        <testcase classname="critical" name="tells-the-price">
          <failure type="broken" message="violated in 3 of 46, production 97.5 % (85.6 to 99.6 %), target 90 %">trial 20: the agent never said /[$]\\d+/
      npx fieldproof replay 20 --run RUN</failure>
        </testcase>
        <testcase classname="major" name="never-guarantees">
          <system-out>violated in 8 of 46, production 85 % (60 to 95.5 %), target 95 %
    trial 8: the agent said &quot;We guarantee it.&quot;
      npx fieldproof replay 8 --run RUN</system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `)
  expect(summary).toMatchInlineSnapshot(`
    "## corner-salon: 46 conversations of a suite, 15 of 15 rows decided

    Production, weighted by its shares: 82.5 % without a violation, 57.9 to 94.2 %, from 46 conversations that say as much as 19.

    | | promise | suite | production |
    |---|---|---|---|
    | broken | tells-the-price | violated in 3 of 46 | production 97.5 % (85.6 to 99.6 %), target 90 % |
    | open | never-guarantees | violated in 8 of 46 | production 85 % (60 to 95.5 %), target 95 % |

    "
  `)
  expect(page).toContain('<span class="pill broken">✕ broken</span>tells-the-price')
  expect(page).toContain('<div class="big">82.5 %</div>')
  expect(page).toContain('id="trial-20"')
  // 35 of the 46 conversations are clean.
  expect(page).not.toContain('76.1')
})

test('a suite has its faults among its factors, and plays what it plays: it takes no --faults and no budget', async () => {
  expect(await fieldproof('simulate --suite --faults sweep')).toMatchInlineSnapshot(`
    "! problem A suite has its fault sets among its factors, so it takes no --faults.
    !         List the fault sets under "suite:", "factors:", "faults:", with "none" for undisturbed backends.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
  expect((await fieldproof('simulate --suite --budget 20')).split('\n')[0]).toBe(
    '! problem --budget decides itself what is played how often, so it does not go together with --suite.',
  )
})
