import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import { readerNamed, readers } from './index.ts'
import { type ReaderSample, readerConformance } from './reader.conformance.ts'
import { copied } from './webhooks/copies.ts'

const at = '2026-03-02T10:00:00.000Z'
const nano = '1772445600000000000'
const json = 'application/json'
const attribute = (key: string, stringValue: string) => ({ key, value: { stringValue } })
const told = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
const ids = { traceId: '0'.repeat(31) + 1, spanId: '0'.repeat(15) + 1 }
const scope = { name: 'shop' }

const span = {
  ...ids,
  name: 'chat',
  startTimeUnixNano: nano,
  endTimeUnixNano: nano,
  attributes: [
    attribute('gen_ai.operation.name', 'chat'),
    attribute('gen_ai.input.messages', told('user', 'hi')),
    attribute('gen_ai.output.messages', told('assistant', 'Hello')),
  ],
}
const log = {
  ...ids,
  timeUnixNano: nano,
  eventName: 'gen_ai.user.message',
  body: { kvlistValue: { values: [attribute('content', 'hi')] } },
  attributes: [],
}
const generation = {
  id: 'g',
  traceId: 't',
  name: 'llm',
  startTime: at,
  endTime: at,
  input: [{ role: 'user', content: 'hi' }],
  output: { role: 'assistant', content: 'Hello' },
}
const run = {
  id: 'r',
  trace_id: 'r',
  name: 'llm',
  run_type: 'llm',
  start_time: at,
  end_time: at,
  inputs: { messages: [{ role: 'user', content: 'hi' }] },
  outputs: { choices: [{ message: { role: 'assistant', content: 'Hello' } }] },
}
const page = {
  entry: [
    { messaging: [{ sender: { id: '1' }, recipient: { id: '2' }, timestamp: 1, message: { mid: 'm', text: 'hi' } }] },
  ],
}
const whatsapp = { from: '12125550100', id: 'w', timestamp: '1772445600', type: 'text', text: { body: 'hi' } }
const delivered = (body: Json): ReaderSample => ({
  contentType: json,
  body,
  records: 1,
  handed: (bytes) => copied('delivered', bytes, json, {}),
})

const samples: Readonly<Record<string, ReaderSample>> = {
  conversations: {
    contentType: json,
    body: [
      { id: 'a', agent: { id: 'desk' }, channel: 'chat', origin: 'production', startedAt: at, events: [] },
      { id: 'b', events: [{ at, type: 'message', from: 'customer', text: 'hi' }], ended: true },
    ],
    records: 2,
  },
  'otlp-traces': {
    contentType: json,
    body: { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope, spans: [span] }] }] },
    records: 1,
  },
  'otlp-logs': {
    contentType: json,
    body: { resourceLogs: [{ resource: { attributes: [] }, scopeLogs: [{ scope, logRecords: [log] }] }] },
    records: 1,
  },
  langfuse: {
    contentType: json,
    body: { batch: [{ id: 'e', type: 'generation-create', timestamp: at, body: generation }] },
    records: 1,
  },
  langsmith: { contentType: json, body: { post: [run], patch: [] }, records: 1 },
  'webhook-twilio': delivered({ MessageSid: 'SM1', From: '+12125550100', To: '+15005550006', Body: 'hi' }),
  'webhook-whatsapp-cloud': delivered({
    entry: [{ changes: [{ value: { metadata: { phone_number_id: '1' }, messages: [whatsapp] } }] }],
  }),
  'webhook-messenger': delivered(page),
  'webhook-instagram': delivered(page),
  'webhook-slack': delivered({
    type: 'event_callback',
    team_id: 'T1',
    event: { type: 'message', channel: 'D1', user: 'U1', ts: '1772445600.000200', text: 'hi' },
  }),
  'webhook-highlevel': delivered({
    type: 'InboundMessage',
    contactId: 'c',
    locationId: 'l',
    messageType: 'SMS',
    messageId: 'm',
    dateAdded: at,
    body: 'hi',
  }),
}

test('every form in which production sends is held to what readers have to keep', () => {
  expect(Object.keys(samples).sort()).toEqual(readers.map(({ name }) => name).sort())
})

for (const [name, sample] of Object.entries(samples)) {
  const reader = readerNamed(name)
  if (reader !== undefined) readerConformance(reader, sample)
}
