/** What an exporter of a chat agent sends at once: questions to a model in OpenTelemetry's names. */

/**
 * @param letters of each of the two messages of a span
 * @param conversation names the one that a span belongs to
 * @param said what a message says; the same in all of them when left out
 */
export function batch(
  spans: number,
  letters = 600,
  conversation = (n: number) => `conversation-${n % 40}`,
  said?: () => string,
) {
  const words = 'The earliest free time is Tuesday at two in the afternoon. '
    .repeat(Math.ceil(letters / 50))
    .slice(0, letters)
  const text = (value: string) => ({ stringValue: value })
  const message = (role: string) => JSON.stringify([{ role, parts: [{ type: 'text', content: said?.() ?? words }] }])
  const span = (n: number) => ({
    traceId: Uint8Array.from({ length: 16 }, (_, at) => (n * 7 + at * 13 + 1) % 256),
    spanId: Uint8Array.from({ length: 8 }, (_, at) => (n * 11 + at * 17 + 1) % 256),
    parentSpanId: Uint8Array.from({ length: 8 }, (_, at) => (n * 5 + at * 3 + 1) % 256),
    name: 'chat gpt-4o',
    kind: 3,
    startTimeUnixNano: String(1_767_261_600_000_000_000n + BigInt(n) * 1_000_000n),
    endTimeUnixNano: String(1_767_261_601_000_000_000n + BigInt(n) * 1_000_000n),
    attributes: [
      { key: 'gen_ai.operation.name', value: text('chat') },
      { key: 'gen_ai.provider.name', value: text('openai') },
      { key: 'gen_ai.request.model', value: text('gpt-4o') },
      { key: 'gen_ai.response.model', value: text('gpt-4o-2024-08-06') },
      { key: 'gen_ai.response.id', value: text(`answer-${n}`) },
      { key: 'gen_ai.conversation.id', value: text(conversation(n)) },
      { key: 'gen_ai.usage.input_tokens', value: { intValue: '412' } },
      { key: 'gen_ai.usage.output_tokens', value: { intValue: '57' } },
      { key: 'gen_ai.request.temperature', value: { doubleValue: 0.2 } },
      { key: 'gen_ai.response.finish_reasons', value: { arrayValue: { values: [text('stop')] } } },
      { key: 'gen_ai.input.messages', value: text(message('user')) },
      { key: 'gen_ai.output.messages', value: text(message('assistant')) },
      { key: 'server.address', value: text('api.example.com') },
    ],
    status: {},
    flags: 257,
  })
  const attributes = [
    { key: 'service.name', value: text('bench') },
    { key: 'service.version', value: text('1.4.2') },
  ]
  const scope = { name: 'bench', version: '1' }
  return {
    resourceSpans: [
      { resource: { attributes }, scopeSpans: [{ scope, spans: Array.from({ length: spans }, (_, n) => span(n)) }] },
    ],
  }
}
