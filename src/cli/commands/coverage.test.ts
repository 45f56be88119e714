import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseScenarios } from '../../simulate/index.ts'
import { type Served, served } from '../production.sample.ts'
import { atMinute, type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(() => {
  project = sampleProject()
  project.write('scenarios/more.yaml', moreScenarios)
})
afterEach(() => project.remove())

const moreScenarios = `scenarios:
  - { id: cut-costs, script: [{ say: 'What does a haircut cost?' }] }
  - { id: cut-price, script: [{ say: 'How much is a haircut for kids?' }] }
  - { id: colour-price, script: [{ say: 'What does colour cost?' }] }
  - { id: shave-price, script: [{ say: 'How much for shaves?' }] }
`

const month = 30 * 24

/** Twelve ask for prices, seven for parking, three bring a parrot, one wants a job; most of the new ones lately. */
const talks: readonly Served[] = [
  ...told(6, 'whats a haircut', 'A haircut is $35.', month),
  ...told(6, 'How much is colour please', 'Colour starts at $80.', 3),
  ...told(2, 'Can I park my car near you?', 'Parking is $2.', month),
  ...told(5, 'where can I park', 'Parking is $2.', 2),
  ...told(3, 'My parrot needs his claws trimmed', 'We guarantee we can.', 2),
  ...told(1, 'Are you hiring stylists?', 'Send us a letter for $0.', 1),
  ...told(1, '👍', 'You are welcome.', 1),
]

function told(times: number, customer: string, agent: string, hoursAgo: number): readonly Served[] {
  return Array.from({ length: times }, () => ({ customer, agent, hoursAgo }))
}

const coverage = async (words = '') =>
  (await project.fieldproof(`coverage ${words}`.trim())).replace(/run \S+ and/, 'run ID and')

test('it says how much of production scenarios stand for, and what the rest is, the most harmful first', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, talks)
  expect(await coverage()).toMatchInlineSnapshot(`
    "run ID and production, by how customers begin
    52.2 % (31.6 to 72.0) of 23 conversations are near some scenario; 11 are near none.
    In 1 more the customer said nothing that could be read.
    The next customer brings what neither a scenario nor anybody had so far with a chance of 4.3 % (0.0 to 12.7).
    Of the later half, 4 of 11 were like no scenario and like nothing in the earlier half: at most 65.0 % in the long run.

    no scenario for       came  share                  violated  add  the most typical
    trimmed parrot claws     3  13.0 % (4.2 to 34.0)     3 of 3    2  "My parrot needs his claws trimmed"
    park can i               7  30.4 % (14.8 to 52.5)    0 of 7    1  "where can I park"
    stylists hiring are      1  4.3 % (0.7 to 22.9)      0 of 1    3  "Are you hiring stylists?"

    since    near no scenario
    2026-01  25.0 % (5.2 to 67.0) of 8    ##########
    2026-03  60.0 % (33.0 to 82.0) of 15  ########################
    exit 0"
  `)
})

test('week by week it shows how production leaves the suite behind', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, [
    ...told(4, 'whats a haircut', 'A haircut is $35.', 15 * 24),
    ...told(3, 'whats a haircut', 'A haircut is $35.', 8 * 24),
    ...told(1, 'where can I park', 'Parking is $2.', 8 * 24),
    ...told(1, 'whats a haircut', 'A haircut is $35.', 1),
    ...told(3, 'where can I park', 'Parking is $2.', 1),
  ])
  expect((await coverage('--by week')).split('\n').slice(-5).join('\n')).toMatchInlineSnapshot(`
    "since       near no scenario
    2026-02-09  0.0 % (0.0 to 71.7) of 4
    2026-02-16  25.0 % (1.6 to 86.9) of 4   ##########
    2026-03-02  75.0 % (13.1 to 98.4) of 4  ##############################
    exit 0"
  `)
  expect(await coverage('--by year')).toContain('--by takes month, week or day, not "year".')
})

test('each kind that came again gets a scenario that can be played, in the words of its customers', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, talks)
  expect(await coverage('--draft scenarios/drafts.yaml')).toContain('wrote 2 drafts to scenarios/drafts.yaml')
  const file = readFileSync(join(project.folder, 'scenarios/drafts.yaml'), 'utf8')
  expect(file).toMatchInlineSnapshot(`
    "# Drafted from production, for what no scenario has: what needs one most comes first.
    # These are the words of customers; read them before others do. Say in "facts" what the customer knows and in "expect" what
    # must be true afterwards, write the want as it would follow "I would like to", and take the tag away.
    scenarios:
      - id: draft-trimmed-parrot-claws
        title: "TO DO: say what must be true afterwards (trimmed, parrot, claws)"
        tags: [ draft ]
        goal:
          want: My parrot needs his claws trimmed
          kind: ask
          needs: []
        script:
          - { say: My parrot needs his claws trimmed }
          - simulate: {}
      - id: draft-park-can-i
        title: "TO DO: say what must be true afterwards (park, can, i)"
        tags: [ draft ]
        goal:
          want: where can I park
          kind: ask
          needs: []
          say: [ Can I park my car near you? ]
        script:
          - { say: where can I park }
          - simulate: {}
    "
  `)
  expect(parseScenarios(file, 'drafts.yaml').map(({ id }) => id)).toMatchInlineSnapshot(`
    [
      "draft-trimmed-parrot-claws",
      "draft-park-can-i",
    ]
  `)
  expect(await coverage('--draft scenarios/drafts.yaml')).toContain('cli/would-overwrite')
  await project.fieldproof('simulate', atMinute(30))
  const { covered, uncovered } = JSON.parse((await coverage('--json')).replace(/\nexit 0$/, ''))
  // A draft begins in the words of its most typical customer; who put it otherwise may still be far from it.
  expect([covered.successes, covered.n]).toEqual([20, 23])
  expect(uncovered.map(({ texts }: { texts: string[] }) => texts)).toEqual([
    ['Can I park my car near you?'],
    ['Are you hiring stylists?'],
  ])
})

/** What words of two languages mean, as a model may have learned it; what it does not know is all one. */
const meanings = [
  /hair|cut|cabelo|cortar/i,
  /cost|much|custa|price/i,
  /colou?r|pintar/i,
  /shave|barba/i,
  /park|estacionar/i,
]
const pointOf = (text: string) => [...meanings.map((meaning) => (meaning.test(text) ? 1 : 0)), 0.1]

test('by an embedding model customers are near who say the same in other words, and nothing is asked for twice', async () => {
  let asked = 0
  let isBroken = true
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (piece) => {
      body += piece
    })
    request.on('end', () => {
      const { input } = JSON.parse(body) as { input: string[] }
      asked += input.length
      const data = input.map((text, index) => ({ index, embedding: pointOf(text) }))
      response.writeHead(isBroken ? 400 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(isBroken ? { error: { message: 'no such model' } } : { data }))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  try {
    await project.fieldproof('simulate')
    await served(project.folder, [
      ...told(3, 'Quanto custa cortar o cabelo?', 'É $35.', 3),
      ...told(2, 'Posso estacionar aqui?', 'Parking is $2.', 2),
    ])
    const near = async (words: string) =>
      (await coverage(words))
        .replace(/http:\S+?\/v1/g, 'URL')
        .split('\n')
        .slice(0, 3)
        .join('\n')
    const words = `--embeddings http://127.0.0.1:${(server.address() as AddressInfo).port}/v1 --embedding-model small`
    expect(await near('')).toMatchInlineSnapshot(`
      "run ID and production, by how customers begin
      0.0 % (0.0 to 60.7) of 5 conversations are near some scenario; 5 are near none.
      The next customer brings what neither a scenario nor anybody had so far with a chance of 0.0 % (0.0 to 55.4)."
    `)
    expect(await near(words)).toMatchInlineSnapshot(`
      "! problem Model "small at URL" answered HTTP 400: no such model
      !         Check the model's name, "baseUrl", and that the question is not too long for it.
      !         model/rejected  docs/problems/model-rejected.md"
    `)
    isBroken = false
    expect(await near(words)).toMatchInlineSnapshot(`
      "run ID and production, by what customers mean as they begin, to small at URL; 9 of 9 texts were asked for
      60.0 % (13.1 to 93.7) of 5 conversations are near some scenario; 2 are near none.
      The next customer brings what neither a scenario nor anybody had so far with a chance of 0.0 % (0.0 to 55.4)."
    `)
    const before = asked
    expect(await near(words)).toContain('; 0 of ')
    expect(asked).toBe(before)
    await project.fieldproof('kept forget c-0')
    expect(await near(words)).toContain('; 9 of 9 ')
    expect(await near('--embeddings http://127.0.0.1:9/v1')).toMatchInlineSnapshot(`
      "! problem An address for embeddings is named, and no model there.
      !         Name it with --embedding-model, for example --embedding-model nomic-embed-text.
      !         cli/bad-option  docs/problems/cli-bad-option.md"
    `)
  } finally {
    server.close()
  }
})

test('a suite too small to say what is near says so', async () => {
  project.write('scenarios/more.yaml', 'scenarios: [{ id: cut, script: [{ say: What is a haircut? }] }]')
  await project.fieldproof('simulate')
  await served(project.folder, talks)
  expect((await coverage()).replace(/run \S+ begin/, 'run ID begin')).toMatchInlineSnapshot(`
    "! problem The customers of run ID begin in 3 ways; it takes 4 to say what is near them.
    !         Write more scenarios, or play them with more personas.
    !         cli/too-little-to-compare  docs/problems/cli-too-little-to-compare.md
    exit 2"
  `)
})

test('where no customer said anything there is nothing to compare', async () => {
  await project.fieldproof('simulate')
  await served(project.folder, told(2, '👍', 'You are welcome.', 1))
  expect(await coverage()).toMatchInlineSnapshot(`
    "! problem Production has no conversation in which a customer said something.
    !         Send some to "fieldproof serve", or ask for more days.
    !         cli/too-little-to-compare  docs/problems/cli-too-little-to-compare.md
    exit 2"
  `)
})
