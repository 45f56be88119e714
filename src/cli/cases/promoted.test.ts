import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SampleProject, sampleProject } from '../project.sample.ts'

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
  const file = join(project.folder, 'scenarios/regressions/never-guarantees-f1292457.yaml')
  expect((await project.fieldproof('minimise 0 --promote')).split('\n').slice(3)).toMatchInlineSnapshot(`
    [
      "  customer: (goes on freely)",
      "! problem The scenario does not guard "never-guarantees": read back from scenarios/regressions/never-guarantees-f1292457.yaml, it was broken in 4 of 40 conversations (4 to 23.1 %). An agent that breaks it as before could pass.",
      "!         It was taken away again; --keep leaves it, to be read and mended. What breaks only now and then takes a higher "target" under "regressions" in the project file.",
      "!         cli/guards-against-nothing  docs/problems/cli-guards-against-nothing.md",
      "exit 2",
    ]
  `)
  expect(existsSync(file)).toBe(false)
  expect((await project.fieldproof('minimise 0 --promote --keep')).split('\n').slice(3)).toMatchInlineSnapshot(`
    [
      "  customer: (goes on freely)",
      "read back from scenarios/regressions/never-guarantees-f1292457.yaml, it was broken in 4 of 40 conversations (4 to 23.1 %)",
      "  An agent that breaks it as before could pass.",
      "wrote scenarios/regressions/never-guarantees-f1292457.yaml; play it with "fieldproof simulate --scenario never-guarantees-f1292457"",
      "exit 3",
    ]
  `)
  expect(existsSync(file)).toBe(true)
})
