/**
 * What a run and production have to say about coverage: how each conversation began, and how it went.
 *
 * Production is streamed. Beyond a number of conversations it is sampled, each as likely as any other, so that shares
 * stay right and memory stays small.
 */
import { type Severity, severityWeight } from '../../pact/index.ts'
import type { Grading, TrialRecord } from '../../store/index.ts'
import { type Example, openingOf } from './kinds.ts'
import { Reservoir } from './reservoir.ts'

/** How one conversation of production began, and how it went. */
export interface Talk {
  readonly text: string
  /** What comes back together: a customer with all visits. */
  readonly unit: string
  /** When its last event happened, in milliseconds since 1970; and when it began, ISO 8601. */
  readonly atMs: number
  readonly startedAt: string
  /** Whether it broke a promise; absent where nothing could be decided. */
  readonly violated?: boolean
  /** What the worst promise it broke weighs; 0 for none. */
  readonly harm: number
}

export interface Talks {
  readonly examples: readonly Example[]
  /** Oldest first. */
  readonly talks: readonly Talk[]
  /** How many `talks` stand for: more, where they were sampled. */
  readonly of: number
  /** Conversations in which the customer said nothing in letters or digits. They are nowhere else. */
  readonly silent: number
}

export interface TalksOptions {
  /** What a broken promise weighs with. Default `minor` for what is not known any more. */
  readonly severityOf: (condition: string) => Severity | undefined
  readonly seed: number
  /** Conversations of production that are kept at most. Default 20000. */
  readonly most?: number
}

export async function gatherTalks(
  trials: AsyncIterable<TrialRecord>,
  gradings: AsyncIterable<Grading>,
  options: TalksOptions,
): Promise<Talks> {
  const examples: Example[] = []
  const known = new Set<string>()
  for await (const { scenario, conversation } of trials) {
    const text = openingOf(conversation)
    // The same words again say nothing of how varied a scenario's customers are.
    if (known.has(text)) continue
    known.add(text)
    examples.push({ kind: scenario, text })
  }
  const sample = new Reservoir<Talk>(options.most ?? 20_000, options.seed)
  let silent = 0
  for await (const grading of gradings) {
    const text = openingOf(grading.conversation)
    if (/[\p{L}\p{N}]/u.test(text)) sample.add(talkOf(grading, text, options))
    else silent += 1
  }
  return { examples, talks: [...sample.kept].sort((a, b) => a.atMs - b.atMs), of: sample.n, silent }
}

function talkOf({ thread, closedMs, conversation, verdict }: Grading, text: string, options: TalksOptions): Talk {
  const broken = verdict.findings.filter(({ outcome }) => outcome === 'violated')
  const isDecided = broken.length > 0 || verdict.findings.some(({ outcome }) => outcome === 'held')
  const weights = broken.map(({ condition }) => severityWeight[options.severityOf(condition) ?? 'minor'])
  return {
    text,
    unit: conversation.customerId === undefined ? `conversation ${thread}` : `customer ${conversation.customerId}`,
    atMs: closedMs,
    startedAt: conversation.startedAt,
    ...(isDecided && { violated: broken.length > 0 }),
    harm: Math.max(0, ...weights),
  }
}
