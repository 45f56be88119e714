import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Problems, placeText } from '../problem.ts'
import { projectFolder } from './project.sample.ts'
import { readProject } from './project.ts'

async function told(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const folder = projectFolder(files)
  try {
    await readProject(join(folder, 'fieldproof.yaml'))
  } catch (thrown) {
    if (!(thrown instanceof Problems)) throw thrown
    const shown = (text: string) => text.replaceAll(/[^\s"]*fieldproof-project-\w+\//g, '')
    return thrown.all.map(({ code, at, message, hint }) => shown(`${code} ${at && placeText(at)} ${message} ${hint}`))
  }
  return []
}

test('a sound project is read with its pact, scenarios and personas', async () => {
  const project = await readProject(join(projectFolder(), 'fieldproof.yaml'))
  expect({
    pact: project.pact.id,
    scenarios: project.scenarios.map(({ id }) => id),
    personas: project.personas.map(({ id }) => id),
    runs: project.settings.runs,
  }).toEqual({
    pact: 'booking',
    scenarios: ['book-cleaning'],
    personas: ['hurried-texter', 'careful-first-timer'],
    runs: {
      seed: 1,
      repeats: 1,
      concurrency: 20,
      maxTurns: 30,
      quietMs: 1500,
      startsAt: '2026-03-02T09:00:00+00:00',
      target: 0.9,
      control: false,
      faults: 'none',
      pace: 'fast',
    },
  })
})

test('mistakes in all of the files are told in one reading', async () => {
  expect(
    await told({
      'fieldproof.yaml': `
project: booking
agent: { id: booker, module: { file: agent.mjs, export: reply } }
personas: [hurried-texer]
`,
      'pact.yaml': 'pact: booking\nversion: 1\nconditions: [{ id: a, never-sais: guarantee }]\n',
      'scenarios/book.yaml': 'scenarios: [{ id: a, gaol: { want: x, kind: book } }]\n',
    }),
  ).toMatchInlineSnapshot(`
    [
      "document/unknown-key scenarios/book.yaml:1:22 "gaol" is not a key that is known here. Did you mean "goal"? Known keys here: id, title, tags, goal, facts, events, script, expect, given, history, personas, channels, faults, recorded, repeats, maxTurns, startsAt, timeZone.",
      "document/unknown-key pact.yaml:3:23 "never-sais" is not a key that is known here. Did you mean "never-says"? Known keys here: id, dimension, severity, target, says, never-says, tool-call-as-text, raw-error, reply, limits, leak, language, channel, escalation, claim, capability, tools, state, resolved, grounded, answers, consistent, refusal-holds, checkpoints, once, failure-told, retries, degraded, recovers, fails-closed, rubric.",
      "project/unknown-persona fieldproof.yaml:4:12 There is no persona called "hurried-texer". Shipped personas: careful-first-timer, chatty-regular, terse-professional, hurried-texter, distracted-parent, non-native-speaker, sceptical-negotiator, frustrated-returner, model-customer, burst-texter, voice-note-sender, formal-elder, angry-customer, interrupted-commuter, photo-sender, spells-by-ear, copy-paster, spanish-english, portuguese-english, french-english, german-english, hindi-english. Name a .yaml file for one of your own.",
    ]
  `)
})

test('a change that no verifier would see is told before anything runs', async () => {
  expect(
    await told({
      'scenarios/book.yaml':
        'scenarios: [{ id: a, goal: { want: x, kind: book }, expect: { changes: [{ verifier: calendar, added: {} }] } }]\n',
    }),
  ).toMatchInlineSnapshot(`
    [
      "project/unknown-verifier scenarios/book.yaml A scenario expects a change that the verifier "calendar" would see, and the project has no such verifier. Add it under "verifiers:".",
    ]
  `)
})

test('checks between the steps of a script need a condition that judges them', async () => {
  const script = 'scenarios: [{ id: a, script: [{ say: hi }, { expect: { says: hello } }] }]\n'
  expect(await told({ 'scenarios/book.yaml': script })).toMatchInlineSnapshot(`
    [
      "project/unjudged-checks scenarios/book.yaml The script of "a" has checks between its steps, and no condition of the pact judges them. Add to pact.yaml: "- { id: keeps-to-the-script, checkpoints: {} }".",
    ]
  `)
  const pact = 'pact: p\nversion: 1\nconditions: [{ id: script, checkpoints: {} }]\n'
  expect(await told({ 'scenarios/book.yaml': script, 'pact.yaml': pact })).toEqual([])
})

test('files that are not there, and patterns that match nothing', async () => {
  const project = (more: string) =>
    `project: p\nagent: { id: a, module: { file: agent.mjs, export: reply } ${more === 'tools' ? ', tools: tools.json' : ''} }\n${more === 'scenarios' ? 'scenarios: tests/*.yaml\n' : ''}${more === 'pact' ? 'pact: promises.yaml\n' : ''}`
  expect([
    ...(await told({ 'fieldproof.yaml': project('tools') })),
    ...(await told({ 'fieldproof.yaml': project('scenarios') })),
    ...(await told({ 'fieldproof.yaml': project('pact') })),
  ]).toMatchInlineSnapshot(`
    [
      "project/file-missing tools.json tools.json cannot be read. Check the name; paths are read from the folder of the file that names them. "fieldproof init" writes a new project.",
      "project/no-scenarios fieldproof.yaml:3:12 No scenario file matches tests/*.yaml. Paths are read from the folder of the project file. Write one with "fieldproof init", or correct the pattern.",
      "project/file-missing promises.yaml promises.yaml cannot be read. Check the name; paths are read from the folder of the file that names them. "fieldproof init" writes a new project.",
    ]
  `)
})
