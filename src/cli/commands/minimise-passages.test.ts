import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { sent } from '../production.sample.ts'
import { type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => project.remove())

const passages = [
  'A colour takes two hours. Bring a photo if you have one in mind.',
  'Gloss is renewed every six weeks.',
  'Colours by Ana are known in the whole town. We guarantee that they last for a year! Ask her for a sample first.',
  'A patch test is done two days before a colour.',
]
const event = (second: number, what: object) => ({ at: `2026-03-02T08:15:0${second}Z`, ...what })

test('of all that an agent was told, the passage that misled it is left', async () => {
  project.write(
    'fieldproof.yaml',
    `project: corner-salon
agent: { id: salon-desk, module: { file: ./desk.mjs } }
backends: { handbook: { correlate: { prefix: true }, tools: { look_up: GET /passages } } }
personas: [hurried-texter]
`,
  )
  project.write(
    'pact.yaml',
    'pact: salon\nversion: 1\nconditions:\n  - { id: never-guarantees, never-says: guarantee }\n',
  )
  // Reads out whatever the handbook has of colours.
  project.write(
    'desk.mjs',
    `export default async function desk(message, { values }) {
  if (!message.includes('colour')) return 'Good morning!'
  const reply = await fetch(values.backends.handbook.url + '/passages?about=colour')
  const { passages } = await reply.json()
  return passages.filter(({ text }) => /colour/i.test(text)).map(({ text }) => text).join(' ') || 'I do not know.'
}
`,
  )
  await sent(project.folder, [
    {
      ...{ id: 'misled', channel: 'chat', agent: { id: 'salon-desk' }, ended: true },
      events: [
        event(0, { type: 'message', from: 'customer', text: 'Good morning.' }),
        event(1, { type: 'message', from: 'agent', text: 'Good morning!' }),
        event(2, { type: 'message', from: 'customer', text: 'Tell me about the colour, please.' }),
        event(3, { type: 'tool-call', callId: 'a', tool: 'look_up', args: { about: 'colour' }, seenBy: 'trace' }),
        event(4, {
          ...{ type: 'tool-result', callId: 'a', outcome: 'ok', seenBy: 'trace' },
          value: { passages: passages.map((text, nth) => ({ id: `p-${nth}`, text })) },
        }),
        event(5, { type: 'message', from: 'agent', text: passages.join(' ') }),
      ],
    },
  ])
  await project.fieldproof('reproduce misled --runs 2 --write cases/misled')
  const small = await project.fieldproof('minimise cases/misled --promote')
  expect(small.split('\n').slice(0, 6)).toMatchInlineSnapshot(`
    [
      "never-guarantees: broken in 10 of 10 conversations on fresh seeds",
      "  from 2 turns with 8 words and 4 passages down to 1 turn with 3 words and 1 passage",
      "  35 conversations, said again it was broken in 5 of 5",
      "  customer: about the colour,",
      "  handbook: {"id":"p-2","text":"Colours by Ana are known in the whole town. We guarantee that they last for a year!"}",
      "read back from scenarios/regressions/never-guarantees-9265a91b.yaml, it was broken in 10 of 10 conversations (72.2 to 100 %)",
    ]
  `)
  const [, id = ''] = /--scenario (\S+)"/.exec(small) ?? []
  const recordings = join(project.folder, 'scenarios/regressions/recordings')
  expect(readdirSync(recordings)).toEqual([`${id}-handbook.har`])
  const { log } = JSON.parse(readFileSync(join(recordings, `${id}-handbook.har`), 'utf8'))
  expect(JSON.parse(log.entries[0].response.content.text)).toEqual({
    passages: [
      { id: 'p-2', text: 'Colours by Ana are known in the whole town. We guarantee that they last for a year!' },
    ],
  })
  expect(await project.fieldproof(`simulate --scenario ${id}`)).toMatch(/never-guarantees {2}0 of 1 held/)
}, 30_000)
