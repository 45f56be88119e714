/**
 * Habits of customers, estimated from what they wrote in recorded conversations.
 *
 * Every rate is k of n with an interval that widens with what messages of one conversation share. Where there is too
 * little, there is no rate, and it is said. All conversations count alike, whoever had them.
 */
import { type ClusterCount, clusteredRate } from '../../stats/index.ts'
import type { SlipOperation } from './edit-distance.ts'
import type { Habit } from './habit.ts'
import { habits } from './habits.ts'
import type { Heard } from './heard.ts'
import { recognised } from './recognised.ts'
import { quantile } from './resample.ts'
import { visibleShare } from './slip-share.ts'
import { slipsIn, textsOf } from './slips.ts'
import { type Times, timesOf } from './times.ts'
import { type WordList, wordListOf } from './word-list.ts'

/** One rate of a persona, as it was seen. */
export interface FittedRate {
  /** Where it stands in a persona file: `writing.typos`. */
  readonly field: string
  /** What stands beside the rate there: `language: es`. */
  readonly options?: Readonly<Record<string, string>>
  readonly k: number
  readonly n: number
  /** What it is a share of, in words that follow `n`. */
  readonly of: string
  /** Conversations in which there was anything to count. */
  readonly conversations: number
  /** Absent where there is too little for a rate. */
  readonly estimate?: {
    /** A fraction 0..1: `k / n`, divided by `visible` where that is given. */
    readonly rate: number
    /** 95 %. */
    readonly low: number
    readonly high: number
  }
  /** Share of slips that can be seen at all. */
  readonly visible?: number
}

/** Customers of one channel, or of all. */
export interface ChannelFit {
  /** Absent: all channels together. */
  readonly channel?: string
  readonly conversations: number
  readonly turns: number
  readonly messages: number
  readonly rates: readonly FittedRate[]
  readonly times: Times
  /** Words in a turn: a quarter have at most `low`, half at most `median`, three quarters at most `high`. */
  readonly words: { readonly low: number; readonly median: number; readonly high: number }
  /** Turns of one message, of two, and so on. */
  readonly burstSizes: readonly number[]
  readonly operations: Readonly<Record<SlipOperation, number>>
}

/** What a fit found: everything together, and each channel where there are several. */
export interface Fit {
  readonly whole: ChannelFit
  readonly channels: readonly ChannelFit[]
  readonly words: WordList
}

const LEAST_CONVERSATIONS = 5
/** A share that makes no difference, and one of which so little is left that a rate would be guessed. */
const NEARLY_ALL = 0.97
const LEAST_SEEN = 0.2

/**
 * The habits of the customers in these conversations.
 *
 * @param conversations at least one with a message of a customer
 * @param seed decides draws of intervals that are resampled
 */
export function fit(conversations: readonly Heard[], seed = 1): Fit {
  const words = wordListOf(conversations)
  const names = [...new Set(conversations.map(({ channel }) => channel))].sort()
  const shown = names.length > 1 ? names : []
  return {
    whole: fitOf(conversations, words, seed, names.length === 1 ? names[0] : undefined),
    channels: shown.map((name) =>
      fitOf(
        conversations.filter(({ channel }) => channel === name),
        words,
        seed,
        name,
      ),
    ),
    words,
  }
}

function fitOf(conversations: readonly Heard[], words: WordList, seed: number, channel?: string): ChannelFit {
  const turns = conversations.flatMap((heard) => heard.turns)
  const visible = visibleShare(words, seed)
  return {
    ...(channel !== undefined && { channel }),
    conversations: conversations.length,
    turns: turns.length,
    messages: turns.reduce((sum, { messages }) => sum + messages.length, 0),
    rates: [...habits, ...recognised].map((habit) =>
      rateOf(habit, conversations, words, habit.field === 'writing.typos' ? visible : undefined),
    ),
    times: timesOf(conversations, seed),
    words: lengthsOf(turns.map(({ messages }) => wordsIn(messages))),
    burstSizes: sizesOf(turns.map(({ messages }) => messages.length)),
    operations: operationsOf(conversations, words),
  }
}

function rateOf(habit: Habit, conversations: readonly Heard[], words: WordList, known: number | undefined): FittedRate {
  const tallies = conversations.map((heard) => habit.tally(heard, words)).filter(({ n }) => n > 0)
  const n = tallies.reduce((sum, tally) => sum + tally.n, 0)
  const k = tallies.reduce((sum, { successes }) => sum + successes, 0)
  const { field, of, options } = habit
  const share = known ?? (k === 0 ? undefined : habit.visible?.(conversations, words))
  const visible = share === undefined || (share > NEARLY_ALL && known === undefined) ? undefined : share
  const isSeen = visible === undefined || visible >= LEAST_SEEN
  const isEnough = isSeen && n >= habit.least && tallies.length >= LEAST_CONVERSATIONS
  return {
    field,
    ...(options !== undefined && { options }),
    k,
    n,
    of,
    conversations: tallies.length,
    ...(isEnough && { estimate: estimateOf(tallies, visible ?? 1) }),
    ...(visible !== undefined && { visible }),
  }
}

function estimateOf(tallies: readonly ClusterCount[], visible: number): NonNullable<FittedRate['estimate']> {
  const { rate, low, high } = clusteredRate(tallies)
  const whole = (share: number) => Math.min(1, share / visible)
  return { rate: whole(rate), low: whole(low), high: whole(high) }
}

function operationsOf(conversations: readonly Heard[], words: WordList): Readonly<Record<SlipOperation, number>> {
  const counts = { substitution: 0, omission: 0, doubling: 0, transposition: 0, insertion: 0 }
  for (const heard of conversations) {
    for (const { operation } of slipsIn(textsOf(heard), words).slips) counts[operation] += 1
  }
  return counts
}

function lengthsOf(lengths: readonly number[]): ChannelFit['words'] {
  if (lengths.length === 0) return { low: 0, median: 0, high: 0 }
  const sorted = Float64Array.from(lengths).sort()
  return { low: quantile(sorted, 0.25), median: quantile(sorted, 0.5), high: quantile(sorted, 0.75) }
}

/** Words as spaces divide them. */
export function wordsIn(messages: readonly string[]): number {
  return messages.reduce((sum, text) => sum + text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length, 0)
}

function sizesOf(sizes: readonly number[]): readonly number[] {
  const counts: number[] = []
  for (const size of sizes) {
    while (counts.length < size) counts.push(0)
    counts[size - 1] = (counts[size - 1] ?? 0) + 1
  }
  return counts
}
