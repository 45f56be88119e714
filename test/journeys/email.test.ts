/** Mail bots as they are, started as programs: what mails carry besides their text is what they stumble over. */
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import type { MessageEvent } from '../../src/conversation/index.ts'
import { judge } from '../../src/pact/index.ts'
import { openProject, planOf, readProject, run } from '../../src/simulate/index.ts'
import type { TrialRecord } from '../../src/store/index.ts'
import { journeyProject, openDesk } from './backends-project.ts'

const bot = resolve('test/journeys/email-bot.mjs')

interface Played {
  /** How each promise came out, in the order of the trials. */
  readonly outcomes: Readonly<Record<string, readonly string[]>>
  /** Why promises were broken, each once. */
  readonly because: readonly string[]
  /** How many appointments each customer has. */
  readonly booked: readonly number[]
  /** What the agent said to each customer. */
  readonly said: readonly (readonly string[])[]
  readonly messages: readonly MessageEvent[]
  readonly told: readonly string[]
}

async function play(how: 'careful' | 'naive', mail = '', script = ''): Promise<Played> {
  const desk = await openDesk()
  const project = journeyProject({
    'fieldproof.yaml': `project: desk
start: { command: [node, ${JSON.stringify(bot)}, ${how}], port: true }
agent:
  id: booker
  email: { to: 'smtp://127.0.0.1:{{start.port}}', customer: '{{customer.id}}@customers.example.com', ${mail} }
verifiers:
  appointments:
    http: { url: '${desk.url}/patients/{{customer.id}}/appointments', records: '$.appointments[*]', settle: { everyMs: 2 } }
channels: [email]
runs: { quietMs: 1200 }
pact: pact.yaml
scenarios: scenarios/*.yaml
`,
    'pact.yaml': `pact: desk
version: 1
conditions:
  - { id: ends-as-expected, severity: critical, state: { is: as-expected } }
  - { id: fits-mail, severity: major, channel: {} }
`,
    'scenarios/book.yaml': `defaults: { repeats: 4 }
scenarios:
  - id: book
    script: [{ say: 'Please book me at 09:00.' }${script}]
    expect: { changes: [{ verifier: appointments, added: { start: '09:00' } }] }
`,
  })
  const read = await readProject(join(project.folder, 'fieldproof.yaml'))
  const { stage, close } = await openProject(read, { ...process.env, PRACTICE_URL: desk.url })
  const records: TrialRecord[] = []
  try {
    await run({
      id: 'r',
      plan: planOf(read, { seed: 7 }),
      stage,
      judge: (conversation) => judge(read.pact, conversation),
      concurrency: 4,
      signal: new AbortController().signal,
      onTrial: (trial) => void records.push(trial),
    })
  } finally {
    await close()
  }
  records.sort((a, b) => a.index - b.index)
  const findings = records.flatMap(({ verdict }) => verdict.findings)
  const messages = records.map(({ conversation: { events } }) => events.filter((event) => event.type === 'message'))
  const outcomes = Object.fromEntries(
    ['ends-as-expected', 'fits-mail'].map((id) => [
      id,
      findings.filter(({ condition }) => condition === id).map(({ outcome }) => outcome),
    ]),
  )
  return {
    outcomes,
    because: [...new Set(findings.flatMap((finding) => (finding.outcome === 'violated' ? [finding.because] : [])))],
    booked: [...desk.kept.values()].map((made) => made.length),
    said: messages.map((all) => all.flatMap(({ from, text }) => (from === 'agent' ? [text] : []))),
    messages: messages.flat(),
    told: stage.agent.told?.() ?? [],
  }
}

const four = <Item>(item: Item): readonly Item[] => [item, item, item, item]
const thanks = `, { say: 'Thank you, that is all.' }`

test('a careful bot keeps the thread, and is not led astray by quotes, signatures, HTML, duplicates and auto-replies', async () => {
  const mail = 'signature: 1, html: 0.5, autoReply: 1, autoReplies: 3, delivery: { duplicate: 1 }'
  const { outcomes, because, booked, said, told } = await play('careful', mail, thanks)
  expect({ outcomes, because, booked, said, told }).toEqual({
    outcomes: { 'ends-as-expected': four('held'), 'fits-mail': four('held') },
    because: [],
    booked: four(1),
    said: four(['You are booked for 09:00.', 'You are welcome.']),
    told: [],
  })
})

test('what surrounds a mail is in the record: its subject, its thread, its signature', async () => {
  const { messages } = await play('careful', '', thanks)
  const [asked, booked, thanked, closed] = messages
  expect([asked?.form, booked?.form, thanked?.form, closed?.form]).toEqual([
    { subject: 'Please book me at 09:00', messageId: expect.stringMatching(/^<mail\./) },
    {
      subject: 'Re: Please book me at 09:00',
      messageId: expect.stringMatching(/^<.+@agent\.example\.com>$/),
      inReplyTo: asked?.form?.messageId,
      references: [asked?.form?.messageId],
      footer: 'The desk',
    },
    {
      subject: 'Re: Please book me at 09:00',
      messageId: expect.stringMatching(/^<mail\./),
      inReplyTo: booked?.form?.messageId,
      references: [asked?.form?.messageId, booked?.form?.messageId],
    },
    expect.objectContaining({ inReplyTo: thanked?.form?.messageId }),
  ])
})

test('a naive bot answers what was quoted, books it a second time, and breaks the thread', async () => {
  const { outcomes, because, booked, said } = await play('naive', '', thanks)
  expect({ outcomes, booked, said }).toEqual({
    outcomes: { 'ends-as-expected': four('violated'), 'fits-mail': four('violated') },
    booked: four(2),
    said: four(['You are booked for 09:00.', 'You are booked for 09:00.']),
  })
  expect(because.filter((each) => each.includes('thread'))).toEqual([
    '2 of 2 messages do not fit email: one does not say which message it answers, so it starts a new thread (and 1 more like it)',
  ])
})

test('a mail that is delivered twice is booked twice by a naive bot and once by a careful one', async () => {
  const twice = 'quotes: false, delivery: { duplicate: 1 }'
  const [naive, careful] = [await play('naive', twice), await play('careful', twice)]
  expect([naive.booked, careful.booked]).toEqual([four(2), four(1)])
  expect([naive.outcomes['ends-as-expected'], careful.outcomes['ends-as-expected']]).toEqual([
    four('violated'),
    four('held'),
  ])
})

test('a bot that answers auto-replies goes round in circles, as often as the mailbox is told to and no more', async () => {
  const { said } = await play('naive', 'autoReply: 1, autoReplies: 5')
  expect(said).toEqual(four(['You are booked for 09:00.', ...Array.from({ length: 5 }, () => 'You are welcome.')]))
})
