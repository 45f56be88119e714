import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
  project.write('agent.mjs', agent)
  project.write('fieldproof.yaml', projectText)
  project.write('pact.yaml', pact)
  project.write('scenarios/prices.yaml', scenarios)
  project.write('small-letters.yaml', persona)
})
afterEach(() => project.remove())

const projectText = `project: corner-salon
agent: { id: salon-desk, module: { file: ./agent.mjs } }
personas: [./small-letters.yaml]
channels: [chat, sms]
runs: { repeats: 2 }
`

/** Reads no small letters, and sees no prices on SMS. */
const agent = `export default function reply(message, { values }) {
  const understood = values.channel !== 'sms' && /[A-Z]/.test(message)
  return understood ? 'It costs $35. Is there anything else I can help you with?' : 'Sorry, I cannot help you with that.'
}
`
const persona = 'id: small-letters\ntitle: In small letters\nwriting: { lowercase: 1 }\n'
const pact = `pact: salon
version: 1
conditions:
  - { id: tells-the-price, says: '/[$]\\d+/' }
`
const scenarios = `scenarios:
${['haircut', 'colour', 'shave', 'wash', 'trim', 'style', 'perm', 'braid']
  .map((what) => `  - { id: ${what}, goal: { want: know what a ${what} costs, kind: ask, needs: [] } }`)
  .join('\n')}
`

const ablated = async (words = '') =>
  (await project.fieldproof(`ablate ${words}`.trim())).replace(/against .*/, 'against AGENT')

test('each factor is told what it costs alone, in all and when it is left out', async () => {
  expect(await ablated()).toMatchInlineSnapshot(`
    "! corner-salon: 128 trials against AGENT
    16 customers of 8 scenarios: 100.0 % without a violation as testers do, 0.0 % with all of it
    points lost by  in all           95 %  alone           95 %  last           95 %
    channel           50.0    3.1 to 76.9  100.0  34.8 to 100.0   0.0  -33.7 to 33.7
    noise             50.0    3.1 to 76.9  100.0  34.8 to 100.0   0.0  -33.7 to 33.7
    behaviours         0.0  -33.7 to 33.7    0.0  -33.7 to 33.7   0.0  -33.7 to 33.7
    in all: the mean over every order in which they could come, which adds up; last: what leaving it out wins back
    exit 0"
  `)
  expect(readFileSync(join(project.folder, '.fieldproof/ablations.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1)
})

test('what cannot be left out is said', async () => {
  expect(await ablated('--factor faults')).toMatchInlineSnapshot(`
    "! problem This project has no factor "faults" to leave out.
    !         It has behaviours, channel, noise. "channel" takes two channels, "faults" a fault set.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
  project.write('fieldproof.yaml', projectText.replace('./small-letters.yaml', 'model-customer'))
  expect(await ablated()).toMatchInlineSnapshot(`
    "! problem Every scenario is brought by model-customer, who has nothing that could be left out.
    !         Name other personas in fieldproof.yaml, or make one of recorded customers with "fieldproof fit".
    !         cli/nothing-to-ablate  docs/problems/cli-nothing-to-ablate.md
    exit 2"
  `)
})
