/**
 * What the agent says of prices, durations, hours, dates and shares must be so.
 *
 * A value is grounded when the knowledge, a tool's answer or the customer's own words gave it before, or when an
 * amount can be worked out from those. It says nothing of whether the value belongs to what it was said of: the
 * price of a cleaning quoted for a whitening is grounded.
 */
import { z } from 'zod'
import type { Event } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import { comparable, type Moment, momentAt, sameValue, type Value, valuesIn, valuesOf } from '../values/index.ts'
import { type Fact, factsIn } from './facts.ts'
import { workedOut } from './sums.ts'
import { outcomeOf } from './tool-scene.ts'

const kindTypes = { money: 'money', duration: 'duration', hours: 'time', date: 'date', percent: 'percent' } as const
const kinds = ['money', 'duration', 'hours', 'date', 'percent'] as const

const options = z.strictObject({
  facts: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('Files that hold what is true, relative to the pact: JSON, YAML, Markdown or text.'),
  kinds: z.array(z.enum(kinds)).min(1).optional().describe('Which values to look at. Default all.'),
  sources: z
    .array(z.enum(['tools', 'customer']))
    .optional()
    .describe('Where else a value may come from. Default both.'),
  arithmetic: z
    .enum(['allowed', 'refused'])
    .optional()
    .describe('Whether an amount may be a sum, a difference or a multiple of known ones. Default `allowed`.'),
})

export const grounded: ConditionKind<z.infer<typeof options>> = {
  kind: 'grounded',
  summary: 'Prices, durations, hours, dates and percentages that the agent states are known facts.',
  example: `id: prices-from-the-kb
grounded: { facts: kb/prices.yaml, kinds: [money, duration, hours] }`,
  dimension: 'accuracy',
  options,
  create(given, terms) {
    const files = typeof given.facts === 'string' ? [given.facts] : (given.facts ?? [])
    const facts = files.flatMap((file) => factsIn(terms.read(file), file))
    const wanted = given.kinds ?? kinds
    const types = new Set<Value['type']>(wanted.map((kind) => kindTypes[kind]))
    const sources = given.sources ?? ['tools', 'customer']
    const from = [
      ...files,
      ...(sources.includes('tools') ? ["tools' answers"] : []),
      ...(sources.includes('customer') ? ["the customer's words"] : []),
    ]

    return {
      explain: () => `states only ${listed(wanted)} found in ${listed(from)}`,
      check(conversation) {
        const known = new Known(facts, sources, given.arithmetic !== 'refused')
        let looked = 0
        const wrong: { because: string; at: readonly number[] }[] = []
        for (const [at, event] of conversation.events.entries()) {
          const moment = momentAt(conversation, at)
          if (event.type === 'message' && event.from === 'agent') {
            const all = valuesIn(event.text, moment).filter(({ type }) => types.has(type))
            const stated = distinct(all, limits.stated)
            looked += stated.length
            for (const value of known.unknown(stated)) wrong.push({ because: saidText(value, known), at: [at] })
          }
          known.hear(event, moment)
        }
        return outcomeOf(looked, wrong)
      },
    }
  },
}

/** How many different values of one event are looked at, so that a message that is nothing but values stays cheap. */
const limits = { stated: 200, heard: 5000 }

function keyOf({ type, value }: Value): string {
  return `${type} ${value}`
}

function distinct(values: readonly Value[], limit: number): readonly Value[] {
  const byKey = new Map<string, Value>()
  for (const value of values) if (!byKey.has(keyOf(value))) byKey.set(keyOf(value), value)
  return [...byKey.values()].slice(0, limit)
}

/** What may be said at a point of the conversation; grows as it goes on. */
class Known {
  readonly facts: readonly Fact[]
  readonly #sources: readonly ('tools' | 'customer')[]
  readonly #sums: boolean
  readonly #heard = new Map<string, Value>()
  readonly #amounts = new Set<number>()
  readonly #quoted: number[] = []

  constructor(facts: readonly Fact[], sources: readonly ('tools' | 'customer')[], sums: boolean) {
    this.facts = facts
    this.#sources = sources
    this.#sums = sums
    for (const { value } of facts) this.#count(value)
  }

  /** Those of the values that nothing gives, in the order they were said. */
  unknown(stated: readonly Value[]): readonly Value[] {
    const given = stated.filter((value) => this.#isGiven(value))
    const amounts = [...this.#quoted, ...given.map(amountOf)]
    const open = stated.filter((value) => !given.includes(value))
    const left = open.filter(
      (value) => !(this.#sums && value.type === 'money' && workedOut(amountOf(value), amounts, [...this.#amounts])),
    )
    this.#quoted.push(...stated.filter((value) => value.type === 'money' && !left.includes(value)).map(amountOf))
    return left
  }

  hear(event: Event, moment: Moment): void {
    for (const value of distinct(this.#valuesOf(event, moment), limits.heard)) {
      this.#heard.set(keyOf(value), value)
      this.#count(value)
    }
  }

  #isGiven(value: Value): boolean {
    if (this.#heard.has(keyOf(value))) return true
    const same = (other: Value): boolean => sameValue(value, other)
    return this.facts.some((fact) => same(fact.value)) || [...this.#heard.values()].some(same)
  }

  #valuesOf(event: Event, moment: Moment): readonly Value[] {
    if (event.type === 'tool-result' && this.#sources.includes('tools')) return valuesOf(event.value, moment)
    const isTheirs = event.type === 'message' && event.from === 'customer' && this.#sources.includes('customer')
    return isTheirs ? valuesIn(event.text, moment) : []
  }

  #count(value: Value): void {
    if (value.type === 'money' || value.type === 'number') this.#amounts.add(amountOf(value))
  }
}

function amountOf(value: Value): number {
  return Number.parseFloat(value.value)
}

function saidText(value: Value, { facts }: Known): string {
  const near = nearest(value, facts)
  return `said ${value.text}, which nothing gives${near === undefined ? '' : ` (nearest: ${near.value.text} in "${near.where}")`}`
}

/** The fact of the same kind whose number is closest, or the first where there is no number. */
function nearest(value: Value, facts: readonly Fact[]): Fact | undefined {
  const same = facts.filter((fact) => comparable(fact.value, value))
  const distance = (fact: Fact): number => Math.abs(Number.parseFloat(fact.value.value) - amountOf(value))
  return same.toSorted((a, b) => (distance(a) || 0) - (distance(b) || 0))[0]
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
