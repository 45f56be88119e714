/** What is remembered of each stream: plain values, kept as JSON under the stream's name. */
import type { EDetector, ReferenceDetector } from '../../stats/index.ts'
import type { Mark } from './marks.ts'

/** An alarm that stands. */
interface Standing {
  readonly alarm: string
  readonly raisedMs: number
  /** The rate of failure that recovery is told from. */
  readonly rate: number
  /** Evidence that the promise is kept again. */
  readonly recovery: number
}

/** One promise, on one channel, of one version of the agent. */
export interface PromiseRow {
  readonly kind: 'promise'
  readonly condition: string
  readonly channel: string
  readonly version: string
  readonly target: number
  readonly detector: EDetector
  readonly marks: readonly Mark[]
  /** Conversations on which it was decided, and those that violated it. */
  readonly n: number
  readonly violated: number
  readonly firstMs: number
  readonly lastMs: number
  /** The newest conversations that violated it, newest last. */
  readonly examples: readonly string[]
  readonly standing?: Standing
}

/** One measure on one channel, against how it was. */
export interface MeasureRow {
  readonly kind: 'measure'
  readonly measure: string
  readonly channel: string
  /** The reference while it is gathered. */
  readonly values: readonly number[]
  /** Absent while the reference is gathered. */
  readonly detector?: ReferenceDetector
  /** Mean of the reference, and what is counted since. */
  readonly mean: number
  readonly marks: readonly Mark[]
  readonly n: number
  readonly sum: number
  readonly lastMs: number
  readonly standing?: Pick<Standing, 'alarm' | 'raisedMs'>
}

/** Something that was in use, and when: a version, a model, a state of the knowledge base, a juror. */
export interface InUse {
  readonly what: 'version' | 'model' | 'knowledge' | 'juror'
  readonly value: string
  readonly firstMs: number
  readonly lastMs: number
  readonly n: number
  /** Conversations that the channel had had before its first. */
  readonly place: number
}

/** What was in use on one channel. */
export interface ContextRow {
  readonly kind: 'context'
  readonly channel: string
  /** Conversations so far. */
  readonly n: number
  readonly inUse: readonly InUse[]
  /** The place of its last conversation among all of the project. */
  readonly lastOf?: number
  /** Another model answers; in so many conversations that will be no news. */
  readonly standing?: Pick<Standing, 'alarm' | 'raisedMs'> & { readonly left: number }
}

/** The words that customers of one channel use, and the languages spoken. */
export interface WordsRow {
  readonly kind: 'words'
  readonly channel: string
  /** Conversations they were gathered from. */
  readonly n: number
  readonly words: readonly string[]
  readonly languages: {
    readonly customer: Readonly<Record<string, number>>
    readonly agent: Readonly<Record<string, number>>
  }
}

/** How much comes: what the budget of false alarms is worth, and what silence is. */
export interface TrafficRow {
  readonly kind: 'traffic'
  /** Conversations so far. */
  readonly n: number
  readonly firstMs: number
  /** Conversations counted by detectors, by day since 1970. */
  readonly days: Readonly<Record<string, number>>
}

/** When conversations come on one channel. */
export interface PulseRow {
  readonly kind: 'pulse'
  readonly channel: string
  readonly firstMs: number
  readonly lastMs: number
  /** Conversations by hour of the week in UTC, from Thursday 0:00, where 1970 began. */
  readonly hours: readonly number[]
  /** The longest silence so far, by the conversations that were to be expected in it. */
  readonly longest: { readonly fromMs: number; readonly toMs: number }
  readonly standing?: Pick<Standing, 'alarm' | 'raisedMs'>
}

/** What a jury found of a conversation, by rubric. */
export type Outcomes = Readonly<Record<string, 'held' | 'violated'>>

/** A conversation that the jury reads again and again. */
export interface Anchor {
  readonly thread: string
  readonly revision: number
  /** Whether it violated something when it was taken. */
  readonly isBad: boolean
  /** What was found when it was read again for the first time. */
  readonly baseline?: Outcomes
}

/** One rubric over all anchors: how many were read otherwise than at first. */
export interface RubricAgain {
  readonly n: number
  readonly worse: number
  readonly better: number
  /** The chance of so lopsided flips if the jury is as it was, put right for the number of rubrics. */
  readonly p: number
  readonly examples: readonly { readonly thread: string; readonly before: string; readonly now: string }[]
}

/** What is known of the jury. */
export interface JudgeRow {
  readonly kind: 'judge'
  /** The hash of the pact that it reads by. */
  readonly pact: string
  readonly anchors: readonly Anchor[]
  /** The last round. */
  readonly last?: {
    readonly atMs: number
    /** A p-value up to this counts as a change. */
    readonly level: number
    readonly rubrics: Readonly<Record<string, RubricAgain>>
  }
  /** The id of its alarm. */
  readonly standing?: string
}

export const judgeName = 'judge'

/** What the last round of canary questions found; what was answered is kept apart. */
export interface AskedRow {
  readonly kind: 'asked'
  readonly agent: string
  readonly atMs: number
  /** Whether answers are others than at first, and since which round. */
  readonly isOther: boolean
  readonly sinceMs: number
}

export type Row = PromiseRow | MeasureRow | ContextRow | WordsRow | TrafficRow | PulseRow | JudgeRow | AskedRow

/** The name under which a row is kept. No part of it can hold a tab. */
export function nameOf(row: Row): string {
  if (row.kind === 'traffic') return 'traffic'
  if (row.kind === 'judge') return judgeName
  if (row.kind === 'asked') return `asked\t${plain(row.agent)}`
  if (row.kind === 'promise') return promiseName(row.condition, row.channel, row.version)
  if (row.kind === 'measure') return measureName(row.measure, row.channel)
  return `${row.kind}\t${plain(row.channel)}`
}

export function promiseName(condition: string, channel: string, version: string): string {
  return `promise\t${plain(condition)}\t${plain(channel)}\t${plain(version)}`
}

export function measureName(measure: string, channel: string): string {
  return `measure\t${plain(measure)}\t${plain(channel)}`
}

function plain(text: string): string {
  return text.includes('\t') ? text.replaceAll('\t', ' ') : text
}

/** The stream's name for alarms, in parts that can be silenced: `books-what-it-says/chat/7`, `verbosity/chat`. */
export function streamOf(row: Row): string {
  if (row.kind === 'promise')
    return [row.condition, row.channel, ...(row.version === '' ? [] : [row.version])].join('/')
  if (row.kind === 'measure') return `${row.measure}/${row.channel}`
  if (row.kind === 'context') return `model/${row.channel}`
  if (row.kind === 'pulse') return `silence/${row.channel}`
  return row.kind
}
