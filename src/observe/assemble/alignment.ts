/**
 * Where a history continues what is known of a conversation.
 *
 * Histories are cut to a window, summarised at the front, and edited: replies are shortened, documents are put around a
 * customer's words. So the known messages and the history are laid beside each other as two strands of the same thing, and
 * what stands behind the end of the known ones is new.
 *
 * @see Needleman and Wunsch 1970, J. Mol. Biol. 48(3) 443-453; here with free ends
 */
import type { Line } from './said.ts'

export interface Alignment {
  /** How many messages of the history lead up to the end of what is known; the rest is new. */
  readonly known: number
  /** The history begins with all that is known, word for word: there are no pairs to compare. */
  readonly isWhole: boolean
  /** Pairs of places, in what is known and in the history, that are the same message. */
  readonly pairs: readonly (readonly [known: number, history: number])[]
}

/** More is not looked back. */
const longestLook = 400

const equal = 3
const related = 1.5
/** The same place told in other words: agents' replies are edited more often than customers' words. */
const otherWords = { customer: -0.75, agent: -0.25 } as const
/** A message that the history leaves out. */
const leftOut = { customer: -1, agent: -0.5 } as const
/** A message that only the history has. */
const onlyThere = -1
/** Before the first message that both have anything may stand: a summary, examples. */
const before = -0.01

export function aligned(known: readonly Line[], history: readonly Line[]): Alignment {
  const start = Math.max(0, known.length - longestLook)
  return asItIs(known, history) ?? laidBeside(known.slice(start), history.slice(0, longestLook), start)
}

/** Mostly a history is what is known and a little more. */
function asItIs(known: readonly Line[], history: readonly Line[]): Alignment | undefined {
  const isWhole = history.length >= known.length && known.every((line, index) => isEqual(line, history[index]))
  return isWhole ? { known: known.length, isWhole, pairs: [] } : undefined
}

function isEqual(a: Line, b: Line | undefined): boolean {
  return b !== undefined && a.from === b.from && a.plain === b.plain
}

type Step = 'pair' | 'skip-known' | 'skip-history' | 'begin'

function laidBeside(known: readonly Line[], history: readonly Line[], offset: number): Alignment {
  const width = history.length + 1
  const scores = new Float64Array((known.length + 1) * width)
  const steps = new Array<Step>(scores.length).fill('begin')
  for (let i = 0; i <= known.length; i += 1) {
    for (let j = 0; j <= history.length; j += 1) {
      const [score, step] = bestStep(known[i - 1], history[j - 1], {
        pair: scores[(i - 1) * width + j - 1] ?? 0,
        skipKnown: scores[(i - 1) * width + j] ?? 0,
        skipHistory: scores[i * width + j - 1] ?? 0,
        begin: j * before,
      })
      scores[i * width + j] = score
      steps[i * width + j] = step
    }
  }
  let end = 0
  const last = known.length * width
  for (let j = 1; j <= history.length; j += 1) if ((scores[last + j] ?? 0) > (scores[last + end] ?? 0)) end = j
  return {
    known: end,
    isWhole: false,
    pairs: end === 0 ? [] : walkedBack(steps, { known: known.length, history: end, width, offset }),
  }
}

interface From {
  readonly pair: number
  readonly skipKnown: number
  readonly skipHistory: number
  readonly begin: number
}

function bestStep(known: Line | undefined, there: Line | undefined, from: From): readonly [number, Step] {
  let best: readonly [number, Step] = [from.begin, 'begin']
  const consider = (score: number, step: Step) => {
    if (score > best[0]) best = [score, step]
  }
  const likeness = known === undefined || there === undefined ? undefined : likenessOf(known, there)
  if (likeness !== undefined) consider(from.pair + likeness, 'pair')
  if (known !== undefined) consider(from.skipKnown + leftOut[known.from], 'skip-known')
  if (there !== undefined) consider(from.skipHistory + onlyThere, 'skip-history')
  return best
}

function likenessOf(a: Line, b: Line): number | undefined {
  if (a.from !== b.from) return undefined
  if (a.plain === b.plain) return equal
  return a.plain.includes(b.plain) || b.plain.includes(a.plain) ? related : otherWords[a.from]
}

function walkedBack(
  steps: readonly Step[],
  { known, history, width, offset }: { known: number; history: number; width: number; offset: number },
) {
  const pairs: (readonly [number, number])[] = []
  let [i, j] = [known, history]
  for (let step = steps[i * width + j]; step !== 'begin' && step !== undefined; step = steps[i * width + j]) {
    if (step === 'pair') pairs.unshift([offset + i - 1, j - 1])
    if (step !== 'skip-history') i -= 1
    if (step !== 'skip-known') j -= 1
  }
  return pairs
}
