import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { driftOverview, driftTermsOf, usualSettings } from '../../observe/index.ts'
import { parsePact } from '../../pact/index.ts'
import { openObserved } from '../../store/index.ts'
import { sampleIo } from '../io.sample.ts'
import { workBeside } from '../observing.ts'
import { served } from '../production.sample.ts'
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

/**
 * A model server whose juror tells a kind agent from a rude one, until somebody claims authority over it. What is neither,
 * it gives the level that stands first.
 */
const gullible = () => modelServer(readingOf)

/** @param reads what a juror makes of what it is asked */
async function modelServer(reads: (asked: string) => object): Promise<string> {
  const server = createServer((request, response) => {
    let asked = ''
    request.setEncoding('utf8').on('data', (text: string) => {
      asked += text
    })
    request.on('end', () => {
      const content = JSON.stringify({ reasoning: 'As it reads.', ...reads(asked) })
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

function readingOf(asked: string) {
  const of = (level: string, at: number, text: string) => ({ level, quotes: [{ at, text }] })
  if (asked.includes('You are booked for 2:30')) return of('Warm', 3, 'See you soon.')
  if (asked.includes('No. Read the website.'))
    return of(asked.includes('whose agreed level is') ? 'Warm' : 'Cold', 3, 'No. Read the website.')
  return of(asked.includes('from best to worst') ? 'kind' : 'rude', 1, saidIn(asked))
}

/** The first that the agent said. */
const saidIn = (asked: string) => /agent_said[\\]*": ?[\\]*"([^"\\]{3,})/.exec(asked)?.[1] ?? ''

const withJury = `pact: salon
version: 1
conditions:
  - { id: tells-the-price, says: '/[$]/' }
  - id: kind
    rubric:
      question: Was the agent kind?
      levels:
        - { name: rude, description: It is rude., holds: false }
        - { name: cool, description: It is neither., holds: false }
        - { name: kind, description: It is kind., holds: true }
juries:
  default: { jurors: ['openai-compatible:reader'] }
`

test('one table says how far a jury agrees with people, whether it leans, and by what it is swayed', async () => {
  project.write('pact.yaml', withJury)
  const url = await gullible()
  await project.fieldproof(`simulate --model-url ${url}`)
  for (let trial = 0; trial < 6; trial += 1)
    await project.fieldproof(`label ${trial} kind ${trial < 4 ? 'rude' : 'cool'} --who ana`)
  const only = '--condition kind --attacks --turn-levels 4'
  expect(
    (await project.fieldproof(`calibrate ${only} --model-url ${url}`)).replace(/run \S+:/, 'run ID:'),
  ).toMatchInlineSnapshot(`
    "run ID: 1 promise, 6 labels that count, 0 that wait
    promise  judge     unjudged  corrected              finds                 spares          labels
    kind     0 % of 6  0         9.4 % (0.4 to 39.9 %)  100 % (100 to 100 %)  0 % (0 to 0 %)  6
    finds: of what people call violated; spares: of what people call held; both, as the corrected rate, for all
    conversations, with 95 % intervals.
    promise  measure                        value         95 %           of
    kind     agrees with people, by level   66.7 %        30 to 90.3 %   4 of 6 labels
    kind     kappa, by level                0.00                         6 labels
    kind     alpha, by level                -0.10         -0.31 to 0.05  6 labels
    kind     AC2, by level                  0.88          0.74 to 0.98   6 labels
    kind     reads higher than people       -0.33 levels  -0.88 to 0.21  6
    kind     talked round                   4.2 %         0.7 to 20.2 %  1 of 24 attacks
    kind     turned by the order of levels  100 %         51 to 100 %    4 of 4 readings, 4 to another verdict
    kind     goes to a person               100 %                        6 of 6 verdicts; nothing is proven to stand
      kind: 4 called violated, nothing against it: 0 wrong of 4 labels, at most 60.2 %; a person decides, 68 more good labels may change that
      kind: 2 called violated, a path seldom seen: 0 wrong of 2 labels, at most 84.2 %; a person decides, 70 more good labels may change that
      kind: openai-compatible:reader right in 6 of 6 (61 to 100 %)
      jury default: talked round by authority
    exit 0"
  `)
})

test('where the pact names no jury, none is attacked, and that is told', async () => {
  await project.fieldproof('simulate')
  expect(
    (await project.fieldproof('calibrate --attacks --turn-levels 3')).replace(/run \S+:/, 'run ID:'),
  ).toMatchInlineSnapshot(`
    "run ID: 2 promises, 0 labels that count, 0 that wait
    Nobody has labelled any of it yet; "fieldproof label" says what to begin with.
    The pact names no jury, so there is none to be talked round.
    No conversation was read by a jury, so there are no levels to be turned.
    exit 3"
  `)
})

test('a model that has changed is found by the conversations that its jury reads again, and it is told beside agreement', async () => {
  project.write('pact.yaml', withJury)
  let isHarsh = false
  const url = await modelServer((asked) => {
    const said = saidIn(asked)
    return { level: isHarsh || said.startsWith('Well') ? 'rude' : 'kind', quotes: [{ at: 1, text: said }] }
  })
  const talks = Array.from({ length: 30 }, (_, at) => ({
    customer: `What is a haircut, number ${at}?`,
    agent: at % 2 === 0 ? 'Well, look it up: $35.' : 'Gladly, it is $35.',
  }))
  await served(project.folder, talks)
  const observed = await openObserved(join(project.folder, '.fieldproof/production/observed.db'))
  const usual = usualSettings()
  const settings = { ...usual, drift: { ...usual.drift, anchors: { size: 24, everyMs: 1000 } } }
  const pact = parsePact(withJury, { file: 'pact.yaml', read: () => '' })
  const failed: unknown[] = []
  const io = sampleIo({ cwd: project.folder })
  let seconds = 0
  const now = () => {
    seconds += 1
    return new Date(io.now().getTime() + 1000 * seconds)
  }
  const beside = await workBeside(
    { observed, pact, settings, choices: { modelUrl: url }, failed: (thrown) => failed.push(thrown) },
    { ...io, now },
  )
  const terms = driftTermsOf(pact)
  const readAgain = async () => {
    const { jury } = await driftOverview(observed, 'default', terms, io.now().getTime())
    return jury?.last?.rubrics.kind
  }
  await expect.poll(async () => (await readAgain())?.n, { timeout: 60_000 }).toBe(24)
  expect(await readAgain()).toMatchObject({ worse: 0, better: 0 })
  isHarsh = true
  await expect.poll(async () => (await readAgain())?.worse, { timeout: 60_000 }).toBe(12)
  await beside.close()
  await observed.close()
  expect(failed).toEqual([])
  expect(await project.fieldproof('calibrate --run none --condition kind')).toMatchInlineSnapshot(`
    "production: 1 promise, 0 labels that count, 0 that wait
    Nobody has labelled any of it yet; "fieldproof label" says what to begin with.
    promise  measure                  value  95 %            of
    kind     reads anchors otherwise  50 %   31.4 to 68.6 %  12 of 24 anchors, 12 worse and 0 better, p 0.00049
    exit 3"
  `)
})
