/** Spans of an agent with tools whose conversations have no id: each turn is a trace with everything that was said before. */
import { type KeyedRandom, keyedRandom } from '../src/stats/index.ts'

const topics = [
  'a haircut',
  'a filling',
  'new glasses',
  'a tyre change',
  'a table for four',
  'a check-up',
  'piano lessons',
]
const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const asks = ['Do you have something', 'Can I come in', 'Would it be possible to come', 'Is there anything free']
const thanks = ['Great, please book that one for me', 'Yes, take that', 'That works for me', 'Fine, put me down for it']
const instructions =
  'You are the assistant of a small business. Answer in two sentences at most, never promise what no tool has confirmed, and say prices only as the list has them. '.repeat(
    8,
  )
const beganMs = 1_767_261_600_000
/** Between two conversations that begin, and between two turns, in milliseconds. */
const everyMs = 700
const turnMs = 25_000
const turnsEach = 5

interface Message {
  readonly role: string
  readonly parts: readonly object[]
}

/** @param count how many spans; the last turn may be cut off @returns in the order in which turns end */
export function turnsWithTools(count: number): readonly object[] {
  const turns: { readonly atMs: number; readonly spans: readonly object[] }[] = []
  // A turn has four spans or two.
  for (let nth = 0; nth * turnsEach * 2 < count; nth += 1) turns.push(...conversation(nth))
  return turns
    .sort((a, b) => a.atMs - b.atMs)
    .flatMap(({ spans }) => spans)
    .slice(0, count)
}

function conversation(nth: number) {
  const random = keyedRandom(7, 'turns', nth)
  const history: Message[] = []
  return Array.from({ length: turnsEach }, (_, turn) => {
    const atMs = beganMs + nth * everyMs + turn * turnMs
    history.push(said('user', words(random, turn)))
    const calls = turn % 2 === 0
    const spans = calls
      ? withTool(nth, turn, atMs, history, random)
      : [asked(nth, turn, 2, atMs, history, answer(random))]
    const last = history.at(-1)
    return { atMs: atMs + 3000, spans: [...spans, run(nth, turn, atMs, last)] }
  })
}

function withTool(nth: number, turn: number, atMs: number, history: Message[], random: KeyedRandom) {
  const args = { day: random.pick(days), what: random.pick(topics) }
  const id = `call_${nth}_${turn}`
  const call = { role: 'assistant', parts: [{ type: 'tool_call', id, name: 'find_times', arguments: args }] }
  const first = asked(nth, turn, 2, atMs, history, call)
  const result = { times: Array.from({ length: 4 }, () => `${random.pick(days)} ${random.int(9) + 8}:30`) }
  const tool = span(nth, turn, 3, 1, 'execute_tool find_times', atMs + 1000, atMs + 1200, {
    'gen_ai.operation.name': 'execute_tool',
    'gen_ai.tool.name': 'find_times',
    'gen_ai.tool.call.id': id,
    'gen_ai.tool.call.arguments': JSON.stringify(args),
    'gen_ai.tool.call.result': JSON.stringify(result),
  })
  history.push({ role: 'tool', parts: [{ type: 'tool_call_response', id, response: result }] })
  return [first, tool, asked(nth, turn, 4, atMs + 1300, history, answer(random))]
}

/** A question to a model; what it answers is part of the history from then on. */
function asked(nth: number, turn: number, id: number, atMs: number, history: Message[], answered: Message): object {
  const model = span(nth, turn, id, 1, 'chat gpt-4o', atMs + 100, atMs + 1000, {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'gpt-4o',
    'gen_ai.response.model': 'gpt-4o-2024-08-06',
    'gen_ai.system_instructions': JSON.stringify([{ type: 'text', content: instructions }]),
    'gen_ai.input.messages': JSON.stringify(history),
    'gen_ai.output.messages': JSON.stringify([answered]),
    'gen_ai.usage.input_tokens': 900,
    'gen_ai.usage.output_tokens': 60,
  })
  history.push(answered)
  return model
}

function run(nth: number, turn: number, atMs: number, last: Message | undefined): object {
  return span(nth, turn, 1, 0, 'invoke_agent front desk', atMs, atMs + 2900, {
    'gen_ai.operation.name': 'invoke_agent',
    'gen_ai.agent.name': 'front desk',
    'gen_ai.output.messages': JSON.stringify([last]),
  })
}

function said(role: string, content: string): Message {
  return { role, parts: [{ type: 'text', content }] }
}

function words(random: KeyedRandom, turn: number): string {
  if (turn === 4) return `${random.pick(thanks)}, number ${random.int(10_000)}.`
  return `${random.pick(asks)} for ${random.pick(topics)} on ${random.pick(days)}, after ${random.int(9) + 8}? I can also do the ${random.int(28) + 1}th.`
}

function answer(random: KeyedRandom): Message {
  const times = Array.from({ length: 3 }, () => `${random.pick(days)} at ${random.int(9) + 8}:30`).join(', ')
  return said(
    'assistant',
    `For ${random.pick(topics)} I can offer ${times}. Which of these would suit you, and under what name?`,
  )
}

function span(
  nth: number,
  turn: number,
  id: number,
  parent: number,
  name: string,
  startMs: number,
  endMs: number,
  attributes: Readonly<Record<string, string | number>>,
): object {
  return {
    traceId: bytes(16, nth, turn),
    spanId: bytes(8, nth * turnsEach + turn, id),
    ...(parent > 0 && { parentSpanId: bytes(8, nth * turnsEach + turn, parent) }),
    name,
    kind: 1,
    startTimeUnixNano: `${startMs}000000`,
    endTimeUnixNano: `${endMs}000000`,
    attributes: Object.entries(attributes).map(([key, value]) => ({
      key,
      value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
    })),
    status: {},
  }
}

function bytes(length: number, first: number, second: number): Uint8Array {
  const made = Buffer.alloc(length, 1)
  made.writeUInt32BE(first, 0)
  made.writeUInt32BE(second, 4)
  return made
}
