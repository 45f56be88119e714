/** What is measured of every conversation besides its promises: one entry each, a number or nothing. */
import { type Conversation, callsOf, turnsOf } from '../../conversation/index.ts'
import type { Finding } from '../../pact/index.ts'
import { type Familiarity, familiarity, Side, type Words } from './words.ts'

/** Whose doing a change of it would be. */
export type Family = 'behaviour' | 'input' | 'backend' | 'telemetry'

/** What a measure knows beside what was done. */
export interface Beside {
  readonly customer: Side
  readonly agent: Side
  readonly words: Words
  /** How the customer's words are known. */
  readonly familiar?: Familiarity
  readonly findings: readonly Finding[]
  /** Conversations of the project since the last one on this channel, this one included; nothing for the first. */
  readonly gap?: number
}

export interface Measure {
  readonly id: string
  readonly family: Family
  /** What it is, with its unit: `words in an answer`. */
  readonly words: string
  /** It is 0 or 1 in each conversation. */
  readonly isShare?: true
  /** Nothing where the conversation says nothing of it. */
  of(conversation: Conversation, beside: Beside): number | undefined
  /** What a mean of it is shown as, where that is something else. */
  shown?(mean: number): number
}

const refusal =
  /\b(?:i(?:'m| am) (?:sorry|afraid)[^.!?]{0,40}\b(?:can(?:no|')?t|cannot|unable|not able)|i (?:can(?:no|')t|cannot|am unable to|'m unable to|am not able to|'m not able to) (?:help|assist|do|provide|share|answer|process))/i

export const measures: readonly Measure[] = [
  {
    id: 'verbosity',
    family: 'behaviour',
    words: 'words in an answer',
    of: (_, { agent }) => meanOf(agent.words.map(({ length }) => length)),
  },
  {
    id: 'tool-calls',
    family: 'behaviour',
    words: 'tool calls for each answer',
    of(conversation) {
      const answers = turnsOf(conversation).filter(({ from }) => from === 'agent').length
      return answers === 0 ? undefined : callsOf(conversation).length / answers
    },
  },
  {
    id: 'refusals',
    family: 'behaviour',
    words: 'conversations with a refusal',
    isShare: true,
    of: (_, { agent }) => shareOf(agent.texts, (text) => refusal.test(text)),
  },
  {
    id: 'latency',
    family: 'behaviour',
    words: 'milliseconds to an answer',
    of: (conversation) => medianOf(waitsIn(conversation)),
  },
  {
    id: 'reply-language',
    family: 'behaviour',
    words: 'conversations answered in another language than usual',
    isShare: true,
    of: (_, { agent, words }) => otherLanguage(agent, words.agentLanguage),
  },
  {
    id: 'customer-length',
    family: 'input',
    words: "words in a customer's message",
    of: (_, { customer }) => meanOf(customer.words.map(({ length }) => length)),
  },
  {
    id: 'novelty',
    family: 'input',
    words: "share of customers' words that were not heard before",
    of: (_, { familiar }) => familiar?.novel,
  },
  {
    id: 'typos',
    family: 'input',
    words: "share of customers' words that are one slip away from a known one",
    of: (_, { familiar }) => familiar?.slips,
  },
  {
    id: 'customer-language',
    family: 'input',
    words: 'customers who write in another language than usual',
    isShare: true,
    of: (_, { customer, words }) => otherLanguage(customer, words.customerLanguage),
  },
  {
    // By gaps, so that each conversation is a step of its own channel's stream and of no other.
    id: 'channel-share',
    family: 'input',
    words: 'conversations that come by this channel',
    isShare: true,
    of: (_, { gap }) => (gap === undefined ? undefined : -gap),
    shown: (mean) => -1 / mean,
  },
  {
    id: 'tool-errors',
    family: 'backend',
    words: 'conversations with a failed tool call',
    isShare: true,
    of({ events }) {
      const outcomes = events.flatMap((event) => (event.type === 'tool-result' ? [event.outcome] : []))
      return shareOf(outcomes, (outcome) => outcome === 'error')
    },
  },
  {
    id: 'tool-latency',
    family: 'backend',
    words: 'milliseconds that a tool takes',
    of: (conversation) => medianOf(toolTimesIn(conversation)),
  },
  {
    id: 'unjudgeable',
    family: 'telemetry',
    words: 'conversations of which code could not judge something',
    isShare: true,
    of: (_, { findings }) => shareOf(findings, ({ outcome }) => outcome === 'unjudged'),
  },
]

export function sideOf({ events }: Conversation, from: 'agent' | 'customer'): Side {
  return new Side(events.flatMap((event) => (event.type === 'message' && event.from === from ? [event.text] : [])))
}

/** @param gap conversations of the project since the last one on this channel */
export function besideOf(
  conversation: Conversation,
  words: Words,
  findings: readonly Finding[],
  gap: number | undefined,
): Beside {
  const customer = sideOf(conversation, 'customer')
  const familiar = familiarity(customer, words)
  return {
    customer,
    agent: sideOf(conversation, 'agent'),
    words,
    findings,
    ...(familiar !== undefined && { familiar }),
    ...(gap !== undefined && { gap }),
  }
}

/** From the last message of each customer's turn to the answer, where times were recorded. */
function waitsIn(conversation: Conversation): readonly number[] {
  const turns = turnsOf(conversation)
  return turns.flatMap((turn, at) => {
    const asked = turns[at - 1]?.messages.at(-1)?.atMs
    const answered = turn.messages[0]?.atMs
    const isAnswer = turn.from === 'agent' && asked !== undefined && answered !== undefined
    return isAnswer && answered > asked ? [answered - asked] : []
  })
}

function toolTimesIn({ events }: Conversation): readonly number[] {
  const asked = new Map<string, number>()
  const times: number[] = []
  for (const event of events) {
    if (event.type === 'tool-call') asked.set(event.callId, event.atMs)
    if (event.type !== 'tool-result') continue
    const since = event.exchange?.tookMs ?? event.atMs - (asked.get(event.callId) ?? event.atMs)
    if (since > 0) times.push(since)
  }
  return times
}

function otherLanguage({ language }: Side, usual: string | undefined): number | undefined {
  return language === undefined || usual === undefined ? undefined : language === usual ? 0 : 1
}

function shareOf<Value>(values: readonly Value[], isOne: (value: Value) => boolean): number | undefined {
  return values.length === 0 ? undefined : values.some(isOne) ? 1 : 0
}

function meanOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length
}

function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1]
}
