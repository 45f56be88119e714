import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Conversation } from '../conversation/index.ts'
import { judge } from '../pact/index.ts'
import type { TrialRecord } from '../store/index.ts'
import { openProject, planOf } from './open-project.ts'
import { projectFolder } from './project.sample.ts'
import { readProject } from './project.ts'
import { run } from './run.ts'

async function playAll(folder: string, seed = 1): Promise<TrialRecord[]> {
  const project = await readProject(join(folder, 'fieldproof.yaml'))
  const { stage, close } = await openProject(project, {})
  const records: TrialRecord[] = []
  try {
    await run({
      id: 'r',
      plan: planOf(project, { seed, repeats: 10 }),
      stage,
      judge: (conversation) => judge(project.pact, conversation),
      concurrency: 8,
      signal: new AbortController().signal,
      onTrial: (trial) => void records.push(trial),
    })
  } finally {
    await close()
  }
  return records.sort((a, b) => a.index - b.index)
}

const customerLines = ({ events }: Conversation) =>
  events.flatMap((event) => (event.type === 'message' && event.from === 'customer' ? [event.text] : []))

test('the same seed gives the same bytes, another seed other customers', async () => {
  const folder = projectFolder()
  const [first, again, other] = [await playAll(folder), await playAll(folder), await playAll(folder, 2)]
  expect(first).toHaveLength(20)
  expect(JSON.stringify(again)).toBe(JSON.stringify(first))
  expect(other.map(({ conversation }) => customerLines(conversation))).not.toEqual(
    first.map(({ conversation }) => customerLines(conversation)),
  )
})

test('customers reach their goal with an agent that asks for what it needs', async () => {
  const outcomes = (await playAll(projectFolder())).map(({ verdict }) => verdict.findings.map(({ outcome }) => outcome))
  expect(outcomes).toEqual(Array.from({ length: 20 }, () => ['held', 'held']))
})

/** An OpenAI-compatible model that rewords what it is given, in a way of ours. */
async function rewordingModel(reword: (plain: string) => string): Promise<{ url: string; asked: () => number }> {
  let asked = 0
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    asked += 1
    const { messages } = JSON.parse(body)
    const plain = /The message: ([\s\S]*)$/.exec(messages.at(-1).content)?.[1] ?? ''
    const message = { role: 'assistant', content: reword(plain) }
    const usage = { prompt_tokens: 10, completion_tokens: 10, total_tokens: 20 }
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({
        id: 'x',
        model: 'm',
        created: 0,
        choices: [{ index: 0, message, finish_reason: 'stop' }],
        usage,
      }),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked: () => asked }
}

const wordedProject = (url: string, more = '') =>
  projectFolder({
    'fieldproof.yaml': `
project: booking
agent: { id: booker, module: { file: agent.mjs, export: reply } }
personas: [careful-first-timer]
wording: { model: "openai-compatible:any", baseUrl: "${url}"${more} }
`,
  })

test('a model may word the customer’s lines, and a recording of it plays without the model', async () => {
  const model = await rewordingModel((plain) => `Well, ${plain}`)
  const folder = wordedProject(model.url, ', cassette: lines.jsonl')
  const [spoken] = [await playAll(folder)]
  const asked = model.asked()
  expect(asked).toBeGreaterThan(0)
  expect(customerLines(spoken[0]?.conversation as Conversation)[0]).toMatch(/^Well, /)
  expect(JSON.stringify(await playAll(folder))).toBe(JSON.stringify(spoken))
  expect(model.asked()).toBe(asked)
})

test('words of a model that invent a fact are not used', async () => {
  const model = await rewordingModel((plain) => `${plain} Make it 4:45 pm on July 9.`)
  const spoken = await playAll(wordedProject(model.url))
  expect(model.asked()).toBeGreaterThan(0)
  const lines = spoken.flatMap(({ conversation }) => customerLines(conversation))
  expect(lines.filter((line) => /4:45|July/.test(line))).toEqual([])
})
