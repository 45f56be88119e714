import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { atMinute, type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => project.remove())

test('a fix is proven by one run that is long enough, and not by a short green one', async () => {
  expect(await project.fieldproof('regressions --check')).toMatchInlineSnapshot(`
    "No scenario guards against what was found before: "fieldproof minimise --promote" writes one.
    exit 0"
  `)
  await project.fieldproof('simulate', atMinute(1))
  await project.fieldproof('minimise 1 --promote', atMinute(2))
  expect(await project.fieldproof('regressions --check', atMinute(3))).toMatchInlineSnapshot(`
    "            scenario                   guards            newest run  found              last failed
    not played  never-guarantees-7df3495c  never-guarantees  not played  2026-03-02, today  never here
    One run decides: "fieldproof simulate --tag regression --repeats 29".
    exit 3"
  `)

  await project.fieldproof('simulate --tag regression', atMinute(4))
  expect(await project.fieldproof('regressions --check', atMinute(5))).toMatchInlineSnapshot(`
    "        scenario                   guards            newest run        found              last failed
    broken  never-guarantees-7df3495c  never-guarantees  broken in 2 of 2  2026-03-02, today  2026-03-02
    exit 1"
  `)

  // A module is read once in a process, so the mended agent is another file.
  project.write('mended.mjs', `export default () => 'A haircut is $35.'\n`)
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write('fieldproof.yaml', settings.replace('./agent.mjs', './mended.mjs'))
  await project.fieldproof('simulate --tag regression --repeats 9', atMinute(6))
  expect(await project.fieldproof('regressions --check', atMinute(7))).toMatchInlineSnapshot(`
    "      scenario                   guards            newest run                   found              last failed
    open  never-guarantees-7df3495c  never-guarantees  held 9 of 9: 20 more needed  2026-03-02, today  2026-03-02
    One run decides: "fieldproof simulate --tag regression --repeats 29".
    exit 3"
  `)
  await project.fieldproof('simulate --tag regression --repeats 29', atMinute(8))
  expect(await project.fieldproof('regressions --check', atMinute(9))).toMatchInlineSnapshot(`
    "        scenario                   guards            newest run                      found              last failed
    proven  never-guarantees-7df3495c  never-guarantees  held 29 of 29: proven at 90/95  2026-03-02, today  2026-03-02
    exit 0"
  `)
  expect(await project.fieldproof('regressions --json', atMinute(9))).toMatchInlineSnapshot(`
    "{"id":"never-guarantees-7df3495c","guards":"never-guarantees","standing":"proven","missing":0,"foundIn":"price-of-colour","foundOn":"2026-03-02","newest":{"run":"20260302-090800-60bb","at":"2026-03-02T09:08:00.000Z","held":29,"violated":0,"unjudged":0},"lastFailed":{"run":"20260302-090400-60bb","at":"2026-03-02T09:04:00.000Z","held":0,"violated":2,"unjudged":0}}
    exit 0"
  `)
})

test('what never failed in a run that is kept is flagged', async () => {
  project.write(
    'scenarios/old.yaml',
    'scenarios:\n  - { id: old, tags: [regression, "guards:never-guarantees"], script: [{ say: What is a haircut? }] }\n',
  )
  await project.fieldproof('simulate --tag regression', atMinute(1))
  expect(await project.fieldproof('regressions', atMinute(2))).toMatchInlineSnapshot(`
    "      scenario  guards            newest run                   found     last failed
    open  old       never-guarantees  held 2 of 2: 27 more needed  not said  never here
    Never failed in a run that is kept: old. What never fails may guard against nothing: play it with the agent it was found in.
    One run decides: "fieldproof simulate --tag regression --repeats 29".
    exit 0"
  `)
})
