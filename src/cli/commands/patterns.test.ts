import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Served, served } from '../production.sample.ts'
import { atMinute, type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => project.remove())

const lost = 'Sorry, I did not understand that.'
const price = 'A haircut is $35.'

/** Prices end well; parking is not understood, and its customers ask again, leave, or want a person; two come back by mail. */
const talks: readonly Served[] = [
  ...Array.from({ length: 60 }, (): Served => ({ customer: 'What is a haircut?', agent: price, further: ['Thanks!'] })),
  ...Array.from(
    { length: 30 },
    (): Served => ({
      customer: 'Where can I park my car near you?',
      agent: lost,
      further: ['I want to know where I can park my car', 'Sorry, I still did not understand.'],
      channel: 'sms',
    }),
  ),
  ...Array.from(
    { length: 5 },
    (): Served => ({
      customer: 'Is there parking for my car',
      agent: lost,
      further: ['Let me talk to a person', lost],
    }),
  ),
  ...['ana', 'ben'].flatMap((customerId): readonly Served[] => [
    { customer: 'How much is colour?', agent: lost, further: ['never mind'], customerId, hoursAgo: 5 },
    {
      customer: 'How much is colour please',
      agent: 'Colour starts at $80.',
      further: ['ok bye'],
      customerId,
      channel: 'email',
    },
  ]),
]

const patterns = async (words = '') =>
  (await project.fieldproof(`patterns ${words}`.trim())).replace(/run \d\S+/, 'run ID')

test('it says what customers do again and again, where, and whether the suite plays it', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, talks)
  expect(await patterns()).toMatchInlineSnapshot(`
    "99 conversations of production beside 6 conversations of run ID

    customers who                      real                           played                  the suite plays it
    leave without what they came for   37.4 % (28.4 to 47.3 %) of 99  cannot be told
    say the same again in other words  30.3 % (21.9 to 40.2 %) of 99  0 % (0 to 86.1 %) of 6  never
    ask for a person                   5.1 % (2.1 to 11.4 %) of 99    0 % (0 to 86.1 %) of 6  never
    go on elsewhere within a day       50 % (0.6 to 99.4 %) of 4      0 % (0 to 86.1 %) of 6  never               95 not told

    customers who leave without what they came for: c-60, c-61, c-62, c-63, c-64
      more of them among "car my to": 100 % (89.4 to 100 %) of 35, elsewhere 3.1 %
      more of them on "sms": 100 % (87.8 to 100 %) of 30, elsewhere 10.1 %

    customers who say the same again in other words: c-60, c-61, c-62, c-63, c-64
      more of them on "sms": 100 % (87.8 to 100 %) of 30, elsewhere 0 %
      more of them among "car my to": 85.7 % (69.7 to 94 %) of 35, elsewhere 0 %

    customers who ask for a person: c-90, c-91, c-92, c-93, c-94
      more of them among "car my to": 14.3 % (6 to 30.3 %) of 35, elsewhere 0 %

    customers who go on elsewhere within a day: c-95, c-97

    left after the agent      left                           elsewhere
    said the same again     5 of 5  100 % (39.3 to 100 %)    24.8 %     more than elsewhere
    did not understand    32 of 67  47.8 % (35.9 to 59.9 %)  7.5 %      more than elsewhere

    left after the agent's turn      left                         elsewhere
    2                            35 of 35  100 % (89.4 to 100 %)  2 %        more than elsewhere
    1                             2 of 99  2 % (0.5 to 7.2 %)     100 %
    exit 0"
  `)
})

test('without a run it says what is real alone', async () => {
  await served(project.folder, talks)
  expect((await patterns()).split('\n').slice(0, 4)).toMatchInlineSnapshot(`
    [
      "99 conversations of production",
      "",
      "customers who                      real",
      "leave without what they came for   37.4 % (28.4 to 47.3 %) of 99",
    ]
  `)
})

test('patterns become a persona and scenarios that the project can play, and then the suite plays them', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, talks)
  expect(await patterns('--write .')).toContain('wrote ')
  const persona = readFileSync(join(project.folder, 'personas/real-drop-off.yaml'), 'utf8')
  expect(persona.split('\n').slice(0, 5).join('\n')).toMatchInlineSnapshot(`
    "# Fitted by "fieldproof patterns" to 37 conversations of production whose customers leave without what they came for. Yours to edit.
    # Each rate says what it was counted from; what is not here was not seen, and is as by default.
    id: real-drop-off
    title: "As customers who leave without what they came for"
    # 37 conversations, 74 turns, 74 messages; half of the turns have 8 to 10 words."
  `)
  expect(persona.split('\n').slice(-5).join('\n')).toMatchInlineSnapshot(`
    "# 35 of 37 of them left without a word; 95 %: 0.815 to 0.986.
    leavesSilently: 0.946
    # 37 of 37 turns after the first were the last; 95 %: 0.9 to 1.
    leavesEarly: 1
    "
  `)
  expect(readFileSync(join(project.folder, 'scenarios/patterns.yaml'), 'utf8')).toMatchInlineSnapshot(`
    "# Drafted from production by "fieldproof patterns": customers who do what real ones do again and again.
    # These are the words of customers; read them before others do. What the customer knows and what is prepared is that of the
    # scenario they are nearest to: check it. Say in "expect" what must be true afterwards, write the want as it would follow
    # "I would like to", and take the tag away.
    scenarios:
      - id: draft-drop-off-car-my-to
        title: "TO DO: say what must be true afterwards (customers who leave without what they came for)"
        tags: [ draft ]
        goal:
          want: Where can I park my car near you?
          kind: ask
          needs: []
          say: [ Is there parking for my car ]
        events:
          - turn: 3
            do: { leave: true }
        script:
          - { say: Where can I park my car near you? }
          - { say: I want to know where I can park my car }
          - simulate: {}
        personas: [ personas/real-drop-off.yaml ]
      - id: draft-drop-off-others
        title: "TO DO: say what must be true afterwards (customers who leave without what they came for)"
        tags: [ draft ]
        goal:
          want: How much is colour?
          kind: ask
          needs: []
        events:
          - turn: 3
            do: { leave: true }
        script:
          - { say: How much is colour? }
          - { say: never mind }
          - simulate: {}
        personas: [ personas/real-drop-off.yaml ]
      - id: draft-rephrasing-car-my-to
        title: "TO DO: say what must be true afterwards (customers who say the same again in other words)"
        tags: [ draft ]
        goal:
          want: Where can I park my car near you?
          kind: ask
          needs: []
        script:
          - { say: Where can I park my car near you? }
          - { say: I want to know where I can park my car }
          - simulate: {}
        personas: [ personas/real-rephrasing.yaml ]
      - id: draft-asks-for-person-car-my-to
        title: "TO DO: say what must be true afterwards (customers who ask for a person)"
        tags: [ draft ]
        goal:
          want: Is there parking for my car
          kind: ask
          needs: []
        events:
          - turn: 2
            do: { escalate: Let me talk to a person }
        script:
          - { say: Is there parking for my car }
          - simulate: {}
        personas: [ personas/real-asks-for-person.yaml ]
      - id: draft-channel-switch-others
        title: "TO DO: say what must be true afterwards (customers who go on elsewhere within a day)"
        tags: [ draft ]
        goal:
          want: How much is colour?
          kind: ask
          needs: []
        events:
          - turn: 3
            do:
              return: { after: 238 min, on: email }
        script:
          - { say: How much is colour? }
          - simulate: {}
    "
  `)
  expect(await patterns('--write .')).toContain('cli/would-overwrite')
  await project.fieldproof('simulate', atMinute(30))
  const plays = (await patterns()).split('\n').slice(3, 7)
  expect(plays.map((line) => line.split(/ {2,}/).at(3))).toEqual(Array.from(plays, () => 'no difference to be told'))
})

test('by an embedding model who says it in wholly other words is found, be they few', async () => {
  const meanings = [/park|car/i, /red|colou?r|dye/i]
  /** What it does not know is like nothing else. */
  const pointOf = (text: string) => {
    const meaning = meanings.findIndex((each) => each.test(text))
    const place = meaning === -1 ? meanings.length + Number(text.match(/\d+/)?.[0]) : meaning
    return Array.from({ length: 40 }, (_, each) => (each === place ? 1 : 0))
  }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      const { input } = JSON.parse(body) as { readonly input: readonly string[] }
      const data = input.map((text, index) => ({ index, embedding: pointOf(text) }))
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ data }))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    await served(project.folder, [
      { customer: 'Where may a car be left?', agent: lost, further: ['Somewhere to park then', lost] },
      { customer: 'Where may a car be left?', agent: lost, further: ['Can you dye mine red', lost] },
      ...Array.from(
        { length: 30 },
        (_, each): Served => ({ customer: `What about offer number ${each}?`, agent: price }),
      ),
    ])
    const again = async (words: string) =>
      (await patterns(words))
        .replace(/http:\S+?\/v1/g, 'URL')
        .split('\n')
        .filter((line) => /means|^say the same/.test(line))
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
    expect([await again(''), await again(`--embeddings ${url} --embedding-model small`)]).toMatchInlineSnapshot(`
      [
        [
          "say the same again in other words  0 % (0 to 11.5 %) of 32",
        ],
        [
          "What means the same is told by small at URL; 33 of 33 texts were asked for.",
          "say the same again in other words  3.1 % (0.5 to 16.8 %) of 32",
        ],
      ]
    `)
  } finally {
    server.close()
  }
})

test('where no customer said anything there is nothing to look for', async () => {
  await served(project.folder, [{ customer: ' ', agent: price, hoursAgo: 100 }])
  expect(await patterns('--days 1')).toMatchInlineSnapshot(`
    "! problem Production has no conversation in which a customer said something.
    !         Send some to "fieldproof serve", or ask for more days.
    !         cli/too-little-to-compare  docs/problems/cli-too-little-to-compare.md
    exit 2"
  `)
})
