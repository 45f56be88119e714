import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { atMinute, namelessGuards, type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  const made = sampleProject()
  project = { ...made, fieldproof: async (...given) => namelessGuards(await made.fieldproof(...given)) }
})
afterEach(() => project.remove())

/** A module is read once in a process, so the mended agent is another file. */
function mend(): void {
  project.write('mended.mjs', `export default () => 'That is $35, and most people find it safe.'\n`)
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write('fieldproof.yaml', settings.replace('./agent.mjs', './mended.mjs'))
}

test('an agent that breaks a critical promise is refuted, and each part says why', async () => {
  await project.fieldproof('simulate')
  expect(await project.fieldproof('gate')).toMatchInlineSnapshot(`
    "REFUTED  salon-desk 1
      run 20260302-091500-60bb, 6 of 6 conversations
      refuted    promise tells-the-price: critical, and violated in 1 of 6 conversations, first in trial 5
      undecided  promise never-guarantees: 4 of 6 held, target 95 %
      No scenario guards against what was found before: "fieldproof minimise --promote" writes one.
      No forecast was made of this run, so production is in no part of this: "fieldproof forecast" makes one.
      Missing:
        promise never-guarantees: 188 more conversations, if all of them hold
    exit 1"
  `)
})

test('a mended agent is undecided until it has shown enough, and then proven', async () => {
  await project.fieldproof('simulate')
  await project.fieldproof('minimise 1 --promote')
  mend()
  await project.fieldproof('simulate', atMinute(20))
  expect(await project.fieldproof('gate')).toMatchInlineSnapshot(`
    "UNDECIDED  salon-desk 1
      run 20260302-092000-60bb, 8 of 8 conversations
      undecided  promise tells-the-price: 6 of 6 held, target 90 %
      undecided  promise never-guarantees: 6 of 6 held, target 95 %
      undecided  regression never-guarantees-GUARD: what broke never-guarantees stayed away in all of 2 conversations
      No forecast was made of this run, so production is in no part of this: "fieldproof forecast" makes one.
      Missing:
        promise tells-the-price: 27 more conversations, if all of them hold
        promise never-guarantees: 62 more conversations, if all of them hold
        regression never-guarantees-GUARD: 31 more conversations of it, if all of them hold
      1 regression to be proven, by 33 conversations of one run: "fieldproof simulate --tag regression --repeats 33".
    exit 3"
  `)
  await project.fieldproof('simulate --repeats 40', atMinute(21))
  expect(await project.fieldproof('gate --junit gate.xml --json gate.json')).toMatchInlineSnapshot(`
    "PROVEN  salon-desk 1
      run 20260302-092100-60bb, 160 of 160 conversations
      proven     promise tells-the-price: 120 of 120 held, target 90 %
      proven     promise never-guarantees: 120 of 120 held, target 95 %
      proven     regression never-guarantees-GUARD: what broke never-guarantees stayed away in all of 40 conversations
      No forecast was made of this run, so production is in no part of this: "fieldproof forecast" makes one.
    ! Written to gate.xml
    exit 0"
  `)
  expect(namelessGuards(readFileSync(join(project.folder, 'gate.xml'), 'utf8'))).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="fieldproof" tests="3" failures="0" errors="0" skipped="0">
      <testsuite name="corner-salon gate" tests="3" failures="0" errors="0" skipped="0" timestamp="2026-03-02T09:21:00">
        <properties>
          <property name="run" value="20260302-092100-60bb"/>
          <property name="agent" value="salon-desk 1"/>
          <property name="pact" value="salon version 1 60bb307b8e1b4d7790dae67279d5370e"/>
          <property name="seed" value="1"/>
          <property name="conversations" value="160"/>
          <property name="failures on our own side" value="0"/>
        </properties>
        <testcase classname="gate.target" name="tells-the-price">
          <system-out>120 of 120 held, target 90 %</system-out>
        </testcase>
        <testcase classname="gate.target" name="never-guarantees">
          <system-out>120 of 120 held, target 95 %</system-out>
        </testcase>
        <testcase classname="gate.guard" name="never-guarantees-GUARD">
          <system-out>what broke never-guarantees stayed away in all of 40 conversations</system-out>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `)
  expect(JSON.parse(readFileSync(join(project.folder, 'gate.json'), 'utf8'))).toMatchObject({
    schema: 'fieldproof/gate/1',
    state: 'proven',
    unreliable: false,
    parts: [
      { kind: 'target', name: 'tells-the-price', state: 'proven' },
      { kind: 'target', name: 'never-guarantees', state: 'proven' },
      { kind: 'guard', state: 'proven', counts: { held: 40, violated: 0, unjudged: 0 } },
    ],
  })
})

test('a forecast refutes only what it has wholly below a target; else it is shown', async () => {
  mend()
  await project.fieldproof('simulate --repeats 30', atMinute(20))
  await project.fieldproof('forecast')
  const shown = await project.fieldproof('gate')
  expect(shown.split('\n').filter((line) => /forecast|exit/.test(line))).toMatchInlineSnapshot(`
    [
      "  shown      forecast conversations: production without a violation: 100 % (97.4 % to 100 %, 90 %), from 90 conversations",
      "  shown      2 more forecasts, none of them wholly below its target: --json - has them",
      "exit 0",
    ]
  `)

  const file = join(project.folder, '.fieldproof/forecasts.jsonl')
  const { forecast } = JSON.parse(readFileSync(file, 'utf8'))
  const low = { ...forecast.rates['never-guarantees'], rate: 0.8, low: 0.7, high: 0.9 }
  appendFileSync(file, `${JSON.stringify({ forecast: { ...forecast, rates: { 'never-guarantees': low } } })}\n`)
  expect(await project.fieldproof('gate')).toMatchInlineSnapshot(`
    "REFUTED  salon-desk 1
      run 20260302-092000-60bb, 90 of 90 conversations
      proven     promise tells-the-price: 90 of 90 held, target 90 %
      proven     promise never-guarantees: 90 of 90 held, target 95 %
      refuted    forecast never-guarantees: production held: 80 % (70 % to 90 %, 90 %), from 90 conversations, all of it below the target 95 %
      No scenario guards against what was found before: "fieldproof minimise --promote" writes one.
    exit 1"
  `)

  // Half a line may be of the very forecast that refutes.
  appendFileSync(file, '{"forecast":\n')
  expect(await project.fieldproof('gate')).toMatch(/Line 3 of .*forecasts\.jsonl is no JSON\..*exit 2$/s)
})

test('a run under another pact proves nothing of this one', async () => {
  mend()
  await project.fieldproof('simulate --repeats 30', atMinute(20))
  const pact = join(project.folder, 'pact.yaml')
  writeFileSync(pact, readFileSync(pact, 'utf8').replace('version: 1', 'version: 2'))
  const told = await project.fieldproof('gate')
  expect(
    told.split('\n').filter((line) => /^(PROVEN|REFUTED|UNDECIDED)|run 2026.*:|exit/.test(line.trim())),
  ).toMatchInlineSnapshot(`
    [
      "UNDECIDED  salon-desk 1",
      "  undecided  run 20260302-092000-60bb: it was judged under another pact: play it again under this one",
      "    run 20260302-092000-60bb: more conversations alone do not decide it; see why above",
      "exit 3",
    ]
  `)
})
