/**
 * By what a turn can be known that carries no conversation id: what had been said before it, and after it.
 *
 * The same history is hashed in several ways, from the surest to the loosest: by the provider's own names, with the ids of
 * calls, word for word, the customer's words alone (replies are edited), the agent's alone (documents are put around a
 * customer's words), and the last exchanges (histories are cut). Loose ways count only where enough was said to tell
 * conversations apart.
 */
import { hash64 } from '../../stats/index.ts'
import type { TurnMark } from '../../store/index.ts'
import type { Observation } from '../observation.ts'
import { aboutOf } from './about.ts'
import { Family, inOrder } from './family.ts'
import { type Line, linesIn } from './said.ts'
import { speakersIn } from './speakers.ts'
import { leaves } from './speaking.ts'
import { spokenBy } from './spoken.ts'

/** From the surest to the loosest. */
export const ways = ['id', 'exact', 'whole', 'customer', 'agent', 'recent', 'tail'] as const
export type Way = (typeof ways)[number]

/** The way of a mark's hash. */
export function wayOf(hash: string): Way {
  return hash.slice(0, hash.indexOf(':')) as Way
}

/** So many characters tell conversations apart, mostly. */
const telling = 30

/** @param observations all that is known of the trace */
export function marksOf(trace: string, observations: readonly Observation[]): readonly TurnMark[] {
  const ordered = inOrder(observations)
  const family = new Family(ordered)
  const speakers = speakersIn(ordered, leaves(ordered, family), family)
  const [first] = speakers
  const last = speakers.at(-1)
  if (first === undefined || last === undefined) return []
  const agent = ordered.map((each) => aboutOf(each).agent?.id).find((id) => id !== undefined) ?? ''
  const customer = ordered.find((each) => each.customer !== undefined)?.customer ?? ''
  const mark = (side: TurnMark['side'], atMs: number) => (hash: string) => ({
    trace,
    side,
    hash,
    atMs,
    agent,
    customer,
  })
  const ends = [
    ...speakers.flatMap(({ response }) => (response?.id === undefined ? [] : [`id:${response.id}`])),
    ...hashesOf(
      spokenBy(speakers, family),
      callIds(speakers.flatMap((each) => [...(each.input ?? []), ...(each.output ?? [])])),
    ),
  ]
  const before = historyOf(first)
  const own = new Set(speakers.map(({ response }) => response?.id))
  const begins = [
    ...speakers.flatMap(({ response }) =>
      response?.previous === undefined || own.has(response.previous) ? [] : [`id:${response.previous}`],
    ),
    ...hashesOf(before, callIds(first.input ?? [])),
  ]
  const endMs = Math.max(...speakers.map(({ startMs, endMs: end }) => end ?? startMs))
  const startMs = family.runOf(first).startMs
  return [
    ...[...new Set(begins)].map(mark('begins', Math.round(startMs))),
    ...[...new Set(ends)].map(mark('ends', Math.round(endMs))),
  ]
}

/** What had been said before the customer's last words; with them, where a tool has answered since. */
function historyOf({ input = [] }: Observation): readonly Line[] {
  const lines = linesIn(input)
  if (input.at(-1)?.role !== 'customer') return lines
  let end = lines.length
  while (end > 0 && lines[end - 1]?.from === 'customer') end -= 1
  return lines.slice(0, end)
}

function callIds(said: NonNullable<Observation['input']>): readonly string[] {
  return [...new Set(said.flatMap(({ calls = [] }) => calls.flatMap(({ id }) => id ?? [])))].sort()
}

function hashesOf(lines: readonly Line[], ids: readonly string[]): readonly string[] {
  if (lines.length === 0) return []
  const by = (who: Line['from']) => lines.filter(({ from }) => from === who)
  return [
    ...(ids.length === 0 ? [] : [hashed('exact', lines, ids)]),
    hashed('whole', lines),
    ...tellingOnly('customer', by('customer')),
    ...tellingOnly('agent', by('agent')),
    ...(lines.length < 4 ? [] : tellingOnly('recent', lines.slice(-4))),
    ...(lines.length < 2 ? [] : tellingOnly('tail', lines.slice(-2))),
  ]
}

function tellingOnly(way: Way, lines: readonly Line[]): readonly string[] {
  const length = lines.reduce((sum, { plain }) => sum + plain.length, 0)
  return length < telling ? [] : [hashed(way, lines)]
}

function hashed(way: Way, lines: readonly Line[], ids: readonly string[] = []): string {
  return `${way}:${hash64([...lines.map(hashOf), '', ...ids].join(' '))}`
}

/** Each text is part of many marks, and of the histories of all later turns. */
const known = new Map<string, string>()
const mostKnown = 5000
const longestKnown = 2000

function hashOf({ from, plain }: Line): string {
  return `${from[0]}${known.get(plain) ?? hashedText(plain)}`
}

function hashedText(plain: string): string {
  const hash = hash64(plain)
  if (plain.length > longestKnown) return hash
  if (known.size >= mostKnown) known.clear()
  known.set(plain, hash)
  return hash
}
