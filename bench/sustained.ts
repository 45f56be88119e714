/**
 * A thousand conversations a second, for twenty seconds: each of several turns with tools, sent whole, kept, understood and
 * graded by twenty conditions on the thread behind the door.
 *
 * Requests leave by the clock whether or not grading keeps up. Said is how many were graded as the last was sent, and how
 * long the rest took. Before, as many as bring every thread into being are sent and graded, and not counted.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { wallClock } from '../src/connect/index.ts'
import { type Conversation, isoOf } from '../src/conversation/index.ts'
import { type Observatory, openObservatory } from '../src/observe/index.ts'
import { keyedRandom } from '../src/stats/index.ts'
import { inTypeScript } from './in-typescript.ts'
import { gradingTerms } from './twenty.ts'

const perSecond = 1000
const seconds = 20
const perRequest = 20
const untilSeconds = 60
const turns = 5
const warmUp = 2000

const judgingThreads = 2

export async function bench(out: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'sustained-'))
  const observatory = await openObservatory({
    folder,
    grading: await gradingTerms(),
    thread: {
      module: new URL('./twenty.ts', import.meta.url).href,
      data: {},
      entry: inTypeScript('observe/background-thread.ts'),
      judging: { threads: judgingThreads, entry: inTypeScript('observe/grading/judging-thread.ts') },
    },
    clock: wallClock(),
    now: () => Date.now(),
    lookEveryMs: 200,
    failed: (thrown) => out(String(thrown)),
  })
  try {
    await sent(observatory, bodiesFrom('warm', warmUp), 0)
    await observatory.settled()
    const bodies = bodiesFrom('conversation', perSecond * seconds)
    const bytes = bodies.reduce((sum, { length }) => sum + length, 0)
    const startMs = performance.now()
    const cpu = process.cpuUsage()
    await sent(observatory, bodies, startMs)
    const sentMs = performance.now() - startMs
    const whenSent = (await graded(observatory)) - warmUp
    while (
      (await graded(observatory)) - warmUp < perSecond * seconds &&
      performance.now() - startMs < untilSeconds * 1000
    )
      await new Promise((resolve) => setTimeout(resolve, 100))
    const allMs = performance.now() - startMs
    const { user, system } = process.cpuUsage(cpu)
    const n = (await graded(observatory)) - warmUp
    out(
      `${(perSecond * seconds).toLocaleString('en')} conversations of ${turns} turns (${(bytes / 1e6).toFixed(0)} MB) sent in ${(sentMs / 1000).toFixed(1)} s: ${whenSent.toLocaleString('en')} graded by then, ${n.toLocaleString('en')} after ${(allMs / 1000).toFixed(1)} s, ${Math.round((n * 1000) / allMs).toLocaleString('en')} a second (wanted: ${perSecond.toLocaleString('en')})`,
    )
    out(
      `  ${((user + system) / n).toFixed(0)} us of CPU each on all threads, taking in included; memory at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB, what sends included`,
    )
  } finally {
    await observatory.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function graded({ observed }: Observatory): Promise<number> {
  return (await observed.counts('default')).graded ?? 0
}

async function sent(observatory: Observatory, bodies: readonly Buffer[], startMs: number): Promise<void> {
  const all: Promise<unknown>[] = []
  for (const [nth, body] of bodies.entries()) {
    const waitMs = startMs + (nth * perRequest * 1000) / perSecond - performance.now()
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
    all.push(observatory.take({ project: 'default', reader: 'conversations', body }))
  }
  await Promise.all(all)
}

function bodiesFrom(name: string, count: number): readonly Buffer[] {
  return Array.from({ length: count / perRequest }, (_, nth) => {
    const some = Array.from({ length: perRequest }, (_, at) => conversation(name, nth * perRequest + at))
    return Buffer.from(some.map((each) => JSON.stringify({ conversation: each })).join('\n'))
  })
}

const days = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const topics = ['a haircut', 'a filling', 'new glasses', 'a tyre change', 'a table for four', 'a check-up']

function conversation(name: string, n: number): Conversation {
  const random = keyedRandom(9, name, n)
  const time = () => `${random.pick(days)} at ${random.int(9) + 8}:30`
  const events = Array.from({ length: turns }, (_, turn): Conversation['events'] => {
    const atMs = turn * 20_000
    const callId = `call-${turn}`
    const asked = `Do you have something for ${random.pick(topics)} on ${random.pick(days)}? I can also do the ${random.int(28) + 1}th.`
    const answer = `For ${random.pick(topics)} I can offer ${time()}, ${time()} or ${time()}. Which of these would suit you, and under what name?`
    const times = [time(), time(), time()]
    return [
      { type: 'message', atMs, from: 'customer', text: asked },
      ...(turn % 2 === 0
        ? ([
            { type: 'tool-call', atMs: atMs + 800, callId, tool: 'find_times', args: { turn }, seenBy: 'agent' },
            { type: 'tool-result', atMs: atMs + 1100, callId, outcome: 'ok', value: { times }, seenBy: 'agent' },
          ] as const)
        : []),
      { type: 'message', atMs: atMs + 2500, from: 'agent', text: answer },
    ]
  }).flat()
  return {
    id: `${name}-${n}`,
    origin: 'production',
    agent: { id: 'front desk', version: '1.4.2' },
    channel: 'chat',
    customerId: `customer-${n % 5000}`,
    startedAt: isoOf(1_767_261_600_000 + n),
    events,
  }
}
