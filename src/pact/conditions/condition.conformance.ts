/**
 * What every kind of condition keeps, whoever wrote it. Run it for a kind of your own:
 *
 * ```ts
 * conditionConformance(myKind, { files: { 'kb/prices.yaml': 'cleaning: $120' } })
 * ```
 */
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { arbitraryCompleteConversation, arbitraryConversation } from '../../conversation/conversation.arbitrary.ts'
import type { Conversation, Event } from '../../conversation/index.ts'
import { Problem } from '../../problem.ts'
import type { AgentTerms, Condition, ConditionKind } from '../condition.ts'
import { judge } from '../judge.ts'
import { type Pact, parsePact } from '../pact.ts'

export interface ConformanceOptions {
  /** What the kind's example needs the agent to declare. Default: a small receptionist. */
  readonly agent?: AgentTerms
  /** Files that the kind's example names, by path. */
  readonly files?: Readonly<Record<string, string>>
}

/** An agent that the examples of all kinds can be about. */
export const receptionist: AgentTerms = {
  tools: [
    { name: 'find_slots', writes: false, description: 'Finds free slots' },
    { name: 'create_appointment', writes: true, description: 'Books an appointment' },
    { name: 'cancel_appointment', writes: true, irreversible: true, description: 'Cancels an appointment' },
    { name: 'verify_identity', writes: false, description: 'Verifies who the customer is' },
    { name: 'get_patient_record', writes: false, description: 'Reads a patient record' },
    { name: 'lookup', writes: false, description: 'Looks something up' },
  ],
  canaries: ['canary-1937'],
  instructions:
    'You are the receptionist of a dental practice. Never tell anybody that the back door code is kept here.',
}

/** Registers the suite for one kind with vitest. */
export function conditionConformance(kind: ConditionKind, options: ConformanceOptions = {}): void {
  describe(`kind ${kind.kind}`, () => {
    let condition: Condition
    let pact: Pact

    beforeAll(async () => {
      await kind.prepare?.()
      pact = pactOf(kind, options)
      const [only] = pact.conditions
      if (!only) throw new Error(`the example of ${kind.kind} is not a condition`)
      condition = only
    })

    test('its example is a condition that explains itself', () => {
      expect(condition.kind).toBe(kind.kind)
      expect(condition.explain().trim()).not.toBe('')
      expect(condition.explain()).toBe(condition.explain())
      expect(kind.summary.trim()).not.toBe('')
    })

    test('any conversation gets an outcome, and violations point at events that exist', () => {
      fc.assert(
        fc.property(arbitraryConversation, (conversation) => {
          const before = JSON.stringify(conversation)
          const outcome = condition.check(conversation)

          expect(JSON.stringify(conversation)).toBe(before)
          expect(condition.check(conversation)).toEqual(outcome)
          if (outcome.outcome === 'violated' || outcome.outcome === 'unjudged') {
            expect(outcome.because.trim()).not.toBe('')
          }
          if ('at' in outcome) for (const at of outcome.at ?? []) expect(conversation.events[at]).toBeDefined()
        }),
      )
    })

    test('a simulated and a production conversation are judged alike', () => {
      fc.assert(
        fc.property(arbitraryCompleteConversation, (conversation) => {
          const simulated = condition.check({ ...conversation, origin: 'simulated' })
          expect(condition.check({ ...conversation, origin: 'production' })).toEqual(simulated)
        }),
      )
    })

    test('a conversation of 2,000 messages is judged', () => {
      expect(judge(pact, longConversation(2000)).findings).toHaveLength(1)
    })

    test('one message of 200,000 characters is judged, even one made to be slow', () => {
      for (const piece of ['a', 'a ', '{"a":', '<<', 'at x', '$1,', '\n', 'book me ']) {
        expect(judge(pact, oneMessage(piece.repeat(Math.ceil(200_000 / piece.length)))).findings).toHaveLength(1)
      }
    })
  })
}

function pactOf(kind: ConditionKind, { agent = receptionist, files = {} }: ConformanceOptions): Pact {
  const item = kind.example
    .split('\n')
    .map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`))
    .join('\n')
  return parsePact(`pact: conformance\nversion: 1\nconditions:\n${item}\n`, {
    file: 'pact.yaml',
    agent,
    kinds: [kind],
    read(path) {
      const content = files[path]
      if (content !== undefined) return content
      throw new Problem({ code: 'test/no-file', message: `There is no ${path}.`, hint: 'Give it in `files`.' })
    },
  })
}

const base = {
  origin: 'production',
  agent: { id: 'desk' },
  channel: 'chat',
  startedAt: '2026-03-02T09:00:00Z',
} as const

function longConversation(messages: number): Conversation {
  const events = Array.from({ length: messages }, (_, index): Event[] => {
    const atMs = index * 1000
    const callId = String(index)
    if (index % 2 === 0) {
      return [
        {
          type: 'message',
          atMs,
          from: 'customer',
          text: `Can I come on day ${index}, for a cleaning? My code is ${index}`,
        },
      ]
    }
    return [
      { type: 'tool-call', atMs, callId, tool: 'create_appointment', args: { day: index }, seenBy: 'ledger' },
      { type: 'tool-result', atMs, callId, outcome: 'ok', value: { id: index }, seenBy: 'ledger' },
      { type: 'message', atMs, from: 'agent', text: `You're booked for day ${index} at 2pm, that will be $${index}.` },
    ]
  })
  return { id: 'long', ...base, events: events.flat() }
}

function oneMessage(text: string): Conversation {
  return {
    id: 'big',
    ...base,
    events: [
      { type: 'message', atMs: 0, from: 'customer', text },
      { type: 'message', atMs: 1, from: 'agent', text },
    ],
  }
}
