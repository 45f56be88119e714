/**
 * What watching from inside adds to a turn: 30 conditions, in conversations of 1, 5 and 20 turns, beside a wrapper that does
 * nothing. The handler answers at once, so that all that is measured is the wrapper.
 *
 * Conversations go on side by side, as in a process that serves many customers, and between two turns the process does what
 * else there is to do: the checks that were put off, and the queue, which is the real one. Nothing of that is hidden: the
 * processor's time of everything, garbage collection included, and the longest time in which nothing else could run are
 * printed beside.
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
const warmUp = 5000

const replies = [
  'The earliest free time is Tuesday at two in the afternoon, with Dr. Osei. Shall I book it for you?',
  'I have found your appointment on 14 March. It can be moved up to a day before, free of charge.',
  'We are open from nine to five on weekdays, and on Saturdays until noon. Is there anything else I can do for you today?',
  'Your request has been passed on to a colleague, who will call you back within two hours. Thank you for your patience.',
]

const guarding = ['c0', 'c1', 'c2']
const ways: readonly (readonly [string, (pact: Pact) => (handler: Handler) => Handler])[] = [
  ['no-op wrapper', () => (handler) => handler],
  ['observe', (pact) => (handler) => watching(pact).wrap(handler)],
  [
    'guard by 3, observe by 27',
    (pact) => (handler) => watching(pact, { guard: { conditions: guarding, instead: 'One moment.' } }).wrap(handler),
  ],
  ['all 30 before it goes', (pact) => (handler) => watching(pact, { check: 'before' }).wrap(handler)],
]

export async function bench(out: (line: string) => void): Promise<void> {
  const pact = await pactOf(selfEvident)
  const some = (count: number) => count.toLocaleString('en')
  out(`inline: ${pact.conditions.length} conditions, ${some(turns)} turns each after ${some(warmUp)} to warm up`)
  out('microseconds a turn; CPU is all that the process does besides the no-op, whenever it does it')
  const rows: string[][] = []
  let worst = 0
  for (const length of [1, 5, 20]) {
    let none: Cost | undefined
    for (const [way, wrapped] of ways) {
      const cost = await timed(length, wrapped(pact))
      none ??= cost
      const added = cost.p99 - none.p99
      if (way !== 'all 30 before it goes') worst = Math.max(worst, added)
      const { median, p99, cpu, pauseMs } = cost
      const numbers = [median, p99, added, cpu - none.cpu, pauseMs].map((number) => number.toFixed(1))
      rows.push([`${length}`, way, ...numbers])
    }
  }
  const head = ['turns', 'wrapper', 'median', 'p99', 'p99 added', 'CPU added', 'longest pause ms']
  for (const line of table(head, rows)) out(line)
  out(`observing and guarding add ${worst.toFixed(1)} us at p99 at most; under 50: ${worst < 50 ? 'yes' : 'NO'}`)
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

interface Cost {
  readonly median: number
  readonly p99: number
  /** Of the processor, for everything, in microseconds a turn. */
  readonly cpu: number
  /** The longest time from one moment at which something else could run to the next. */
  readonly pauseMs: number
}

/** 50 conversations of this length side by side, then the next 50. */
async function timed(length: number, wrapped: (handler: Handler) => Handler): Promise<Cost> {
  const handler = wrapped(async (message) => replies[message.length % replies.length] ?? '')
  const us: number[] = []
  let pauseMs = 0
  let before = process.cpuUsage()
  for (let done = 0, wave = 0; done < turns + warmUp; wave += 1) {
    for (let turn = 0; turn < length; turn += 1) {
      for (let each = 0; each < 50; each += 1, done += 1) {
        if (done === warmUp) before = process.cpuUsage()
        const message = `Could you tell me about ${'the '.repeat((wave + each + turn) % 9)}times?`
        const startMs = performance.now()
        await handler(message, { conversation: `${wave}-${each}` })
        const endMs = performance.now()
        await new Promise((resolve) => setImmediate(resolve))
        if (done < warmUp) continue
        us.push((endMs - startMs) * 1000)
        pauseMs = Math.max(pauseMs, performance.now() - startMs)
      }
    }
  }
  const { user, system } = process.cpuUsage(before)
  const sorted = us.toSorted((a, b) => a - b)
  return {
    median: median(us),
    p99: sorted[Math.floor(us.length * 0.99)] ?? 0,
    cpu: (user + system) / us.length,
    pauseMs,
  }
}
