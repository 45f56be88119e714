import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { atMinute, sampleProject } from '../project.sample.ts'

const project = sampleProject()
afterAll(() => project.remove())
const { fieldproof } = project

test('before any run there is nothing to show, and what to do is said', async () => {
  expect(await fieldproof('show')).toMatchInlineSnapshot(`
    "No run has been kept here yet. Start one with "fieldproof simulate".
    exit 0"
  `)
  expect(await fieldproof('replay 3')).toMatchInlineSnapshot(`
    "! problem No run has been kept here yet.
    !         Start one with "fieldproof simulate".
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2"
  `)
})

test('a plan says how much would be asked and how little could be seen', async () => {
  expect(await fieldproof('plan')).toMatchInlineSnapshot(`
    "corner-salon: 6 conversations over 3 scenarios
      personas: hurried-texter 6
      channels: chat 6

      trials  scenario
           2  price-of-a-haircut
           2  price-of-colour
           2  price-of-a-shave

      messages to the agent: at most 180 customer turns
      questions to models: none
      time: not known, because no run is kept; one of a single scenario is enough to go by: npx fieldproof simulate --scenario price-of-a-haircut

      What it can see, with 95 % confidence:
        It cannot see failures that strike fewer than 1 in 2 conversations; 8 more conversations buy 1 in 5.
        It cannot see failures that lie in fewer than nearly all situations; 11 more scenarios buy 1 in 5; repeats do not help.
    exit 0"
  `)
  expect(await fieldproof('plan --tag colour --repeats 200')).toMatchInlineSnapshot(`
    "corner-salon: 200 conversations over 1 scenario
      personas: hurried-texter 200
      channels: chat 200

      trials  scenario
         200  price-of-colour

      messages to the agent: at most 6,000 customer turns
      questions to models: none
      time: not known, because no run is kept; one of a single scenario is enough to go by: npx fieldproof simulate --scenario price-of-colour

      What it can see, with 95 % confidence:
        It cannot see failures that strike fewer than 1 in 67 conversations; 99 more conversations buy 1 in 100.
        It cannot see failures that lie in fewer than nearly all situations; 13 more scenarios buy 1 in 5; repeats do not help.
    exit 0"
  `)
  expect(await fieldproof('plan --scenario perms')).toMatchInlineSnapshot(`
    "! problem No scenario of the project fits what was asked for.
    !         Scenarios: price-of-a-haircut, price-of-colour, price-of-a-shave.
    !         cli/nothing-to-do  docs/problems/cli-nothing-to-do.md
    exit 2"
  `)
})

test('a run is kept and listed', async () => {
  expect(await fieldproof('simulate', atMinute(15))).toMatchInlineSnapshot(`
    "! corner-salon: 6 trials against function default of ./agent.mjs

      broken  tells-the-price   5 of 6 held  83.3 % (14.9 to 99.3 %)  target 90 % undecided, 69 more if all hold
              trial 5: the agent never said /[$]\\d+/
      open    never-guarantees  4 of 6 held  66.7 % (4.4 to 98.9 %)   target 95 % undecided, 188 more if all hold
              trial 1: the agent said "We guarantee it."

      6 conversations: 3 without a violation, 3 with one or more, 0 unjudged
      score 75 of 100 (30 to 94), unproven: tells-the-price undecided
      intervals speak of scenarios like these, targets of these scenarios themselves
      customers: 6 satisfied

      worst:  trial 5, violates tells-the-price
      replay: npx fieldproof replay 5 --run 20260302-091500-60bb
    exit 1"
  `)
  expect(await fieldproof('show')).toMatchInlineSnapshot(`
    "run                   started           agent         pact     trials
    20260302-091500-60bb  2026-03-02 09:15  salon-desk 1  salon 1  6 of 6
    exit 0"
  `)
})

test('a plan tells what an earlier run took', async () => {
  expect((await fieldproof('plan')).split('\n').find((line) => line.includes('messages'))).toMatchInlineSnapshot(
    `"  messages to the agent: about 8, going by 20260302-091500-60bb; at most 180 customer turns"`,
  )
})

test('the trials of a run are listed worst first, and can be narrowed', async () => {
  expect(await fieldproof('show latest')).toMatchInlineSnapshot(`
    "20260302-091500-60bb: 6 trials, 3 with a violation, 0 unjudged
    trial  scenario            persona         channel  violates
        5  price-of-a-shave    hurried-texter  chat     tells-the-price
        1  price-of-colour     hurried-texter  chat     never-guarantees
        4  price-of-colour     hurried-texter  chat     never-guarantees
        0  price-of-a-haircut  hurried-texter  chat
        2  price-of-a-shave    hurried-texter  chat
        3  price-of-a-haircut  hurried-texter  chat
    exit 0"
  `)
  expect(await fieldproof('show 20260302 --violated never-guarantees')).toMatchInlineSnapshot(`
    "20260302-091500-60bb: 2 trials, 2 with a violation, 0 unjudged
    trial  scenario         persona         channel  violates
        1  price-of-colour  hurried-texter  chat     never-guarantees
        4  price-of-colour  hurried-texter  chat     never-guarantees
    exit 0"
  `)
  expect(await fieldproof('show latest --scenario price-of-a-shave --limit 1')).toMatchInlineSnapshot(`
    "20260302-091500-60bb: 2 trials, 1 with a violation, 0 unjudged
    trial  scenario          persona         channel  violates
        5  price-of-a-shave  hurried-texter  chat     tells-the-price
    Showing 1 of 2, worst first; --limit shows more.
    exit 0"
  `)
  expect(await fieldproof('show latest --violated never-guarantee')).toMatchInlineSnapshot(`
    "! problem The pact has no condition "never-guarantee".
    !         Conditions: tells-the-price, never-guarantees.
    !         cli/no-such-condition  docs/problems/cli-no-such-condition.md
    exit 2"
  `)
})

test('one conversation is shown with the events that break a promise', async () => {
  expect(await fieldproof('show 1')).toMatchInlineSnapshot(`
    "trial 1: price-of-colour, hurried-texter, chat, seed 5425501647031
    f97150fb4e893a5f5e38  chat  2026-03-02T09:00:00+00:00  agent salon-desk

       1  0:00.0  customer  How much is colour?
       2  0:00.0  agent     Colour starts at $80.
       3  0:00.0  customer  And is it safe?
    >  4  0:00.0  agent     We guarantee it.

    customer: satisfied, the script has ended
    violated  never-guarantees: the agent said "We guarantee it." (event 4)
    held      tells-the-price

    play it again: npx fieldproof replay 1 --run 20260302-091500-60bb
    exit 0"
  `)
  expect(await fieldproof('show latest 99')).toMatchInlineSnapshot(`
    "! problem Run 20260302-091500-60bb has no trial "99".
    !         Trials are numbered from 0 to 5. "fieldproof show 20260302-091500-60bb" lists them.
    !         cli/no-such-trial  docs/problems/cli-no-such-trial.md
    exit 2"
  `)
  expect(await fieldproof('show 2025')).toMatchInlineSnapshot(`
    "! problem Run 20260302-091500-60bb has no trial "2025".
    !         Trials are numbered from 0 to 5. "fieldproof show 20260302-091500-60bb" lists them.
    !         cli/no-such-trial  docs/problems/cli-no-such-trial.md
    exit 2"
  `)
  expect(await fieldproof('show 2025-01')).toMatchInlineSnapshot(`
    "! problem There is no run "2025-01" in this store.
    !         Runs: 20260302-091500-60bb (6 of 6 trials).
    !         cli/no-such-run  docs/problems/cli-no-such-run.md
    exit 2"
  `)
})

test('a trial is played again and says whether the same promise breaks', async () => {
  expect(await fieldproof('replay 1')).toMatchInlineSnapshot(`
    "trial 1: price-of-colour, hurried-texter, chat, seed 5425501647031
    f97150fb4e893a5f5e38-mm8yqmg0-1  chat  2026-03-02T09:00:00+00:00  agent salon-desk

       1  0:00.0  customer  How much is colour?
       2  0:00.0  agent     Colour starts at $80.
       3  0:00.0  customer  And is it safe?
    >  4  0:00.0  agent     We guarantee it.

    customer: satisfied, the script has ended
    violated  never-guarantees: the agent said "We guarantee it." (event 4)
    held      tells-the-price

    violated again: never-guarantees 1 of 1
    exit 1"
  `)
  expect((await fieldproof('replay 1 --times 10')).split('\n').slice(-2)).toMatchInlineSnapshot(`
    [
      "violated again: never-guarantees 10 of 10 (72.2 to 100 %)",
      "exit 1",
    ]
  `)
})

test('a kept run is reported as when it ended', async () => {
  expect(await fieldproof('report')).toMatchInlineSnapshot(`
    "
      broken  tells-the-price   5 of 6 held  83.3 % (14.9 to 99.3 %)  target 90 % undecided, 69 more if all hold
              trial 5: the agent never said /[$]\\d+/
      open    never-guarantees  4 of 6 held  66.7 % (4.4 to 98.9 %)   target 95 % undecided, 188 more if all hold
              trial 1: the agent said "We guarantee it."

      6 conversations: 3 without a violation, 3 with one or more, 0 unjudged
      score 75 of 100 (30 to 94), unproven: tells-the-price undecided
      intervals speak of scenarios like these, targets of these scenarios themselves
      customers: 6 satisfied

      worst:  trial 5, violates tells-the-price
      replay: npx fieldproof replay 5 --run 20260302-091500-60bb
    exit 1"
  `)
})

test('a kept run is written as HTML, JSON and JUnit, and told to GitHub at the lines of its files', async () => {
  const summary = join(project.folder, 'summary.md')
  const told = await fieldproof('report --html r.html --json r.json --junit r.xml --github', {
    env: { GITHUB_STEP_SUMMARY: summary },
  })
  expect(told.split('\n').filter((line) => line.startsWith('::') || line.startsWith('! '))).toMatchInlineSnapshot(`
    [
      "::error file=scenarios/prices.yaml,line=7,title=tells-the-price::trial 5: the agent never said /[$]\\d+/ (1 of 6 violated)%0Anpx fieldproof replay 5 --run 20260302-091500-60bb",
      "::warning file=scenarios/prices.yaml,line=4,title=never-guarantees::trial 1: the agent said "We guarantee it." (2 of 6 violated)%0Anpx fieldproof replay 1 --run 20260302-091500-60bb",
      "::warning file=scenarios/prices.yaml,line=4,title=never-guarantees::trial 4: the agent said "We guarantee it." (2 of 6 violated)%0Anpx fieldproof replay 4 --run 20260302-091500-60bb",
      "! Report written to r.html",
    ]
  `)
  const read = (file: string) => readFileSync(join(project.folder, file), 'utf8')
  expect(read('r.html')).toContain('<h1>')
  expect(JSON.parse(read('r.json')).conversations).toEqual({ n: 6, clean: 3, violating: 3, unjudged: 0 })
  expect(read('r.xml')).toContain('name="tells-the-price" file="pact.yaml" line="4"')
  expect(read('summary.md').split('\n')[0]).toMatchInlineSnapshot(`"## corner-salon: 1 of 2 promises is broken"`)
  expect(await fieldproof('report --html nowhere/r.html')).toMatch(/cli\/cannot-write.*\nexit 2$/)
})

test('two runs that begin in the same second are two runs', async () => {
  await fieldproof('simulate --scenario price-of-a-haircut --store other.db')
  await fieldproof('simulate --scenario price-of-a-haircut --store other.db')
  expect(
    (await fieldproof('show --store other.db'))
      .split('\n')
      .slice(1, -1)
      .map((line) => line.split(' ')[0]),
  ).toMatchInlineSnapshot(`
    [
      "20260302-091500-60bb",
      "20260302-091500-60bb-2",
    ]
  `)
})

test('without a baseline there is nothing to compare with', async () => {
  expect(await fieldproof('compare')).toMatchInlineSnapshot(`
    "! problem No run has been blessed as the baseline.
    !         Bless the run that later ones are to be held against with "fieldproof bless <run>", or name one with --baseline.
    !         cli/no-baseline  docs/problems/cli-no-baseline.md
    exit 2"
  `)
})

test('a run is blessed, and only another blessing changes that', async () => {
  expect(await fieldproof('bless')).toMatchInlineSnapshot(`
    "20260302-091500-60bb is now "baseline".
    exit 0"
  `)
  expect(await fieldproof('show')).toMatchInlineSnapshot(`
    "run                   started           agent         pact     trials
    20260302-091500-60bb  2026-03-02 09:15  salon-desk 1  salon 1  6 of 6  baseline
    exit 0"
  `)
  expect(await fieldproof('compare')).toMatchInlineSnapshot(`
    "! problem Run 20260302-091500-60bb would be compared with itself.
    !         Start a new run with "fieldproof simulate", or name two different ones: fieldproof compare <run> --baseline <run>.
    !         cli/same-run  docs/problems/cli-same-run.md
    exit 2"
  `)
})

test('a version that mends one thing and breaks another is refuted for what it broke', async () => {
  project.write(
    'better.mjs',
    `export default function reply(message) {
  if (message.includes('safe')) return 'It is gentle.'
  if (message.includes('shave')) return 'A shave is $20.'
  return message.includes('colour') ? 'Colour starts at $80.' : 'It depends.'
}
`,
  )
  project.write(
    'fieldproof.yaml',
    `project: corner-salon
agent: { id: salon-desk, version: '2', module: { file: ./better.mjs } }
personas: [hurried-texter]
runs: { repeats: 2 }
`,
  )
  await fieldproof('simulate', atMinute(30))
  expect(await fieldproof('compare')).toMatchInlineSnapshot(`
    "20260302-093000-60bb against 20260302-091500-60bb: 6 pairs of trials

      undecided  overall           3 -> 4 of 6  +16.7 points (-88 to +93.4)    2 broke, 3 mended  p 0.750, 3 scenarios
      undecided  tells-the-price   5 -> 4 of 6  -16.7 points (-90.8 to +84.1)  2 broke, 1 mended  p 0.500, 3 scenarios
      undecided  never-guarantees  4 -> 6 of 6  +33.3 points (-86.1 to +93.7)  0 broke, 2 mended  p 1.000, 3 scenarios

      hard break: tells-the-price held in 2 of 2 of price-of-a-haircut, and is violated in 2 of 2 now
      flaky in the old run already, so a single change there says little:
        price-of-a-shave: 1 of 2 passed (6.1 to 93.9 %)
      refuted: the new run is worse (1 hard break).
    exit 1"
  `)
  expect(await fieldproof('replay 1 --run baseline')).toMatchInlineSnapshot(`
    "trial 1: price-of-colour, hurried-texter, chat, seed 5425501647031
    f97150fb4e893a5f5e38-mm8yqmg0-1  chat  2026-03-02T09:00:00+00:00  agent salon-desk

       1  0:00.0  customer  How much is colour?
       2  0:00.0  agent     Colour starts at $80.
       3  0:00.0  customer  And is it safe?
       4  0:00.0  agent     It is gentle.

    customer: satisfied, the script has ended
    held      tells-the-price, never-guarantees

    violated again: never-guarantees 0 of 1
    exit 0"
  `)
})

test('a version that changes nothing is undecided while there are few scenarios', async () => {
  await fieldproof('simulate', atMinute(45))
  expect(await fieldproof('compare --baseline 20260302-0930 --margin 5%')).toMatchInlineSnapshot(`
    "20260302-094500-60bb against 20260302-093000-60bb: 6 pairs of trials

      undecided  overall           4 -> 4 of 6  0 points (-86.1 to +86.1)  0 broke, 0 mended  p 1.000, 3 scenarios
      undecided  tells-the-price   4 -> 4 of 6  0 points (-86.1 to +86.1)  0 broke, 0 mended  p 1.000, 3 scenarios
      undecided  never-guarantees  6 -> 6 of 6  0 points (-86.1 to +86.1)  0 broke, 0 mended  p 1.000, 3 scenarios

      undecided: a loss of 5 % can be neither shown nor ruled out; 73 more scenarios would decide it if things go on as seen.
    exit 0"
  `)
  expect((await fieldproof('compare --baseline 20260302-0930 --require-proof')).split('\n').at(-1)).toBe('exit 3')
  expect(await fieldproof('compare --margin 5')).toMatchInlineSnapshot(`
    "! problem --margin takes a share between 0 and 1, or a percentage, not "5".
    !         For example: --margin 0.02, or --margin 2%.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
})

test('a trial whose scenario is gone can be read and not replayed', async () => {
  project.write(
    'scenarios/prices.yaml',
    "scenarios: [{ id: price-of-perms, script: [{ say: 'How much is a perm?' }] }]\n",
  )
  expect(await fieldproof('replay 1')).toMatchInlineSnapshot(`
    "! problem The project has no scenario "price-of-colour" any more, which trial 1 was played with.
    !         It can still be read: "fieldproof show 1". To play it, put the file back as it was.
    !         cli/cannot-replay  docs/problems/cli-cannot-replay.md
    exit 2"
  `)
})
