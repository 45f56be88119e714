/**
 * What watching from inside adds to a turn: 30 conditions, in conversations of 1, 5 and 20 turns, beside a wrapper that does
 * nothing. The handler answers at once, so that all that is measured is the wrapper.
 *
 * Conversations go on side by side, as in a process that serves many customers. The queue is the real one; nobody takes
 * from it meanwhile.
 */
import { type InlineOptions, inline, loadPact, type Pact, queue } from '../src/inline/index.ts'
import { median, table } from './measure.ts'

const words = [
  'guarantee',
  'promise you',
  'trust me',
  'legal advice',
  'diagnosis',
  'cure',
  'risk-free',
  'refund for sure',
]
const selfEvident = [
  ...words.map((word) => `never-says: "/\\\\b${word}\\\\b/i"`),
  ...words.map((word) => `never-says: "${word} always"`),
  ...words.map((word) => `never-says: ["/${word} (of|for) (free|nothing)/i", "/no ${word}/i"]`),
  'leak: {}',
  'raw-error: {}',
  'tool-call-as-text: {}',
  'channel: {}',
  'never-says: "/as an ai( language)? model/i"',
  'never-says: "/\\\\b(ssn|social security number)\\\\b/i"',
]
const turns = 20_000

const replies = [
  'The earliest free time is Tuesday at two in the afternoon, with Dr. Osei. Shall I book it for you?',
  'I have found your appointment on 14 March. It can be moved up to a day before, free of charge.',
  'We are open from nine to five on weekdays, and on Saturdays until noon. Is there anything else I can do for you today?',
  'Your request has been passed on to a colleague, who will call you back within two hours. Thank you for your patience.',
]

export async function bench(out: (line: string) => void): Promise<void> {
  const pact = await pactOf(selfEvident)
  out(`inline: ${pact.conditions.length} conditions, ${turns.toLocaleString('en')} turns each; microseconds a turn`)
  const rows: string[][] = []
  let worst = 0
  for (const length of [1, 5, 20]) {
    const none = await timed(length, (handler) => handler)
    const watched = await timed(length, (handler) => watching(pact).wrap(handler))
    const guarded = await timed(length, (handler) =>
      watching(pact, { guard: { conditions: ['c0', 'c1', 'c2'], instead: 'One moment.' } }).wrap(handler),
    )
    for (const [what, us] of [
      ['no-op wrapper', none] as const,
      ['observe', watched] as const,
      ['guard', guarded] as const,
    ]) {
      rows.push([`${length}`, what, us.median.toFixed(1), us.p99.toFixed(1), (us.p99 - none.p99).toFixed(1)])
    }
    worst = Math.max(worst, watched.p99 - none.p99, guarded.p99 - none.p99)
  }
  for (const line of table(['turns', 'wrapper', 'median', 'p99', 'p99 added'], rows)) out(line)
  out(`adds ${worst.toFixed(1)} us at p99 at most; under 50: ${worst < 50 ? 'yes' : 'NO'}`)
}

function pactOf(conditions: readonly string[]): Promise<Pact> {
  const items = conditions.map((condition, index) => `  - id: c${index}\n    ${condition}`)
  return loadPact(`pact: bench\nversion: 1\nconditions:\n${items.join('\n')}\n`, { file: 'bench.yaml', read: () => '' })
}

function watching(pact: Pact, more: Partial<InlineOptions> = {}) {
  const told = queue({ send: async (batch) => batch.length, everyMs: 20 })
  return inline({ pact, agent: { id: 'bench' }, queue: told, ...more })
}

type Handler = (message: string, context: { readonly conversation: string }) => Promise<string>

/** 50 conversations of this length side by side, then the next 50. */
async function timed(length: number, wrapped: (handler: Handler) => Handler) {
  const handler = wrapped(async (message) => replies[message.length % replies.length] ?? '')
  const us: number[] = []
  for (let done = 0, wave = 0; done < turns + 2000; wave += 1) {
    for (let turn = 0; turn < length; turn += 1) {
      for (let each = 0; each < 50; each += 1, done += 1) {
        const conversation = `${wave}-${each}`
        const message = `Could you tell me about ${'the '.repeat((wave + each + turn) % 9)}times?`
        const startMs = performance.now()
        await handler(message, { conversation })
        us.push((performance.now() - startMs) * 1000)
      }
    }
    // What the process does besides: the queue hands on.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const warm = us.slice(2000)
  const sorted = [...warm].sort((a, b) => a - b)
  return { median: median(warm), p99: sorted[Math.floor(sorted.length * 0.99)] ?? 0 }
}
