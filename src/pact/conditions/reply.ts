/**
 * Every customer turn is answered, in time, and not with the same words over and over.
 *
 * Three quick messages are one turn: the clock runs from the last of them to the agent's first message.
 * After a handoff somebody else answers, so what the customer says then is not counted. A last "thanks,
 * bye" needs no answer.
 */
import { z } from 'zod'
import { type Conversation, type Turn, turnsOf } from '../../conversation/index.ts'
import type { ConditionKind, Outcome } from '../condition.ts'
import { together } from './outcomes.ts'

const measures = ['max', 'p95', 'median'] as const
type Measure = (typeof measures)[number]

const options = z.strictObject({
  withinMs: z
    .number()
    .positive()
    .optional()
    .describe('Longest time to an answer, in milliseconds. Default: not checked.'),
  measure: z.enum(measures).optional().describe("Which of a conversation's times must be within. Default `max`."),
  answered: z.boolean().optional().describe('Whether every turn must be answered. Default true.'),
  sameAnswers: z
    .int()
    .min(0)
    .optional()
    .describe(
      'How many times in a row the agent may give the same answer before it is a loop; 0 for any number. Default 2.',
    ),
})

export const reply: ConditionKind<z.infer<typeof options>> = {
  kind: 'reply',
  summary: 'Every message is answered, in time, and not with the same words over and over.',
  example: `id: answers-in-time
reply: { withinMs: 4000, measure: p95 }`,
  dimension: 'speed',
  options,
  create({ withinMs, measure = 'max', answered = true, sameAnswers = 2 }) {
    const promises = [
      ...(answered ? ['answers every turn'] : []),
      ...(withinMs === undefined ? [] : [`answers within ${withinMs} ms (${measureWords[measure]})`]),
      ...(sameAnswers === 0 ? [] : [`gives the same answer at most ${times(sameAnswers)} in a row`]),
    ]
    return {
      explain: () => promises.join('; ') || 'promises nothing about replies',
      check(conversation) {
        const turns = turnsOf(conversation)
        const exchanges = exchangesOf(conversation, turns)
        if (exchanges.length === 0) return { outcome: 'not-applicable' }
        return together([
          ...(answered ? [unanswered(conversation, exchanges)] : []),
          ...(withinMs === undefined ? [] : [slow(conversation, exchanges, withinMs, measure)]),
          ...(sameAnswers === 0 ? [] : [looping(turns, sameAnswers)]),
        ])
      },
    }
  },
}

const measureWords: Readonly<Record<Measure, string>> = {
  max: 'each',
  p95: '95th percentile of a conversation',
  median: 'median of a conversation',
}

function times(count: number): string {
  return count === 1 ? 'once' : `${count} times`
}

/** A customer's turn and what the agent answered to it. */
interface Exchange {
  readonly asked: Turn
  readonly answer: Turn | undefined
  /** Whether nothing more was said, so that a farewell may stand alone. */
  readonly isLast: boolean
}

function exchangesOf({ events }: Conversation, turns: readonly Turn[]): Exchange[] {
  const handedOver = events.findIndex(({ type }) => type === 'handoff')
  const until = handedOver === -1 ? events.length : handedOver
  return turns.flatMap((turn, index) => {
    const first = turn.messages[0]
    if (turn.from !== 'customer' || !first || first.index >= until) return []
    const next = turns[index + 1]
    const answer = next && next.text.trim() !== '' ? next : undefined
    return [{ asked: turn, answer, isLast: index === turns.length - 1 }]
  })
}

function unanswered({ events }: Conversation, exchanges: readonly Exchange[]): Outcome {
  const open = exchanges.filter(({ asked, answer, isLast }) => {
    if (answer) return false
    const handedOver = events.slice(firstIndex(asked)).some(({ type }) => type === 'handoff')
    return !handedOver && !(isLast && isFarewell(asked.text))
  })
  const [first] = open
  if (!first) return { outcome: 'held' }
  const from = lastIndex(first.asked)
  const failed = events.findIndex((event, at) => at > from && event.type === 'error' && event.culprit === 'agent')
  const failure = events[failed]
  const why = failure?.type === 'error' ? `: the agent failed (${failure.code}: ${failure.message})` : ''
  return {
    outcome: 'violated',
    because: `${open.length} of ${exchanges.length} customer turns got no answer${why}`,
    at: [...open.map(({ asked }) => lastIndex(asked)), ...(failed === -1 ? [] : [failed])].sort((a, b) => a - b),
  }
}

function lastIndex(turn: Turn): number {
  return turn.messages.at(-1)?.index ?? 0
}

const farewell =
  /^\W*(?:(?:ok(?:ay)?|great|perfect|cool|fine|no|nope|that'?s (?:all|it)|thanks?(?: you)?(?: so much| a lot)?|thank you(?: very much)?|thx|ty|cheers|bye(?: bye)?|goodbye|see you|have a (?:good|nice|great) (?:day|one|evening)|obrigad[oa]|tchau|gracias|adi[oó]s|merci|au revoir|danke|tsch[uü]ss|grazie|ciao)\W*){1,5}$/iu

const parting =
  /\b(?:thanks?|thank you|thx|bye|goodbye|take care|that'?s (?:all|it|everything)|have a (?:good|nice|great|lovely)|obrigad[oa]|gracias|merci|danke|grazie)\b/iu
const asking =
  /\?|\b(?:can|could|would|will) (?:you|i|we)\b|\bi(?:'d| would)? (?:want|need|like)\b|\bplease\b|\bbut\b|\b(?:what|when|where|how|why|which)\b/iu

/** Whether a closing message asks nothing: "ok thanks, bye", "Great, that covers everything. Thank you!". */
function isFarewell(text: string): boolean {
  if (text.length <= 80 && farewell.test(text)) return true
  return text.length <= 240 && parting.test(text) && !asking.test(text)
}

function slow(
  { circumstances }: Conversation,
  exchanges: readonly Exchange[],
  withinMs: number,
  measure: Measure,
): Outcome {
  // Records made elsewhere may have no times; all of them are then 0, which says nothing.
  if (circumstances?.times === 'unknown') return { outcome: 'not-applicable' }
  const waits = exchanges
    .flatMap(({ asked, answer }) =>
      answer ? [{ ms: answer.startedAtMs - asked.endedAtMs, at: firstIndex(answer) }] : [],
    )
    .sort((a, b) => a.ms - b.ms)
  const measured = waits[rankOf(measure, waits.length)]
  if (!measured) return { outcome: 'not-applicable' }
  if (measured.ms <= withinMs) return { outcome: 'held' }
  const name = measure === 'max' ? 'slowest' : measure
  return {
    outcome: 'violated',
    because: `the ${name} of ${waits.length} answers took ${measured.ms} ms; ${withinMs} ms were promised`,
    at: waits
      .filter(({ ms }) => ms > withinMs)
      .map(({ at }) => at)
      .sort((a, b) => a - b),
  }
}

function firstIndex(turn: Turn): number {
  return turn.messages[0]?.index ?? 0
}

/** Nearest rank: the smallest wait that at least this share of the waits does not exceed. */
function rankOf(measure: Measure, count: number): number {
  const share = { max: 1, p95: 0.95, median: 0.5 }[measure]
  return Math.ceil(share * count) - 1
}

function looping(turns: readonly Turn[], allowed: number): Outcome {
  const answers = turns.filter(({ from }) => from === 'agent')
  let run: Turn[] = []
  for (const answer of answers) {
    const words = wordsOf(answer.text)
    run = words !== '' && words === wordsOf(run.at(-1)?.text ?? '') ? [...run, answer] : [answer]
    if (run.length > allowed) {
      const because = `the agent gave the same answer ${run.length} times in a row`
      return { outcome: 'violated', because, at: run.map(firstIndex) }
    }
  }
  return answers.length === 0 ? { outcome: 'not-applicable' } : { outcome: 'held' }
}

/** Letters and digits only: case and punctuation do not make an answer new. */
function wordsOf(text: string): string {
  return (
    text
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu)
      ?.join(' ') ?? ''
  )
}
