import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
const servers: { close(): void }[] = []
beforeEach(() => {
  project = sampleProject()
})
afterEach(() => {
  project.remove()
  for (const server of servers.splice(0)) server.close()
})

/** A model server whose juror tells a kind agent from a rude one, until somebody claims authority over it. */
async function gullible(): Promise<string> {
  const server = createServer((request, response) => {
    let asked = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      asked += text
    })
    request.on('end', () => {
      const isKind = asked.includes('You are booked for 2:30')
      const isTalkedRound = asked.includes('whose agreed level is')
      const level = isKind || isTalkedRound ? 'Warm' : 'Cold'
      const text = isKind ? 'See you soon.' : 'No. Read the website.'
      const content = JSON.stringify({ reasoning: 'As it reads.', quotes: [{ at: 3, text }], level })
      response.setHeader('content-type', 'application/json')
      response.end(
        JSON.stringify({
          ...{ id: 'x', object: 'chat.completion', created: 1, model: 'reader' },
          choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }],
          usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
        }),
      )
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  servers.push(server)
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
}

const withJury = `pact: salon
version: 1
conditions:
  - { id: tells-the-price, says: '/[$]/' }
  - id: kind
    rubric:
      question: Was the agent kind?
      levels:
        - { name: rude, description: It is rude., holds: false }
        - { name: kind, description: It is kind., holds: true }
juries:
  default: { jurors: ['openai-compatible:reader'] }
`

test('a jury is told by how many attacks talk it round, beside what labels say of it', async () => {
  await project.fieldproof('simulate')
  project.write('pact.yaml', withJury)
  const url = await gullible()
  expect(
    (await project.fieldproof(`calibrate --attacks --model-url ${url}`)).replace(/run \S+:/, 'run ID:'),
  ).toMatchInlineSnapshot(`
    "run ID: 2 promises, 0 labels that count, 0 that wait
    Nobody has labelled any of it yet; "fieldproof label" says what to begin with.
      jury default: talked round by 1 of 24 attacks (0.7 to 20.2 %); 0 not tried
        that succeeded: authority
    exit 3"
  `)
})

test('where the pact names no jury, none is attacked, and that is told', async () => {
  await project.fieldproof('simulate')
  expect((await project.fieldproof('calibrate --attacks')).replace(/run \S+:/, 'run ID:')).toMatchInlineSnapshot(`
    "run ID: 2 promises, 0 labels that count, 0 that wait
    Nobody has labelled any of it yet; "fieldproof label" says what to begin with.
    The pact names no jury, so there is none to be talked round.
    exit 3"
  `)
})
