import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { spokenIn } from './messages.ts'

const call = { id: 'call_1', tool: 'book', args: { day: 'Tue' } }
const customer = (text: string) => ({ role: 'customer', text })
const agent = (text: string) => ({ role: 'agent', text })
const calls = { role: 'agent', text: '', calls: [call] }
const answered = (value: Json, more: object = {}) => ({
  role: 'tool',
  text: '',
  answers: { callId: 'call_1', value, ...more },
})

test.each<[string, Json, object]>([
  ['plain text', 'Hi', { said: [customer('Hi')] }],
  ['text that is quoted JSON', '"Hi"', { said: [customer('Hi')] }],
  ['text with a bracket that is no JSON', '[smiles] hi', { said: [customer('[smiles] hi')] }],
  [
    "OpenAI's chat, as a whole request in a text",
    JSON.stringify({
      model: 'gpt-4o',
      messages: [
        { role: 'developer', content: 'Be brief.' },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Hi' },
            { type: 'image_url', image_url: { url: 'data:' } },
          ],
        },
      ],
    }),
    { system: 'Be brief.', said: [customer('Hi\n[image_url]')] },
  ],
  [
    "OpenAI's answer",
    {
      choices: [
        { index: 0, message: { role: 'assistant', content: 'Hello' } },
        { index: 1, message: { content: 'Other' } },
      ],
    },
    { said: [agent('Hello')] },
  ],
  [
    "OpenAI's function of before",
    [{ role: 'assistant', content: null, function_call: { name: 'book', arguments: '{"day":"Tue"}' } }],
    { said: [{ role: 'agent', text: '', calls: [{ tool: 'book', args: { day: 'Tue' } }] }] },
  ],
  [
    "OpenAI's responses",
    {
      instructions: 'Be brief.',
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'Hi' }] },
        { type: 'function_call', call_id: 'call_1', id: 'fc_9', name: 'book', arguments: '{"day":"Tue"}' },
        { type: 'function_call_output', call_id: 'call_1', output: '{"ok":true}' },
      ],
    },
    { system: 'Be brief.', said: [customer('Hi'), calls, answered({ ok: true })] },
  ],
  [
    "Anthropic's blocks: results come before what the customer adds",
    {
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm' },
            { type: 'text', text: 'One moment.' },
            { type: 'tool_use', id: 'call_1', name: 'book', input: { day: 'Tue' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'text', text: 'And?' },
            {
              type: 'tool_result',
              tool_use_id: 'call_1',
              is_error: true,
              content: [{ type: 'text', text: 'no room' }],
            },
          ],
        },
      ],
    },
    {
      system: 'Be brief.',
      said: [
        { role: 'agent', text: 'One moment.', calls: [call] },
        answered('no room', { failed: true }),
        customer('And?'),
      ],
    },
  ],
  [
    "Gemini's contents",
    {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        { role: 'user', parts: [{ text: 'Hi' }] },
        { role: 'model', parts: [{ functionCall: { name: 'book', args: { day: 'Tue' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'book', response: { ok: true } } }] },
      ],
    },
    {
      system: 'Be brief.',
      said: [
        customer('Hi'),
        { role: 'agent', text: '', calls: [{ tool: 'book', args: { day: 'Tue' } }] },
        { role: 'tool', text: '', answers: { tool: 'book', value: { ok: true } } },
      ],
    },
  ],
  [
    "the AI SDK's parts, with a result that failed",
    [
      {
        role: 'assistant',
        content: [{ type: 'tool-call', toolCallId: 'call_1', toolName: 'book', input: { day: 'Tue' } }],
      },
      {
        role: 'tool',
        content: [
          {
            type: 'tool-result',
            toolCallId: 'call_1',
            toolName: 'book',
            output: { type: 'error-text', value: 'no room' },
          },
        ],
      },
    ],
    { said: [calls, answered('no room', { tool: 'book', failed: true })] },
  ],
  [
    "LangChain's messages, in lists within a list",
    [
      [
        { lc: 1, type: 'constructor', id: ['langchain', 'SystemMessage'], kwargs: { content: 'Be brief.' } },
        { type: 'human', data: { content: 'Hi' } },
        { type: 'ai', content: '', tool_calls: [{ id: 'call_1', name: 'book', args: { day: 'Tue' } }] },
        { type: 'tool', content: '{"ok":true}', tool_call_id: 'call_1' },
      ],
    ],
    { system: 'Be brief.', said: [customer('Hi'), calls, answered({ ok: true })] },
  ],
  [
    'parts of the semantic conventions without a role around them',
    [
      { type: 'text', content: 'Hi' },
      { type: 'text', content: 'there' },
    ],
    { said: [customer('Hi\nthere')] },
  ],
  [
    'an object with a question in it',
    { question: 'Are you open?', locale: 'en' },
    { said: [customer('Are you open?')] },
  ],
  [
    'a second system message, which stays where it stands',
    [
      { role: 'system', content: 'A' },
      { role: 'user', content: 'Hi' },
      { role: 'system', content: 'B' },
    ],
    { system: 'A', said: [customer('Hi'), { role: 'system', text: 'B' }] },
  ],
])('%s', (_name, value, expected) => {
  expect(spokenIn(value, 'customer')).toEqual(expected)
})

test.each<[string, Json]>([
  ['nothing', null],
  ['an empty text', '  '],
  ['an empty list', []],
  ['a number', 42],
  ['an object without words', { args: [], kwargs: {} }],
  ['numbers', [1, 2, 3]],
  [
    'objects that go on within each other',
    { messages: { messages: { messages: { messages: { messages: { messages: 'x' } } } } } },
  ],
])('%s holds no messages', (_name, value) => {
  expect(spokenIn(value, 'customer')).toBeUndefined()
})

test('whatever JSON comes, what is read of it is text, in a list that is not empty or with a system prompt', () => {
  const key = fc.constantFrom(
    'role',
    'content',
    'parts',
    'type',
    'text',
    'messages',
    'tool_calls',
    'name',
    'id',
    '__proto__',
    'output',
  )
  const leaf = fc.oneof(
    fc.constantFrom('user', 'assistant', 'tool', 'text', 'tool_call', 'constructor', ''),
    fc.jsonValue({ maxDepth: 1 }),
  )
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(value, (any) => {
      const spoken = spokenIn(JSON.parse(JSON.stringify(any)), 'agent')
      if (spoken === undefined) return
      expect(spoken.said.length > 0 || spoken.system !== undefined).toBe(true)
      for (const { text, role } of spoken.said) expect([typeof text, typeof role]).toEqual(['string', 'string'])
    }),
    { numRuns: 2000 },
  )
})
