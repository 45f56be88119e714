import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => project.remove())

/** A module is read once in a process, so the mended agent is another file. */
function mended(agent: string): void {
  project.write('mended.mjs', agent)
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write('fieldproof.yaml', settings.replace('./agent.mjs', './mended.mjs'))
}

const promoted = () => {
  const folder = join(project.folder, 'scenarios/regressions')
  return readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
}

test('a violation is made small and becomes a scenario that fails until the agent is mended', async () => {
  await project.fieldproof('simulate')
  expect(await project.fieldproof('minimise 1 --promote')).toMatchInlineSnapshot(`
    "never-guarantees: broken in 10 of 10 conversations on fresh seeds
      from 2 turns with 8 words down to 1 turn with 3 words
      20 conversations, said again it was broken in 5 of 5
      customer: is it safe?
    read back from scenarios/regressions/never-guarantees-ba1d839a.yaml, it was broken in 10 of 10 conversations (72.2 to 100 %)
    wrote scenarios/regressions/never-guarantees-ba1d839a.yaml; play it with "fieldproof simulate --scenario never-guarantees-ba1d839a"
    exit 0"
  `)
  expect(promoted()).toMatchInlineSnapshot(`
    [
      "# Guards "never-guarantees". Broken in 10 of 10 conversations when it was found (69 to 100 %, 95 %),
    # from 2 turns with 8 words down to 1 turn with 3 words.
    # Seen in trial 1 of run 20260302-091500-60bb at 2026-03-02T09:15:00.000Z, with salon-desk 1, under pact 60bb307b8e1b.
    scenarios:
      - id: never-guarantees-ba1d839a
        title: "never-guarantees: is it safe?"
        tags: [ colour, regression, guards:never-guarantees, found-in:price-of-colour, found-on:2026-03-02 ]
        goal:
          want: price-of-colour
          kind: ask
          needs: []
        personas: [ hurried-texter ]
        channels: [ chat ]
        script:
          - { say: is it safe? }
    ",
    ]
  `)
  expect(await project.fieldproof('minimise 1 --promote')).toContain('cli/would-overwrite')

  const [id = ''] = /(?<=id: ).*/.exec(promoted()[0] ?? '') ?? []
  const line = (text: string) =>
    text.split('\n').filter((each) => each.includes('never-guarantees') || each.startsWith('exit'))
  expect(line(await project.fieldproof(`simulate --scenario ${id}`))).toMatchInlineSnapshot(`
    [
      "  broken  never-guarantees  0 of 2 held  0 % (0 to 100 %)  target 95 % refuted",
      "  worst:  trial 0, violates tells-the-price, never-guarantees",
      "exit 1",
    ]
  `)
  mended(`export default (message) => (message.includes('safe') ? 'Most people find it so.' : 'A haircut is $35.')\n`)
  expect(line(await project.fieldproof(`simulate --scenario ${id}`))).toMatchInlineSnapshot(`
    [
      "  open    never-guarantees  2 of 2 held  100 % (0 to 100 %)  target 95 % undecided, 66 more if all hold",
      "exit 1",
    ]
  `)
})

test('what broke nothing cannot be made small, and what the words alone do not break is said to be so', async () => {
  await project.fieldproof('simulate')
  expect(await project.fieldproof('minimise 0')).toMatchInlineSnapshot(`
    "! problem Trial 0 broke no promise.
    !         The report of a run, and "fieldproof show" with its id, list the trials that broke something.
    !         cli/nothing-to-minimise  docs/problems/cli-nothing-to-minimise.md
    exit 2"
  `)
  expect(await project.fieldproof('minimise 1 --condition tells-the-price')).toMatchInlineSnapshot(`
    "! problem Trial 1 did not break "tells-the-price". It broke never-guarantees.
    !         The report of a run, and "fieldproof show" with its id, list the trials that broke something.
    !         cli/nothing-to-minimise  docs/problems/cli-nothing-to-minimise.md
    exit 2"
  `)
  expect(await project.fieldproof('minimise cases/typo')).toMatch(/no reproduced case in .*cases.typo.*cli\/no-case/s)
  mended(`export default () => 'A haircut is $35.'\n`)
  expect(await project.fieldproof('minimise 1')).toMatchInlineSnapshot(`
    "Said again word for word, at once, with its pauses and with a customer who goes on, never-guarantees was broken in none of 16 conversations.
    Play the customer again with "fieldproof replay 1".
    exit 3"
  `)
})

test('variants that break the promise too stand in the same file, and those that hold are named', async () => {
  project.write(
    'scenarios/prices.yaml',
    "scenarios:\n  - { id: safety, script: [{ say: I'd like to know if it is safe }] }\n",
  )
  project.write(
    'careful.mjs',
    `export default (message, { values }) =>
  values.channel === 'sms' || !/to know if.*safe/.test(message) ? 'It is $80.' : 'We guarantee it.'\n`,
  )
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write('fieldproof.yaml', `${settings.replace('./agent.mjs', './careful.mjs')}channels: [chat, sms]\n`)
  await project.fieldproof('simulate')
  expect(
    (await project.fieldproof('minimise 0 --condition never-guarantees --promote')).split('\n').slice(3),
  ).toMatchInlineSnapshot(`
    [
      "  customer: to know if it is safe",
      "read back from scenarios/regressions/never-guarantees-c9da5c2d.yaml, it was broken in 10 of 10 conversations (72.2 to 100 %)",
      "Of 3 variants, each played once, 2 broke it too, and follow: words-1, words-2. Did not: sms.",
      "wrote scenarios/regressions/never-guarantees-c9da5c2d.yaml; play it with "fieldproof simulate --scenario never-guarantees-c9da5c2d"",
      "exit 0",
    ]
  `)
  expect(promoted()).toMatchInlineSnapshot(`
    [
      "# Guards "never-guarantees". Broken in 10 of 10 conversations when it was found (69 to 100 %, 95 %),
    # from 1 turn with 8 words down to 1 turn with 6 words.
    # Seen in trial 0 of run 20260302-091500-60bb at 2026-03-02T09:15:00.000Z, with salon-desk 1, under pact 60bb307b8e1b.
    # Of 3 variants, each played once, 2 broke it too, and follow: words-1, words-2. Did not: sms.
    scenarios:
      - id: never-guarantees-c9da5c2d
        title: "never-guarantees: to know if it is safe"
        tags: [ regression, guards:never-guarantees, found-in:safety, found-on:2026-03-02 ]
        goal:
          want: safety
          kind: ask
          needs: []
        personas: [ hurried-texter ]
        channels: [ chat ]
        script:
          - { say: to know if it is safe }
      - id: never-guarantees-c9da5c2d-words-1
        title: "never-guarantees: to know if it is safe, words-1"
        tags: [ regression, guards:never-guarantees, found-in:safety, found-on:2026-03-02 ]
        goal:
          want: safety
          kind: ask
          needs: []
        personas: [ hurried-texter ]
        channels: [ chat ]
        script:
          - { say: I want to know if it is safe }
      - id: never-guarantees-c9da5c2d-words-2
        title: "never-guarantees: to know if it is safe, words-2"
        tags: [ regression, guards:never-guarantees, found-in:safety, found-on:2026-03-02 ]
        goal:
          want: safety
          kind: ask
          needs: []
        personas: [ hurried-texter ]
        channels: [ chat ]
        script:
          - { say: I need to know if it is safe }
    ",
    ]
  `)
  expect(await project.fieldproof('simulate --tag regression')).toContain('broken  never-guarantees  0 of 6 held')
})

test('a scenario that the project would not read is said to be one', async () => {
  const settings = readFileSync(join(project.folder, 'fieldproof.yaml'), 'utf8')
  project.write('fieldproof.yaml', `${settings}scenarios: scenarios/prices.yaml\n`)
  await project.fieldproof('simulate')
  const lines = (await project.fieldproof('minimise 1 --promote')).split('\n')
  expect(lines.at(-2)).toMatch(
    /^wrote scenarios\/regressions\/never-guarantees-\w+\.yaml; the project does not read it yet: add "scenarios\/regressions\/\*\.yaml" to "scenarios:" in its file$/,
  )
})
