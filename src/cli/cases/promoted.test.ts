import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { served } from '../production.sample.ts'
import { namelessGuards, type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => project.remove())

test('a scenario that the agent which broke the promise would pass is not kept, unless that is asked for', async () => {
  // Breaks it for the first customer of each kind alone, so that a scenario with others does not bring it back.
  project.write(
    'first.mjs',
    `export default (message, { values }) => (values.repeat === 0 ? 'We guarantee it, for $5.' : 'It is $5.')\n`,
  )
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write('fieldproof.yaml', settings.replace('./agent.mjs', './first.mjs'))
  await project.fieldproof('simulate')
  const told = async (words: string) =>
    namelessGuards(await project.fieldproof(words))
      .split('\n')
      .filter((line) => /^(!|read back| {2}An agent|wrote|exit)/.test(line))
  const written = () => readdirSync(join(project.folder, 'scenarios/regressions'))
  expect(await told('minimise 0 --promote')).toMatchInlineSnapshot(`
    [
      "! problem The scenario does not guard "never-guarantees": read back from scenarios/regressions/never-guarantees-GUARD.yaml, it was broken in 4 of 40 conversations (4 to 23.1 %). An agent that breaks it as before could pass.",
      "!         It was taken away again; --keep leaves it, to be read and mended. What breaks only now and then takes a higher "target" under "regressions" in the project file.",
      "!         cli/guards-against-nothing  docs/problems/cli-guards-against-nothing.md",
      "exit 2",
    ]
  `)
  expect(written()).toEqual([])
  expect(await told('minimise 0 --promote --keep')).toMatchInlineSnapshot(`
    [
      "read back from scenarios/regressions/never-guarantees-GUARD.yaml, it was broken in 4 of 40 conversations (4 to 23.1 %)",
      "  An agent that breaks it as before could pass.",
      "wrote scenarios/regressions/never-guarantees-GUARD.yaml; play it with "fieldproof simulate --scenario never-guarantees-GUARD"",
      "exit 3",
    ]
  `)
  expect(written()).toHaveLength(1)
})

test('what came from production says how many customers begin like it, in its file and in the library', async () => {
  const asked = (id: string, customer: string, agent: string) => ({ id, customer, agent })
  await served(project.folder, [
    asked('p-1', 'Is it safe for my hair?', 'We guarantee it.'),
    asked('p-2', 'is colour safe for my hair', 'We guarantee it.'),
    ...['a haircut', 'a trim', 'a shave', 'a blow-dry', 'a wash', 'a perm'].map((what, at) =>
      asked(`q-${at}`, `How much do I pay for ${what}?`, 'It is $35.'),
    ),
  ])
  const [, made = ''] =
    /wrote (\S+);/.exec(await project.fieldproof('reproduce p-1 --condition never-guarantees')) ?? []
  const told = await project.fieldproof(`minimise ${made} --promote`)
  expect(told.split('\n').filter((line) => line.includes('production'))).toMatchInlineSnapshot(`
    [
      "Of production then, 2 of 8 (25 %, 5.2 to 67 %) began like it.",
    ]
  `)
  const [, file = ''] = /wrote (\S+);/.exec(told) ?? []
  const [top = ''] = readFileSync(join(project.folder, file), 'utf8').split('        goal')
  expect(
    namelessGuards(top)
      .split('\n')
      .filter((line) => /Seen|production|tags/.test(line)),
  ).toMatchInlineSnapshot(`
    [
      "# Seen in conversation p-1 of production at 2026-03-02T08:15:00.000Z, with salon-desk, under pact 60bb307b8e1b.",
      "# Of production then, 2 of 8 (25 %, 5.2 to 67 %) began like it.",
      "    tags: [ regression, guards:never-guarantees, found-in:p-1, found-on:2026-03-02 ]",
    ]
  `)
  expect(namelessGuards(await project.fieldproof('regressions'))).toMatchInlineSnapshot(`
    "            scenario                   guards            newest run  found              last failed  stands for
    not played  never-guarantees-GUARD  never-guarantees  not played  2026-03-02, today  never here   2 of 8 (25 %, 5.2 to 67 %)
    Proven: the promise holds in more than 90 % of such conversations, with 95 % certainty.
    1 regression to be proven, by 33 conversations of one run: "fieldproof simulate --tag regression --repeats 33".
    exit 0"
  `)
})
