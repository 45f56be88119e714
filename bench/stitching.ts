/**
 * Do turns that carry no conversation id find each other?
 *
 * Human dialogues that no rule was written for, each turn replayed as a trace of its own with everything said before, as
 * most instrumentations record it. Counted are pairs of a turn and the next: how many of those that were put together
 * belong together (precision), and how many of those that belong together were found (recall). In the hard rows every
 * conversation begins with the same greeting, and so many run at once that several wait for the same next turn.
 */

import { certainFrom, linksAmong } from '../src/observe/assemble/links.ts'
import { marksOf } from '../src/observe/assemble/marks.ts'
import type { Observation } from '../src/observe/index.ts'
import type { Said } from '../src/observe/observation.ts'
import { keyedRandom, rate } from '../src/stats/index.ts'
import type { TurnMark } from '../src/store/index.ts'
import { DATA, type Dialogue, isForTuning, readDialogues } from './dialogues.ts'
import { table } from './measure.ts'

/** Conversations per row, and what is added before each where beginnings are to be alike. */
const most = 1500
const greeting: readonly Said[] = [
  { role: 'customer', text: 'hi' },
  { role: 'agent', text: 'Hello! How can I help you today?' },
]

interface Setting {
  readonly name: string
  /** Between two conversations that begin, in milliseconds on average. */
  readonly everyMs: number
  readonly alike?: boolean
  /** What a sender makes of a history. */
  readonly told?: (said: readonly Said[]) => readonly Said[]
}

const edited = (said: readonly Said[]) =>
  said.map((each) => (each.role === 'agent' ? { ...each, text: `${each.text} [sent]` } : each))
const augmented = (said: readonly Said[]) =>
  said.map((each, index) =>
    index === said.length - 1 ? { ...each, text: `Use these documents:\n${index}\n\n${each.text}` } : each,
  )

const settings: readonly Setting[] = [
  { name: 'as they are', everyMs: 10_000 },
  { name: 'as they are, one begins every second', everyMs: 1000 },
  { name: 'cut to the last 6 messages', everyMs: 1000, told: (said) => said.slice(-6) },
  { name: 'replies edited in the history', everyMs: 1000, told: edited },
  { name: 'documents around the last message', everyMs: 1000, told: augmented },
  { name: 'same greeting, one begins every 5 min', everyMs: 300_000, alike: true },
  { name: 'same greeting, one begins every minute', everyMs: 60_000, alike: true },
  { name: 'same greeting, one begins every 10 s', everyMs: 10_000, alike: true },
  { name: 'same greeting, one begins every second', everyMs: 1000, alike: true },
]

export async function bench(out: (line: string) => void): Promise<void> {
  const all = readDialogues(DATA)
  if (all === undefined) {
    out(`stitching: skipped, ${DATA} is not there.`)
    return
  }
  const dialogues = all.filter(({ id }) => !isForTuning(id)).slice(0, most)
  const head = [
    '',
    'pairs',
    'put together',
    'precision',
    'recall',
    'whole',
    'said to be doubtful',
    'of those left, right',
  ]
  const rows = settings.map((setting) => rowOf(setting, dialogues))
  for (const line of table(head, rows)) out(line)
  out('')
  out(
    `${dialogues.length} dialogues held out, each turn a trace without an id; "whole": conversations with all pairs found`,
  )
  out(
    'and none wrong. "Doubtful": of all turns, those that the record says it is not sure of; such conversations stay unjudged.',
  )
}

interface Replay {
  readonly marks: readonly TurnMark[]
  /** For each turn the one before it; nothing for first ones. */
  readonly before: ReadonlyMap<string, string | undefined>
  readonly conversation: ReadonlyMap<string, string>
}

function rowOf(setting: Setting, dialogues: readonly Dialogue[]): string[] {
  const { marks, before, conversation } = replayed(setting, dialogues)
  const links = linksAmong({ marks }, before.keys())
  const pairs = [...before].filter(([, previous]) => previous !== undefined)
  const put = [...links.values()].filter(({ after }) => after !== undefined)
  const right = put.filter(({ trace, after }) => before.get(trace) === after)
  const broken = new Set(
    [...before].flatMap(([trace, previous]) =>
      links.get(trace)?.after === previous
        ? []
        : [conversation.get(trace) ?? '', conversation.get(links.get(trace)?.after ?? '') ?? ''],
    ),
  )
  const doubtful = [...links.values()].filter((link) => link.doubtful || link.confidence < certainFrom)
  const left = [...links.values()].filter((link) => !link.doubtful && link.confidence >= certainFrom)
  const leftRight = left.filter(({ trace, after }) => before.get(trace) === after)
  const ids = new Set(conversation.values())
  return [
    setting.name,
    String(pairs.length),
    String(put.length),
    shareOf(right.length, put.length),
    shareOf(right.length, pairs.length),
    shareOf([...ids].filter((id) => !broken.has(id)).length, ids.size),
    shareOf(doubtful.length, before.size),
    shareOf(leftRight.length, left.length),
  ]
}

function shareOf(successes: number, n: number): string {
  if (n === 0) return '-'
  const { rate: value, low, high } = rate(successes, n)
  const percent = (share: number) => (100 * share).toFixed(1)
  return `${percent(value)}% (${percent(low)} to ${percent(high)})`
}

function replayed({ everyMs, alike = false, told = (said) => said }: Setting, dialogues: readonly Dialogue[]): Replay {
  const random = keyedRandom(7, 'stitching')
  const marks: TurnMark[] = []
  const before = new Map<string, string | undefined>()
  const conversation = new Map<string, string>()
  let beginMs = 1_800_000_000_000
  for (const { id, turns } of dialogues) {
    beginMs += -Math.log(1 - random.float()) * everyMs
    const said = [...(alike ? greeting : []), ...turns.flatMap(saidIn)]
    let atMs = beginMs
    let previous: string | undefined
    for (const [index, message] of said.entries()) {
      if (message.role !== 'agent') continue
      const trace = `${id}/${index}`
      const history = said.slice(0, index)
      // People take some seconds to a minute, a few much longer; the model a second or two.
      if (previous !== undefined) atMs += 4000 + random.lognormal(15_000, 1)
      const endMs = atMs + 1000 + 2000 * random.float()
      marks.push(...marksOf(trace, [span(trace, atMs, endMs, told(history), message)]))
      before.set(trace, previous)
      conversation.set(trace, id)
      previous = trace
      atMs = endMs
    }
  }
  return { marks, before, conversation }
}

function saidIn({ role, text }: Dialogue['turns'][number]): readonly Said[] {
  if (role === 'tool' || text === undefined || text === null || text === '') return []
  return [{ role: role === 'user' ? 'customer' : 'agent', text }]
}

function span(trace: string, startMs: number, endMs: number, input: readonly Said[], output: Said): Observation {
  return {
    kind: 'model',
    trace,
    span: 'm',
    name: 'chat',
    startMs,
    endMs,
    input,
    output: [output],
    dropped: 0,
    rules: {},
  }
}
