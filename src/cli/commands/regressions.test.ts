import { readFileSync, writeFileSync } from 'node:fs'
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
function mend(answer: string): void {
  project.write('mended.mjs', `export default () => '${answer}'\n`)
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write('fieldproof.yaml', settings.replace('./agent.mjs', './mended.mjs'))
}

test('a fix is proven by one run that is long enough, and not by a short green one', async () => {
  expect(await project.fieldproof('regressions --check')).toMatchInlineSnapshot(`
    "No scenario guards against what was found before: "fieldproof minimise --promote" writes one.
    exit 0"
  `)
  await project.fieldproof('simulate', atMinute(1))
  await project.fieldproof('minimise 1 --promote', atMinute(2))
  expect(await project.fieldproof('regressions --check', atMinute(3))).toMatchInlineSnapshot(`
    "            scenario                   guards            newest run  found              last failed
    not played  never-guarantees-GUARD  never-guarantees  not played  2026-03-02, today  never here
    Proven: the promise holds in more than 90 % of such conversations, with 95 % certainty.
    What they stand for is not known: no conversation of production is kept here.
    1 regression to be proven, by 33 conversations of one run: "fieldproof simulate --tag regression --repeats 33".
    exit 3"
  `)

  await project.fieldproof('simulate --tag regression', atMinute(4))
  expect(await project.fieldproof('regressions --check', atMinute(5))).toMatchInlineSnapshot(`
    "         scenario                   guards            newest run           found              last failed
    refuted  never-guarantees-GUARD  never-guarantees  came back in 2 of 2  2026-03-02, today  2026-03-02
    Proven: the promise holds in more than 90 % of such conversations, with 95 % certainty.
    What they stand for is not known: no conversation of production is kept here.
    exit 1"
  `)
  // What it guards is known to break; what else breaks there is news.
  expect(
    (await project.fieldproof('violations')).match(/tells-the-price +critical|never-guarantees|^What reg.*/gm),
  ).toMatchInlineSnapshot(`
    [
      "tells-the-price  critical",
      "What regression scenarios break of what they guard is not among them: see "fieldproof regressions".",
    ]
  `)

  mend('A haircut is $35.')
  await project.fieldproof('simulate --tag regression --repeats 9', atMinute(6))
  expect(await project.fieldproof('regressions --check', atMinute(7))).toMatchInlineSnapshot(`
    "           scenario                   guards            newest run                   found              last failed
    undecided  never-guarantees-GUARD  never-guarantees  held 9 of 9: 24 more needed  2026-03-02, today  2026-03-02
    Proven: the promise holds in more than 90 % of such conversations, with 95 % certainty.
    What they stand for is not known: no conversation of production is kept here.
    1 regression to be proven, by 33 conversations of one run: "fieldproof simulate --tag regression --repeats 33".
    exit 3"
  `)
  await project.fieldproof('simulate --tag regression --repeats 33', atMinute(8))
  expect(await project.fieldproof('regressions --check', atMinute(9))).toMatchInlineSnapshot(`
    "        scenario                   guards            newest run     found              last failed
    proven  never-guarantees-GUARD  never-guarantees  held 33 of 33  2026-03-02, today  2026-03-02
    Proven: the promise holds in more than 90 % of such conversations, with 95 % certainty.
    What they stand for is not known: no conversation of production is kept here.
    exit 0"
  `)
  expect(await project.fieldproof('regressions --json', atMinute(9))).toMatchInlineSnapshot(`
    "{"id":"never-guarantees-GUARD","guards":"never-guarantees","standing":"proven","missing":0,"newest":{"run":"20260302-090800-60bb","at":"2026-03-02T09:08:00.000Z","held":33,"violated":0,"unjudged":0},"lastFailed":{"run":"20260302-090400-60bb","at":"2026-03-02T09:04:00.000Z","held":0,"violated":2,"unjudged":0},"foundIn":"price-of-colour","foundOn":"2026-03-02"}
    exit 0"
  `)
})

test('what one version of the agent has proven is proven until it breaks again, for the gate too', async () => {
  await project.fieldproof('simulate', atMinute(1))
  await project.fieldproof('minimise 1 --promote', atMinute(2))
  mend('That is $35, and most people find it safe.')
  await project.fieldproof('simulate --tag regression --repeats 33', atMinute(3))
  await project.fieldproof('simulate', atMinute(4))
  const told = async (minute: number) =>
    [
      ...(await project.fieldproof('regressions', atMinute(minute))).split('\n').slice(1, 2),
      ...(await project.fieldproof('gate')).split('\n').filter((line) => line.includes('  regression ')),
    ].map((line) => line.trim())
  expect(await told(5)).toMatchInlineSnapshot(`
    [
      "proven  never-guarantees-GUARD  never-guarantees  held 2 of 2; proven in 20260302-090300-60bb  2026-03-02, today  never here",
      "proven     regression never-guarantees-GUARD: what broke never-guarantees stayed away in all of 2 conversations; in run 20260302-090300-60bb with the same version it stayed away in all of 33 conversations",
    ]
  `)

  const file = join(project.folder, 'fieldproof.yaml')
  const settings = readFileSync(file, 'utf8')
  writeFileSync(file, settings.replace("version: '1'", "version: '2'"))
  await project.fieldproof('simulate', atMinute(6))
  expect(await told(7)).toMatchInlineSnapshot(`
    [
      "undecided  never-guarantees-GUARD  never-guarantees  held 2 of 2: 31 more needed  2026-03-02, today  never here",
      "undecided  regression never-guarantees-GUARD: what broke never-guarantees stayed away in all of 2 conversations",
      "regression never-guarantees-GUARD: 31 more conversations of it, if all of them hold",
    ]
  `)

  writeFileSync(file, `${settings}regressions: { target: 0.5, certainty: 0.9 }\n`)
  expect(await told(8)).toMatchInlineSnapshot(`
    [
      "undecided  never-guarantees-GUARD  never-guarantees  held 2 of 2: 2 more needed  2026-03-02, today  never here",
      "undecided  regression never-guarantees-GUARD: what broke never-guarantees stayed away in all of 2 conversations",
      "regression never-guarantees-GUARD: 2 more conversations of it, if all of them hold",
    ]
  `)
})

test('what never failed in a run that is kept is flagged', async () => {
  project.write(
    'scenarios/old.yaml',
    'scenarios:\n  - { id: old, tags: [regression, "guards:never-guarantees"], script: [{ say: What is a haircut? }] }\n',
  )
  await project.fieldproof('simulate --tag regression', atMinute(1))
  expect(await project.fieldproof('regressions', atMinute(2))).toMatchInlineSnapshot(`
    "           scenario  guards            newest run                   found     last failed
    undecided  old       never-guarantees  held 2 of 2: 31 more needed  not said  never here
    Proven: the promise holds in more than 90 % of such conversations, with 95 % certainty.
    What they stand for is not known: no conversation of production is kept here.
    Never failed in the 1 run looked at: old. What never fails may guard against nothing: play it with the agent it was found in.
    1 regression to be proven, by 33 conversations of one run: "fieldproof simulate --tag regression --repeats 33".
    exit 0"
  `)
})
