/** Conversations of a made-up production for tests of drift: what is said is the same but for what a test changes. */
import type { Conversation, Event } from '../../conversation/index.ts'
import type { Finding } from '../../pact/index.ts'
import { keyedRandom } from '../../stats/index.ts'
import { type Change, type DriftTerms, driftEngine, type Sighting } from './engine.ts'
import { type Memory, memoryOf } from './memory.ts'

export const hourMs = 3_600_000
/** Monday 2 March 2026, 0:00 UTC. */
export const startMs = 1_772_409_600_000

export interface World {
  readonly channel?: string
  readonly version?: string
  readonly model?: string
  readonly kbVersion?: string
  /** Rates of failure by condition. */
  readonly failing?: Readonly<Record<string, number>>
  /** Words in an answer, about. */
  readonly words?: number
  readonly waitMs?: number
  readonly refusing?: number
  readonly toolErrors?: number
  readonly answer?: string
  readonly asked?: readonly string[]
  /** Rate of conversations of which something cannot be judged. */
  readonly unjudged?: number
}

const questions = [
  'hello can you book a cleaning for me on tuesday please',
  'i want to move my appointment to the afternoon',
  'what is the price for a check of my teeth',
  'is it possible that you are open on saturday',
]

/** One conversation of a world, after `n` others. */
export function sighting(n: number, atMs: number, world: World = {}): Sighting {
  const random = keyedRandom(5, 'production', n)
  const { channel = 'chat', words = 12, waitMs = 900, refusing = 0.02, toolErrors = 0.03, asked = questions } = world
  const replyMs = Math.round(random.lognormal(waitMs, 0.4))
  const length = Math.max(3, Math.round(random.lognormal(words, 0.3)))
  const answer =
    world.answer ??
    Array.from({ length }, () => random.pick(['the', 'time', 'is', 'free', 'and', 'you', 'can'])).join(' ')
  const isRefused = random.chance(refusing)
  const events: Event[] = [
    { type: 'message', atMs: 0, from: 'customer', text: random.pick(asked) },
    { type: 'tool-call', atMs: 10, callId: 'a', tool: 'find_slots', args: {}, seenBy: 'agent' },
    {
      type: 'tool-result',
      atMs: 10 + Math.round(random.lognormal(120, 0.3)),
      callId: 'a',
      outcome: random.chance(toolErrors) ? 'error' : 'ok',
      value: null,
      seenBy: 'agent',
    },
    {
      type: 'message',
      atMs: 400 + replyMs,
      from: 'agent',
      text: isRefused ? "I'm sorry, I can't help with that." : answer,
    },
  ]
  const conversation: Conversation = {
    id: `c${n}`,
    origin: 'production',
    agent: { id: 'desk', version: world.version ?? '1', model: world.model ?? 'small-1' },
    channel,
    startedAt: '2026-03-02T00:00:00Z',
    events: events.toSorted((a, b) => a.atMs - b.atMs),
    circumstances: { kbVersion: world.kbVersion ?? 'k1' },
  }
  const findings: Finding[] = Object.entries(world.failing ?? {}).map(([condition, rate]) =>
    random.chance(rate)
      ? { condition, outcome: 'violated', because: 'it was', at: [0] }
      : { condition, outcome: 'held' },
  )
  if (world.unjudged !== undefined && random.chance(world.unjudged)) {
    findings.push({ condition: 'whole', outcome: 'unjudged', because: 'cut short' })
  }
  return { thread: `c${n}`, atMs, conversation, findings }
}

/** Plays `perDay` conversations a day through an engine; `worldAt` says how the world is. @returns alarms, in order */
export function play(
  terms: DriftTerms,
  {
    from = 0,
    to,
    perDay = 2000,
    memory = memoryOf([]),
  }: { from?: number; to: number; perDay?: number; memory?: Memory },
  worldAt: (n: number) => World,
): readonly (Change & { readonly n: number })[] {
  const engine = driftEngine('default', memory, terms)
  const changes: (Change & { readonly n: number })[] = []
  for (let n = from; n < to; n += 1) {
    const atMs = startMs + Math.round((n * 24 * hourMs) / perDay)
    changes.push(...engine.see(sighting(n, atMs, worldAt(n))).map((change) => ({ ...change, n })))
  }
  return changes
}
