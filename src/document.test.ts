import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stringify } from 'yaml'
import { z } from 'zod'
import { openDocument, readDocument } from './document.ts'
import { placeText, problemsIn } from './problem.ts'

const schema = z.strictObject({
  project: z.string(),
  repeats: z.int().min(1).optional(),
  channel: z.enum(['chat', 'sms', 'voice']).optional(),
  strict: z.boolean().optional(),
  agent: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('http'), url: z.url(), timeoutMs: z.number().positive().optional() }),
    z.strictObject({ type: z.literal('command'), run: z.array(z.string()).min(1) }),
  ]),
  goal: z.union([z.string(), z.strictObject({ says: z.string(), facts: z.record(z.string(), z.string()) })]).optional(),
  at: z
    .string()
    .regex(/^\d\d:\d\d$/, 'must be a time such as 14:00')
    .optional(),
})

function told(text: string | Uint8Array, maxBytes?: number): string[] {
  try {
    openDocument(text, { file: 'project.yaml', schema, code: 'project/invalid', ...(maxBytes ? { maxBytes } : {}) })
    return []
  } catch (thrown) {
    return problemsIn(thrown).map(
      ({ at, code, message, hint }) => `${at ? placeText(at) : ''} [${code}] ${message} -> ${hint}`,
    )
  }
}

test('a document without mistakes gives its value and the place of every part', () => {
  const document = openDocument('project: demo\nagent:\n  type: http\n  url: http://localhost:1/\n', {
    file: 'p.yaml',
    schema,
    code: 'project/invalid',
  })
  expect(document.value).toEqual({ project: 'demo', agent: { type: 'http', url: 'http://localhost:1/' } })
  expect(placeText(document.place(['agent', 'url']))).toBe('p.yaml:4:8')
  expect(placeText(document.keyPlace(['agent', 'url']))).toBe('p.yaml:4:3')
  expect(placeText(document.place(['agent', 'nothing', 0]))).toBe('p.yaml:3:3')
})

test('every mistake is told at once, with its place and what to write instead', () => {
  const text = `projct: demo
repeats: 0
channel: smss
strict: yes
at: noon
agent:
  type: http
  url: localhost
  timeout-ms: 5
goal:
  say: hello
  facts: { when: 5 }
`
  expect(told(text)).toMatchInlineSnapshot(`
    [
      "project.yaml:1:1 [document/unknown-key] "projct" is not a key that is known here. -> Did you mean "project"? Known keys here: project, repeats, channel, strict, agent, goal, at.",
      "project.yaml:2:10 [project/invalid] "repeats" must be at least 1. -> Write a number that is at least 1.",
      "project.yaml:3:10 [project/invalid] "channel" cannot be the text "smss". -> Did you mean "sms"? Write one of: chat, sms, voice.",
      "project.yaml:4:9 [project/invalid] "strict" must be true or false, but is the text "yes". -> Write true or false without quotes.",
      "project.yaml:5:5 [project/invalid] "at" must be a time such as 14:00. -> Change this value accordingly.",
      "project.yaml:8:8 [project/invalid] "url" must be a whole URL such as http://localhost:3000/chat. -> Write it in that form.",
      "project.yaml:9:3 [document/unknown-key] "timeout-ms" is not a key that is known here. -> Did you mean "timeoutMs"? Known keys here: type, url, timeoutMs.",
      "project.yaml:11:3 [document/unknown-key] "say" is not a key that is known here. -> Did you mean "says"? Known keys here: says, facts.",
      "project.yaml:12:18 [project/invalid] "when" must be text, but is 5. -> Put it in quotes: "5".",
    ]
  `)
})

test('a value that fits none of several forms is told which forms there are', () => {
  expect(told('project: [a]\nagent: { type: htpp }\ngoal: 5\n')).toMatchInlineSnapshot(`
    [
      "project.yaml:1:10 [project/invalid] "project" must be text, but is a list. -> Write text here.",
      "project.yaml:2:16 [project/invalid] "type" cannot be the text "htpp". -> Did you mean "http"? Write one of: http, command.",
      "project.yaml:3:7 [project/invalid] "goal" must be text, or a mapping (lines of "key: value"), but is 5. -> Write text, or a mapping (lines of "key: value") here.",
    ]
  `)
})

test('text in place of a list, nothing in place of a mapping, a list in place of text', () => {
  expect(told('project:\nagent: { type: command, run: [1, "b"] }\n')).toMatchInlineSnapshot(`
    [
      "project.yaml:1:1 [project/invalid] "project" has no value; it must be text. -> Write text here.",
      "project.yaml:2:31 [project/invalid] Item 1 of "run" must be text, but is 1. -> Put it in quotes: "1".",
    ]
  `)
  expect(told('project: 5\nagent: { type: command, run: ./start }\n')).toMatchInlineSnapshot(`
    [
      "project.yaml:1:10 [project/invalid] "project" must be text, but is 5. -> Put it in quotes: "5".",
      "project.yaml:2:30 [project/invalid] "run" must be a list (lines that start with "- "), but is the text "./start". -> Write a list (lines that start with "- ") here.",
    ]
  `)
  expect(told('')).toMatchInlineSnapshot(`
    [
      "project.yaml:1:1 [project/invalid] The document is empty; it must be a mapping (lines of "key: value"). -> Write a mapping (lines of "key: value") here.",
    ]
  `)
})

test('mistakes in the YAML itself are told in plain words', () => {
  expect(told('project: demo\nproject: again\nagent: { type: command, run: [] }\n')).toMatchInlineSnapshot(`
    [
      "project.yaml:2:1 [document/not-yaml] This key stands twice in the same mapping. -> Keep one of them; the other would be ignored.",
      "project.yaml:3:30 [project/invalid] "run" must not be empty. -> Fill it in, or remove the key.",
    ]
  `)
  expect(told('project: demo\nagent:\n\ttype: http\n')).toMatchInlineSnapshot(`
    [
      "project.yaml:3:1 [document/not-yaml] A tab is used for indentation, which YAML does not allow. -> Indent with two spaces instead.",
    ]
  `)
  expect(told('project: "demo\nagent: 5')).toMatchInlineSnapshot(`
    [
      "project.yaml:1:10 [document/not-yaml] The quote that opens here is never closed. -> Close it at the end of the text; text with an apostrophe fits between double quotes.",
    ]
  `)
  expect(told('project: a: b\n')).toMatchInlineSnapshot(`
    [
      "project.yaml:1:10 [document/not-yaml] A second ": " makes this line a mapping inside a value. -> Put the whole value in quotes when the colon belongs to the text.",
    ]
  `)
  expect(told('project: !secret demo\nagent: { type: command, run: [x] }')).toMatchInlineSnapshot(`
    [
      "project.yaml:1:10 [document/not-yaml] This value carries a tag ("!...") that means nothing here. -> Remove the tag, or put the text in quotes when the ! is meant literally.",
    ]
  `)
})

test('bombs, binaries and files over the limit are refused with a problem, not a crash', () => {
  const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
    .split('')
    .map((name, index) => `${name}: &${name} [${Array(10).fill(`*${'abcdefgh'[index]}`).join(',')}]`)
    .join('\n')}`
  expect(told(bomb)).toMatchInlineSnapshot(`
    [
      "project.yaml [document/not-yaml] project.yaml repeats aliases until they unfold to something huge, or names one that is not defined. -> Write the repeated parts out, or keep fewer of them.",
    ]
  `)
  expect(told('['.repeat(200_000))[0]).toMatch(/document\/not-yaml/)
  expect(told(new Uint8Array([0x70, 0x3a, 0x20, 0x0a, 0xff, 0xfe, 0x0a]))).toMatchInlineSnapshot(`
    [
      "project.yaml:2 [document/not-text] project.yaml is not UTF-8 text. -> Save the file as UTF-8. In YAML, odd characters can be written as "\\u00e9".",
    ]
  `)
  expect(told('project: demo', 5)).toMatchInlineSnapshot(`
    [
      "project.yaml [document/too-large] project.yaml is 13 bytes long; documents are read up to 5. -> Check that this is the file you meant. Move long lists of data into files of their own.",
    ]
  `)
})

test('whatever JSON can hold is read back as it was', () => {
  fc.assert(
    fc.property(
      fc.jsonValue({ noUnicodeString: false }).map((value) => JSON.parse(JSON.stringify(value))),
      (value) => {
        fc.pre(!JSON.stringify(value).includes('\uFFFD') && !JSON.stringify(value).includes('\\u0000'))
        const text = stringify(value)
        expect(readDocument(text, { file: 'any.yaml', schema: z.unknown(), code: 'any/invalid' })).toEqual(
          JSON.parse(JSON.stringify(value)),
        )
      },
    ),
  )
})

test('arbitrary text gives a value or problems, never a bug', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'a:- \n\t[]{}"\'&*!|>#%@`,?0'), maxLength: 60 }), (text) => {
      const problems = told(text)
      expect(problems.length).toBeGreaterThan(0)
    }),
    { numRuns: 500 },
  )
})
