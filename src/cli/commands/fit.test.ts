import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atMinute, sampleProject } from '../project.sample.ts'

const project = sampleProject()
const { fieldproof } = project

/** Customers of a salon: each conversation is two turns, the second in small letters and without a full stop. */
function conversation(id: number, channel: string): string {
  const said = [
    ['customer', 'Could you tell me the price of colouring?', 0],
    ['agent', 'Colouring starts at 80 dollars.', 1400 + id],
    [
      'customer',
      `and ${id % 4 === 0 ? 'pls' : 'please'} the ${id % 10 === 1 ? 'pirce' : 'price'} of a haircut`,
      9000 + 310 * id,
    ],
    ['agent', 'The price is 35 dollars.', 11_000 + 310 * id],
  ] as const
  const events = said.map(([from, text, atMs]) => ({ type: 'message', atMs, from, text }))
  const rest = { origin: 'production', agent: { id: 'desk' }, channel, startedAt: '2026-03-02T09:00:00Z', events }
  return JSON.stringify({ id: `c${id}`, ...rest })
}

beforeAll(() => {
  const lines = Array.from({ length: 40 }, (_, id) => conversation(id, id < 35 ? 'sms' : 'chat'))
  project.write('recorded.jsonl', `${lines.join('\n')}\nno json\n`)
  project.write('agent-only.jsonl', conversation(1, 'sms').replaceAll('"from":"customer"', '"from":"agent"'))
})
afterAll(() => project.remove())

test('habits are printed with what they were counted from, and records that cannot be read are told', async () => {
  expect(await fieldproof('fit recorded.jsonl --channel sms')).toMatchInlineSnapshot(`
    "! not read recorded.jsonl:41: Line 41 is not JSON: Unexpected token 'o', "no json" is not valid JSON.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.
    ! 1 of 41 records could not be read and are in no count.
    sms: 35 conversations, 70 turns, 70 messages of customers
      writing.typos              2 %  0.77 to 5.3 %   4 of 201 words whose right form is known (97.9 % of errors can be seen)
      writing.lowercase         50 %  38.2 to 61.8 %  35 of 70 turns that begin with a word
      writing.noPunctuation    100 %  89.4 to 100 %   35 of 35 turns that end with a word, no question mark
      writing.abbreviations   12.9 %  6.8 to 23.1 %   9 of 70 words that have a usual short form
      writing.fillers            0 %  0 to 10.6 %     0 of 70 turns that do not begin with a greeting
      writing.emoji              0 %  0 to 10.6 %     0 of 70 turns
      timing.burst               0 %  0 to 10.6 %     0 of 70 turns of four words and more
      timing.bargeIn             0 %  0 to 10.6 %     0 of 35 turns with times
      corrections            too few                  0 of 0 turns with a number, a day or a month
      timing.thinkMs           4,912  3,367 to 6,280  median of 35 messages
      timing.wordsPerMinute        -                  not told by the times
      typing errors: transposition 4
      words in a turn: 7 to 8 in half of them, 8 in the middle
      never seen: elongation, extra-space, missing-space, vowel-drop, filler, smart-quotes, zero-width, homoglyphs, combining-marks, rtl, self-repair, code-switch, nbsp, all-caps, sticker, attachment, forwarded, quoted

    Intervals are 95 %, and widen with what messages of one conversation share.
    exit 0"
  `)
})

test('the persona is written with its channels, plays in a run, and is never written over a file', async () => {
  await fieldproof('fit recorded.jsonl --out personas/ours.yaml --id ours')
  const written = readFileSync('personas/ours.yaml', 'utf8')
  expect(written.match(/^(?:id|channels|writing|timing).*|^ {2}"?\w+"?:.*/gm)).toMatchInlineSnapshot(`
    [
      "id: ours",
      "writing:",
      "  typos: 0.0178",
      "  lowercase: 0.5",
      "  noPunctuation: 1",
      "  abbreviations: 0.125",
      "  fillers: 0",
      "  emoji: 0",
      "timing:",
      "  burst: 0",
      "  bargeIn: 0",
      "  thinkMs: 5530",
      "channels:",
      "  "chat":",
      "  "sms":",
    ]
  `)
  expect(await fieldproof('fit recorded.jsonl --out personas/ours.yaml')).toMatchInlineSnapshot(`
    "! problem personas/ours.yaml is there already.
    !         Move it away, or overwrite it with --force. Nothing was written.
    !         cli/would-overwrite  docs/problems/cli-would-overwrite.md
    exit 2"
  `)
  expect(readFileSync('personas/ours.yaml', 'utf8')).toBe(written)
  project.write(
    'fieldproof.yaml',
    'project: corner-salon\nagent: { id: salon-desk, module: { file: ./agent.mjs } }\npersonas: [personas/ours.yaml]\nruns: { repeats: 5 }\n',
  )
  await fieldproof('simulate', atMinute(20))
  expect(await fieldproof('show latest')).toContain('ours')
})

test('simulated customers of a run, or of a file, are held against the recorded ones', async () => {
  expect(
    await fieldproof('fit recorded.jsonl --against latest recorded.jsonl').then(afterIntervals),
  ).toMatchInlineSnapshot(`
    "Intervals are 95 %, and widen with what messages of one conversation share.

    How far simulated customers are from these: 0 alike, 1 nothing in common
      persona   n  distance  95 %            floor  95 %            drawn      furthest (floor)
      unknown  40  0.027     0.006 to 0.048  0.037  0.010 to 0.062  20 and 20
      ours     15  0.283     0.259 to 0.307  0.029  0.007 to 0.056  8 and 20   length 0.74 (0.00), start 0.56 (0.00), end 0.56 (0.00)
    The floor is the distance of recorded customers from other recorded ones, in sets of as many conversations.
    exit 0"
  `)
})

const afterIntervals = (text: string) => text.slice(text.indexOf('Intervals are'))

test('as JSON, what there was too little of is null', async () => {
  const text = await fieldproof('fit recorded.jsonl --json')
  const { schema, conversations, channels, rates, realism } = JSON.parse(
    text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1),
  )
  const named = (field: string) => rates.find((rate: { field: string }) => rate.field === field)
  expect({
    schema,
    conversations,
    channels: channels.length,
    realism,
    few: named('corrections').estimate,
    typos: named('writing.typos').k,
  }).toEqual({
    schema: 'fieldproof.fit/1',
    conversations: 40,
    channels: 2,
    realism: null,
    few: null,
    typos: 4,
  })
})

test('nothing to fit is a problem, and so is a persona that could not have that id', async () => {
  expect(await fieldproof('fit agent-only.jsonl')).toMatchInlineSnapshot(`
    "! problem There is no message of a customer in what was given.
    !         If another program wrote them, name the shape of the records with --map.
    !         cli/nothing-to-fit  docs/problems/cli-nothing-to-fit.md
    exit 2"
  `)
  expect(await fieldproof('fit recorded.jsonl --channel voice')).toMatchInlineSnapshot(`
    "! not read recorded.jsonl:41: Line 41 is not JSON: Unexpected token 'o', "no json" is not valid JSON.
    !          Write one JSON object per line, in UTF-8, without line breaks inside it.
    ! 1 of 41 records could not be read and are in no count.
    ! problem There is no message of a customer in what was given on channel "voice".
    !         Leave --channel out to see which channels there are.
    !         cli/nothing-to-fit  docs/problems/cli-nothing-to-fit.md
    exit 2"
  `)
  expect(await fieldproof('fit recorded.jsonl --id Ours')).toMatchInlineSnapshot(`
    "! problem --id takes lower-case letters, digits and hyphens, not "Ours".
    !         For example: --id night-texter.
    !         cli/bad-option  docs/problems/cli-bad-option.md
    exit 2"
  `)
})
