/**
 * What every dialect has to keep: one turn of the salon's agent, told in its words, comes out as the same observations.
 *
 * A new dialect brings three spans: a question to the model that it answers with a call, the execution of the tool, and
 * the question after it, which holds the history. What its senders cannot tell is left out by `lacks`.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Json } from '../../conversation/index.ts'
import type { Observation } from '../observation.ts'
import type { Dialect } from './dialect.ts'
import { observe } from './observe.ts'
import { spanThat, type Telling } from './telling.sample.ts'
import { Told } from './told.ts'

export interface Turn {
  /** The model is given the system prompt and the customer's message, and calls the tool. */
  readonly asks: Telling
  /** The tool is executed. */
  readonly executes: Telling
  /** The model is given all of it, and answers. */
  readonly answers: Telling
  readonly lacks?: readonly ('system' | 'customer' | 'provider' | 'callId' | 'model.answered' | 'tokens' | 'asked')[]
}

/** The turn that every dialect tells. */
export const turn = {
  conversation: 'chat-7',
  customer: 'customer-3',
  system: 'You book appointments.',
  text: 'Tuesday at 2 please',
  call: { id: 'call_1', tool: 'create_appointment', args: { day: 'Tuesday', time: '14:00' } },
  result: { ok: true, id: 'a-1' },
  reply: 'You are booked for Tuesday at 2 PM.',
} as const

export function dialectConformance(dialect: Dialect, told: Turn): void {
  const { asks, executes, answers, lacks = [] } = told
  const [asked, executed, answered] = [asks, executes, answers].map((telling) => observe(spanThat(telling)))
  const customer = { role: 'customer', text: turn.text }
  const calls = { role: 'agent', text: '', calls: [turn.call] }
  const system = lacks.includes('system') ? {} : { system: turn.system }

  test(`${dialect.name}: what the model was given and the call that it answered with`, () => {
    expect(plainly(asked)).toMatchObject({ kind: 'model', ...system, input: [customer], output: [calls] })
  })

  test(`${dialect.name}: what the tool was given and gave`, () => {
    const { id: callId, tool: name, args } = turn.call
    expect(plainly(executed)).toMatchObject({
      kind: 'tool',
      tool: { name, args, result: turn.result, ...(!lacks.includes('callId') && { callId }) },
    })
    expect([executed?.input, executed?.output, executed?.system]).toEqual([undefined, undefined, undefined])
  })

  test(`${dialect.name}: the history with the tool's answer in it, and what the agent said`, () => {
    const { input = [], output, ...rest } = plainly(answered)
    expect(input.map(({ role, text }) => [role, text])).toEqual([
      ['customer', turn.text],
      ['agent', ''],
      ['tool', ''],
    ])
    expect(input[1]).toEqual(calls)
    expect(input[2]?.answers?.value).toEqual(turn.result)
    expect(output).toEqual([{ role: 'agent', text: turn.reply }])
    expect(rest).toMatchObject(system)
  })

  test(`${dialect.name}: whose conversation it is, and the model`, () => {
    expect(plainly(answered)).toMatchObject({
      conversation: turn.conversation,
      ...(!lacks.includes('customer') && { customer: turn.customer }),
      ...(!lacks.includes('tokens') && { tokens: { in: 52, out: 17 } }),
      model: {
        ...(!lacks.includes('asked') && { asked: 'gpt-4o' }),
        ...(!lacks.includes('model.answered') && { answered: 'gpt-4o-2024-08-06' }),
        ...(!lacks.includes('provider') && { provider: 'openai' }),
      },
    })
  })

  test(`${dialect.name}: every field says which rule gave it`, () => {
    for (const each of [asked, executed, answered]) {
      const { kind, input, output, conversation } = plainly(each).rules
      const needed = each?.kind === 'tool' ? [kind, conversation] : [kind, input, output, conversation]
      for (const rule of needed) expect(rule).toMatch(/^[a-z-]+\/./)
      expect(Object.values(each?.rules ?? {}).some((rule) => rule.startsWith(`${dialect.name}/`))).toBe(true)
    }
  })

  test(`${dialect.name}: is not heard in a span that says nothing`, () => {
    const nothing = new Told(spanThat({}))
    expect(plainly(observe(spanThat({}))).rules).toEqual({})
    expect(dialect.speaks(nothing) && dialect.rules.some((rule) => rule.read(nothing) !== undefined)).toBe(false)
  })

  test(`${dialect.name}: whatever stands in its attributes, a span can be read, in any order of them`, () => {
    const names = [...new Set([asks, executes, answers].flatMap(({ attributes = {} }) => Object.keys(attributes)))]
    const kinds = names.filter((name) => /kind|type|operation/.test(name))
    const value = fc.oneof(
      fc.jsonValue(),
      fc.json(),
      fc.constantFrom('{"messages":[{}]}', '[[]]', '[null]', '{"__proto__":{"role":"user"}}'),
    )
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...names), value),
        fc.constantFrom(asks, executes, answers),
        (changes, telling) => {
          const kept = Object.fromEntries(kinds.flatMap((name) => pairIn(telling, name)))
          const attributes = { ...telling.attributes, ...(changes as Record<string, Json>), ...kept }
          const backwards = Object.fromEntries(Object.entries(attributes).reverse())
          const one = observe(spanThat({ ...telling, attributes }))
          const other = observe(spanThat({ ...telling, attributes: backwards }))
          expect(JSON.stringify(one)).toBe(JSON.stringify(other))
        },
      ),
    )
  })
}

function pairIn({ attributes = {} }: Telling, name: string): readonly (readonly [string, Json])[] {
  const value = attributes[name]
  return value === undefined ? [] : [[name, value]]
}

function plainly(observation: Observation | undefined): Observation {
  return JSON.parse(JSON.stringify(observation))
}
