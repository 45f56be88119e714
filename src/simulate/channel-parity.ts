/**
 * Parity: whether the agent does as well on one channel as on another.
 *
 * The same scenario, brought by the same persona with the same draws, is compared pair by pair, so that what differs is
 * the channel and what comes with it: how people write there, and what it can carry. Scenarios are held apart as clusters,
 * because their trials are not independent. What is called sure is so after correcting for every line that was looked at.
 */
import { type Rate, taroneHolm } from '../stats/index.ts'
import type { TrialRecord } from '../store/index.ts'
import { type Compared, outcomesOf, PairedLine, undecided } from './paired.ts'

export interface ChannelParity {
  /** What the others are held against: the channel with the most conversations. */
  readonly base: string
  /** The others, by what is lost on them. */
  readonly channels: readonly ChannelLine[]
}

export interface ChannelLine {
  readonly channel: string
  /** Conversations without any violation; absent when no pair was decided on both channels. */
  readonly overall?: ChannelDifference
  /** Promises that some pair kept on one channel alone, by what is lost. */
  readonly conditions: readonly ChannelDifference[]
  /** Conversations without a twin on the base channel. */
  readonly alone: number
}

/** This channel minus the base, as a fraction, with its 95 % interval. */
export interface ChannelDifference {
  /** The condition, or `overall`. */
  readonly id: string
  readonly pairs: number
  readonly scenarios: number
  readonly base: Rate
  readonly here: Rate
  readonly difference: number
  readonly low: number
  readonly high: number
  /** More than chance, after correcting for all lines. */
  readonly surely?: 'worse' | 'better'
}

export type ParityTrial = Pick<TrialRecord, 'scenario' | 'persona' | 'channel' | 'repeat' | 'verdict'>

/** Gathers undisturbed trials as they come: a few bytes for each and condition. */
export interface ParityCounts {
  add(trial: ParityTrial): void
  /** Nothing where all trials were on one channel. */
  summary(): ChannelParity | undefined
}

interface Kept {
  readonly scenario: string
  readonly outcomes: Int8Array
}

export function channelParity(conditions: readonly { readonly id: string }[]): ParityCounts {
  const ids = ['overall', ...conditions.map(({ id }) => id)]
  const named = ids.map((id) => new PairedLine(id, false))
  const byChannel = new Map<string, Map<string, Kept>>()
  return {
    add({ scenario, persona, channel, repeat, verdict }) {
      const kept = byChannel.get(channel) ?? new Map<string, Kept>()
      byChannel.set(channel, kept)
      kept.set(JSON.stringify([scenario, persona, repeat]), { scenario, outcomes: outcomesOf(verdict, named) })
    },
    summary() {
      const [first, ...others] = [...byChannel].sort(
        ([one, trials], [other, more]) => more.size - trials.size || (one < other ? -1 : 1),
      )
      if (first === undefined || others.length === 0) return undefined
      const [base, there] = first
      const lines = others.map(([channel, here]) => new Line(channel, ids, there, here))
      const surely = sureOf(lines)
      return { base, channels: lines.map((line) => line.told(surely)).sort(byLoss) }
    },
  }
}

/** One channel beside the base, one pair of lines for each promise: what is lost, and the other way round. */
class Line {
  readonly channel: string
  readonly ways: readonly { readonly worse: Compared; readonly better: Compared }[]
  private readonly alone: number

  constructor(
    channel: string,
    ids: readonly string[],
    there: ReadonlyMap<string, Kept>,
    here: ReadonlyMap<string, Kept>,
  ) {
    this.channel = channel
    const worse = ids.map((id) => new PairedLine(id, false))
    const better = ids.map((id) => new PairedLine(id, false))
    let alone = 0
    // Sums of fractions depend on their order, and trials arrive in any.
    for (const key of [...here.keys()].sort()) {
      const [now, before] = [here.get(key), there.get(key)]
      if (now === undefined || before === undefined) {
        alone += 1
        continue
      }
      for (const at of ids.keys()) {
        const [old, fresh] = [before.outcomes[at] ?? undecided, now.outcomes[at] ?? undecided]
        worse[at]?.add(now.scenario, old, fresh)
        better[at]?.add(now.scenario, fresh, old)
      }
    }
    this.alone = alone
    this.ways = worse.flatMap((line, at) => {
      const [lost, won] = [line.compared(margin), better[at]?.compared(margin)]
      return lost === undefined || won === undefined ? [] : [{ worse: lost, better: won }]
    })
  }

  told(surely: ReadonlyMap<Compared, boolean>): ChannelLine {
    const [overall, ...conditions] = this.ways.map(
      ({ worse, better }): ChannelDifference & { readonly differs: boolean } => ({
        id: worse.id,
        pairs: worse.pairs,
        scenarios: worse.scenarios,
        base: worse.old,
        here: worse.fresh,
        difference: worse.difference,
        low: worse.low,
        high: worse.high,
        ...(surely.get(worse) === true && { surely: 'worse' as const }),
        ...(surely.get(better) === true && { surely: 'better' as const }),
        differs: worse.broke + worse.mended > 0,
      }),
    )
    const plain = ({
      differs: _,
      ...difference
    }: ChannelDifference & { readonly differs: boolean }): ChannelDifference => difference
    return {
      channel: this.channel,
      ...(overall?.id === 'overall' && { overall: plain(overall) }),
      conditions: [...(overall === undefined || overall.id === 'overall' ? [] : [overall]), ...conditions]
        .filter(({ differs }) => differs)
        .map(plain)
        .sort((one, other) => one.difference - other.difference || (one.id < other.id ? -1 : 1)),
      alone: this.alone,
    }
  }
}

/** A loss below this is nothing to speak of; it settles only the state of a comparison, which is not told. */
const margin = 0.02
const chanceOfWrong = 0.05

function sureOf(lines: readonly Line[]): ReadonlyMap<Compared, boolean> {
  const all = lines.flatMap(({ ways }) => ways.flatMap(({ worse, better }) => [worse, better]))
  const rejected = taroneHolm(
    all.map(({ pWorse, leastP }) => ({ p: pWorse, least: leastP })),
    chanceOfWrong,
  )
  return new Map(all.map((each, at) => [each, rejected[at] === true]))
}

const byLoss = (one: ChannelLine, other: ChannelLine) =>
  (one.overall?.difference ?? 0) - (other.overall?.difference ?? 0) || (one.channel < other.channel ? -1 : 1)
