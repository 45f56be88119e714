import { expect, test } from 'vitest'
import { checkOf } from './kind.sample.ts'
import { rawError } from './raw-error.ts'
import { said } from './said.sample.ts'
import { toolCallAsText } from './tool-call-as-text.ts'

const outcome = (kind: typeof rawError | typeof toolCallAsText, text: string) =>
  checkOf(kind, {}, { tools: [{ name: 'create_appointment' }, { name: 'lookup' }] }).check(
    said('customer: hi', `agent: ${text}`),
  )
const violated = (kind: typeof rawError | typeof toolCallAsText, texts: readonly string[]) =>
  texts.filter((text) => outcome(kind, text).outcome === 'violated')

test('a tool call shown as JSON, XML, control tokens or code is a violation', () => {
  const calls = [
    '{"name": "create_appointment", "arguments": {"day": "2026-03-02"}}',
    'Sure! {"tool":"lookup","tool_input":"hours"}',
    '```json\n{"function_name": "find", "parameters": {"q": 1}}\n```',
    '<tool_call>{"name": "x"}</tool_call>',
    '<function=create_appointment>{"day": 1}</function>',
    'One moment. <|tool_call|>',
    '[TOOL_CALLS] [{"name": "x"}]',
    'create_appointment(day="2026-03-02")',
    'functions.lookup({"q": "hours"})',
    'Thought: I should look\nAction: lookup\nAction Input: hours',
  ]
  expect(violated(toolCallAsText, calls)).toEqual(calls)
})

test('talk about tools, code and names is no tool call', () => {
  const fine = [
    'I will look that up for you.',
    'You can lookup (free of charge) our prices online.',
    'Action: rest for a day.',
    'Your name and the arguments for it: "none".',
    'Reply <yes> or <no>.',
    'The create_appointment feature is down today.',
  ]
  expect(violated(toolCallAsText, fine)).toEqual([])
})

test('traces, markup, blobs, templates and missing values are raw errors', () => {
  const raw = [
    'Traceback (most recent call last):\n  File "app.py", line 3',
    "TypeError: Cannot read properties of undefined (reading 'id')\n    at book (/srv/app.js:10:5)",
    'java.lang.IllegalStateException: no slot',
    'Sorry: connect ECONNREFUSED 127.0.0.1:5432',
    'Something went wrong (HTTP 502).',
    '<!DOCTYPE html><html><body>Bad gateway</body></html>',
    '{"error":{"code":404}}',
    'Here you go:\n[{"slot":"9:00"}]',
    'Hi {{first_name}}, welcome!',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: an unfilled template is what the customer was shown
    'Dear ${name},',
    'Your appointment is on undefined at undefined.',
    'That will be $NaN.',
    'Booked: [object Object]',
    'See you on Invalid Date.',
  ]
  expect(violated(rawError, raw)).toEqual(raw)
})

test('ordinary answers are no raw errors', () => {
  const fine = [
    'There was an error with your booking, sorry. Could you try again?',
    'The old contract is null and void.',
    'We are at 500 Harbour Street, error-free since 1998.',
    'Prices: cleaning [from $120] {new patients}',
    'I <3 your smile; 5 < 6 > 2',
    'Let me meet you at the cafe (10:30).',
  ]
  expect(violated(rawError, fine)).toEqual([])
})

test('what the customer pasted may be quoted back', () => {
  const check = checkOf(rawError, {})
  const pasted = 'TypeError: x is not a function'
  expect(check.check(said(`customer: I get ${pasted}`, `agent: "${pasted}" means the page is outdated.`))).toEqual({
    outcome: 'held',
  })
})
