/** What a scenario's script wanted to hear on its way, between its steps. */
import { z } from 'zod'
import type { Checkpoint, Conversation, Event } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import { patternOf } from '../pattern.ts'
import { excerpt } from './messages.ts'

const options = z.strictObject({}).describe('No options: the checks stand in the scenarios.')

/**
 * Each check is about what the agent said and did since the customer's last turn before it.
 *
 * The checks of one conversation are one promise: a script is kept when all of them are.
 */
export const checkpoints: ConditionKind<z.infer<typeof options>> = {
  kind: 'checkpoints',
  summary: 'Every check between the steps of a scenario’s script holds.',
  example: `id: keeps-to-the-script
checkpoints: {}`,
  dimension: 'resolution',
  options,
  create() {
    return {
      explain: () => "the agent answers as the scenario's script expects at each of its checks",
      check({ events, circumstances }) {
        const checks = circumstances?.checks ?? []
        if (checks.length === 0) return { outcome: 'not-applicable' }
        const failures = checks.flatMap((check) => failureOf(check, events))
        if (failures.length === 0) return { outcome: 'held', at: checks.flatMap(({ at }) => turnBefore(events, at)) }
        return {
          outcome: 'violated',
          because: failures.map(({ because }) => because).join('; '),
          at: failures.flatMap(({ at }) => at),
        }
      },
    }
  },
}

interface Failure {
  readonly because: string
  readonly at: readonly number[]
}

function failureOf({ at, says, neverSays, calls }: Checkpoint, events: Conversation['events']): Failure[] {
  const turn = turnBefore(events, at)
  const said = turn.flatMap((index) => textAt(events[index], index))
  const shown = said.length > 0 ? said.map(({ index }) => index) : turn
  const failures: Failure[] = []
  if (says !== undefined && !said.some(({ text }) => patternOf(says).test(text))) {
    failures.push({ because: `expected the agent to say ${says}${heard(said)}`, at: shown })
  }
  const unwanted = neverSays === undefined ? undefined : said.find(({ text }) => patternOf(neverSays).test(text))
  if (unwanted !== undefined) {
    failures.push({ because: `expected the agent not to say ${neverSays}${heard([unwanted])}`, at: [unwanted.index] })
  }
  const called = turn.flatMap((index) => toolAt(events[index]))
  if (calls !== undefined && !called.includes(calls)) {
    const instead = called.length === 0 ? 'no tool was called' : `called: ${called.join(', ')}`
    failures.push({ because: `expected a call of ${calls}; ${instead}`, at: shown })
  }
  return failures
}

function heard(said: readonly { readonly text: string }[]): string {
  return said.length === 0 ? '; it said nothing' : `; it said "${said.map(({ text }) => excerpt(text)).join(' / ')}"`
}

/** Indexes of everything since the customer's last message before `at`, that message left out; or of that message alone. */
function turnBefore(events: Conversation['events'], at: number): readonly number[] {
  const before = events.slice(0, at)
  const last = before.findLastIndex((event) => event.type === 'message' && event.from === 'customer')
  const turn = before.map((_, index) => index).slice(last + 1)
  return turn.length > 0 || last === -1 ? turn : [last]
}

function textAt(event: Event | undefined, index: number): { readonly text: string; readonly index: number }[] {
  return event?.type === 'message' && event.from === 'agent' ? [{ text: event.text, index }] : []
}

function toolAt(event: Event | undefined): string[] {
  return event?.type === 'tool-call' ? [event.tool] : []
}
