/**
 * What customer and agent said to each other, each message once, out of questions to models that repeat the history.
 *
 * Of every question only what is new in it is taken: the customer's words when the run began, the agent's when the model
 * had answered. Messages that only a history has, such as a greeting that no model wrote, stand where it has them.
 */
import type { Observation } from '../observation.ts'
import { aligned } from './alignment.ts'
import type { Family } from './family.ts'
import { isSaidAlike, type Line, linesIn } from './said.ts'

/** A message with when it was said, milliseconds since 1970. */
export interface Spoken extends Line {
  readonly atMs: number
  /** The question to a model that told it, by its place among all that speak. */
  readonly by: number
  /** Before or after what that question led to. */
  readonly side: 'in' | 'out'
}

/** @param speakers in order */
export function spokenBy(speakers: readonly Observation[], family: Family): readonly Spoken[] {
  const spoken: Spoken[] = []
  const runs = new Set<Observation>()
  const seen: (readonly Line[])[] = []
  for (const [by, speaker] of speakers.entries()) {
    const run = family.runOf(speaker)
    const isFirst = !runs.has(run)
    runs.add(run)
    const previous = spoken.at(-1)
    const asked = isFirst && run.startMs >= (previous?.atMs ?? run.startMs) ? run.startMs : speaker.startMs
    const history = linesIn(speaker.input)
    const isAnew = (isFirst || isChained(speaker)) && endsWithCustomer(speaker) && !isAskedAgain(history, seen)
    takeHistory(spoken, history, { atMs: asked, by, isAnew })
    for (const line of linesIn(speaker.output)) {
      if (line.from === 'agent') spoken.push({ ...line, atMs: speaker.endMs ?? speaker.startMs, by, side: 'out' })
    }
  }
  return inTime(spoken)
}

/** The provider keeps the history, so that the input is nothing but what is new. */
function isChained({ response }: Observation): boolean {
  return response?.previous !== undefined
}

function endsWithCustomer({ input = [] }: Observation): boolean {
  return input.at(-1)?.role === 'customer'
}

/** Asked the same once more, such as when an answer was thrown away; without a history nobody could tell. */
function isAskedAgain(history: readonly Line[], seen: (readonly Line[])[]): boolean {
  if (!history.some(({ from }) => from === 'agent')) return false
  const isKnown = seen.some((before) => isSaidAlike(before, history))
  if (!isKnown) seen.push(history)
  return isKnown
}

interface Taking {
  readonly atMs: number
  readonly by: number
  /** The customer's last words are new, even where the same was said before. */
  readonly isAnew: boolean
}

function takeHistory(spoken: Spoken[], history: readonly Line[], { atMs, by, isAnew }: Taking): void {
  const said = ({ from, text, plain }: Line): Spoken => ({ from, text, plain, atMs, by, side: 'in' })
  const last = history.at(-1)
  const isNewTurn = isAnew && last?.from === 'customer' && spoken.at(-1)?.from === 'agent'
  const told = isNewTurn ? history.slice(0, -1) : history
  const { known, isWhole, pairs } = aligned(spoken, told)
  const isForeign = !isWhole && pairs.length === 0
  const fresh = told.slice(isForeign ? lastBlock(told) : known)
  mend(spoken, told, pairs)
  spoken.push(...fresh.map(said))
  if (isNewTurn && last !== undefined) spoken.push(said(last))
}

/** Where the customer's last words begin; nothing of a history that has nothing in common with the conversation. */
function lastBlock(history: readonly Line[]): number {
  let at = history.length
  while (at > 0 && history[at - 1]?.from === 'customer') at -= 1
  return at
}

/** What a history tells better or besides: the customer's own words without what was put around them, messages between. */
function mend(spoken: Spoken[], history: readonly Line[], pairs: readonly (readonly [number, number])[]): void {
  for (const [at, there] of pairs) {
    const [known, told] = [spoken[at], history[there]]
    if (known !== undefined && told !== undefined && isBarer(told, known)) {
      spoken[at] = { ...known, text: told.text, plain: told.plain }
    }
  }
  for (const [index, [at, there]] of [...pairs.entries()].reverse()) {
    const next = pairs[index + 1]
    const following = next === undefined ? undefined : spoken[next[0]]
    if (next === undefined || following === undefined || next[1] - there < 2 || next[0] - at !== 1) continue
    const between = history.slice(there + 1, next[1])
    spoken.splice(
      next[0],
      0,
      ...between.map((line) => ({ ...line, atMs: following.atMs, by: following.by, side: 'in' as const })),
    )
  }
}

/** The same words of a customer with less around them; words that were only cut off at the end are not. */
function isBarer(told: Line, known: Line): boolean {
  if (known.from !== 'customer' || told.plain.length >= known.plain.length) return false
  const at = known.text.indexOf(told.text.trim())
  return at > 0 || (at === 0 && /^\s*\n/.test(known.text.slice(told.text.trim().length)))
}

/** No message is said before the one that it follows, whatever clocks say. */
function inTime(spoken: readonly Spoken[]): readonly Spoken[] {
  let atMs = Number.NEGATIVE_INFINITY
  return spoken.map((each) => {
    atMs = Math.max(atMs, each.atMs)
    return each.atMs === atMs ? each : { ...each, atMs }
  })
}
