import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atMinute, sampleProject } from '../project.sample.ts'

const project = sampleProject()
const { fieldproof } = project
const file = join(project.folder, 'scenarios/chains.yaml')

beforeAll(() => {
  project.write(
    'fieldproof.yaml',
    `project: corner-salon
agent: { id: salon-desk, module: { file: ./agent.mjs }, tools: tools.json }
scenarios: scenarios/*.yaml
personas: [hurried-texter, careful-first-timer]
`,
  )
  const tool = (name: string, ...parameters: readonly string[]) => ({
    name,
    parameters: {
      type: 'object',
      properties: Object.fromEntries(parameters.map((each) => [each, { type: 'string' }])),
    },
  })
  project.write(
    'tools.json',
    JSON.stringify([
      tool('find_client', 'phone'),
      tool('list_visits', 'clientId'),
      tool('cancel_visit', 'visitId'),
      { ...tool('leave_note', 'text'), writes: true },
    ]),
  )
  project.write(
    'scenarios/prices.yaml',
    `scenarios:
  - id: cancel
    goal: { want: cancel my visit, kind: cancel, needs: [] }
    expect: { calls: [{ tool: cancel_visit }] }
  - id: complain
    goal: { want: complain that I waited for an hour, kind: complain, needs: [] }
    expect: { calls: [{ tool: leave_note }] }
`,
  )
  project.write(
    'agent.mjs',
    `const cancelling = [
  { tool: 'find_client', args: { phone: '555 0101' }, result: { clients: [{ id: 'C-17' }] } },
  { tool: 'list_visits', args: { clientId: 'C-17' }, result: { visits: [{ id: 'V-31' }] } },
  { tool: 'cancel_visit', args: { visitId: 'V-31' }, result: { cancelled: true } },
]
export default function reply(message) {
  if (/waited|hour/i.test(message))
    return { toolCalls: [{ tool: 'leave_note', args: { text: 'waited' }, result: {} }], messages: 'Your complaint has been passed on.' }
  if (/visit/i.test(message)) return { toolCalls: cancelling, messages: 'Your visit has been cancelled.' }
  return 'Goodbye!'
}
`,
  )
})
afterAll(project.remove)

test('before a run, what feeds what is guessed by name and nothing can be composed', async () => {
  expect(await fieldproof('chains --length 3 --limit 2 --write')).toMatchInlineSnapshot(`
    "No run has been kept here yet: what feeds what is guessed from the names of parameters alone.

    What feeds what
      find_client → list_visits  never seen, guessed by clientId
      list_visits → cancel_visit  never seen, guessed by visitId

    Chains of 3 calls: played 0 of 5
      cancel_visit, then find_client → list_visits
        never played; its first 2 calls never played
      find_client → list_visits → cancel_visit
        never played; its first 2 calls never played
      Showing 2 of 5, unplayed ones first; --limit shows more.

    0 scenarios would play 0 of the 5 unplayed chains
      not   in no scenario do most conversations make one half of it (cancel_visit, then find_client → list_visits and 3 more)
      not   it is one wish, and no two scenarios make one (find_client → list_visits → cancel_visit)
    Nothing was written.
    exit 0"
  `)
  expect(existsSync(file)).toBe(false)
})

test('after a run: what fed what, what was played and how often it succeeded, and what a scenario could play', async () => {
  await fieldproof('simulate', atMinute(15))
  expect(await fieldproof('chains --write')).toMatchInlineSnapshot(`
    "20260302-091500-60bb: 4 undisturbed conversations

    What feeds what
      find_client → list_visits  2 times: clients[*].id as clientId
      list_visits → cancel_visit  2 times: visits[*].id as visitId

    Chains of 3 calls: played 1 of 5
      cancel_visit, then find_client → list_visits
        never played; its first 2 calls never played
      leave_note, then find_client → list_visits
        never played; its first 2 calls never played
      list_visits → cancel_visit, then find_client
        never played; its first 2 calls 2 of 2, 100 % (0 to 100 %)
      list_visits → cancel_visit, then leave_note
        never played; its first 2 calls 2 of 2, 100 % (0 to 100 %)
      find_client → list_visits → cancel_visit
        succeeded 2 of 2, 100 % (0 to 100 %); its first 2 calls 2 of 2, 100 % (0 to 100 %)

    Chains of 4 calls: played 0 of 2
      find_client → list_visits → cancel_visit, then leave_note
        never played; its first 2 calls 2 of 2, 100 % (0 to 100 %); its first 3 calls 2 of 2, 100 % (0 to 100 %)
      leave_note, then find_client → list_visits → cancel_visit
        never played; its first 2 calls never played; its first 3 calls never played

    2 scenarios would play 4 of the 6 unplayed chains
      made  complain-then-cancel: leave_note, then find_client → list_visits; leave_note, then find_client → list_visits → cancel_visit
      made  cancel-then-complain: list_visits → cancel_visit, then leave_note; find_client → list_visits → cancel_visit, then leave_note
      not   find_client is called for the first wish already, and may not be called again (cancel_visit, then find_client → list_visits and 1 more)
    They are in scenarios/chains.yaml. Read them before you trust them: whether two wishes go together only you can say.
    exit 0"
  `)
  expect(readFileSync(file, 'utf8')).toMatchInlineSnapshot(`
    "# Two wishes in one conversation, made by "fieldproof chains" of this project's scenarios. Yours to edit.
    scenarios:
      - id: complain-then-cancel
        title: "complain that I waited for an hour. Then: cancel my visit"
        tags: [ chains ]
        goal:
          want: complain that I waited for an hour
          kind: complain
          needs: []
          then:
            - want: cancel my visit
              kind: cancel
              needs: []
        expect:
          calls:
            - { tool: leave_note }
            - { tool: cancel_visit }
      - id: cancel-then-complain
        title: "cancel my visit. Then: complain that I waited for an hour"
        tags: [ chains ]
        goal:
          want: cancel my visit
          kind: cancel
          needs: []
          then:
            - want: complain that I waited for an hour
              kind: complain
              needs: []
        expect:
          calls:
            - { tool: cancel_visit }
            - { tool: leave_note }
    "
  `)
})

test('what was made is not overwritten, and not joined again', async () => {
  const before = readFileSync(file, 'utf8')
  expect(await fieldproof('chains --write')).toContain('scenarios/chains.yaml is there already.')
  expect(await fieldproof('chains --write --force')).toContain('They are in scenarios/chains.yaml.')
  expect(readFileSync(file, 'utf8')).toBe(before)
})

test('the scenario that was made plays what was not', async () => {
  await fieldproof('simulate --scenario cancel-then-complain', atMinute(16))
  expect(await fieldproof('chains --length 4')).toContain('Chains of 4 calls: played 1 of')
})

test('a length that is not looked for is refused', async () => {
  expect(await fieldproof('chains --length 5')).toMatchInlineSnapshot(`
    "! problem --length takes 3 or 4, not "5".
    !         Leave it out for both.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
})
