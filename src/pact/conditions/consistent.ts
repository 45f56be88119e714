/**
 * The agent does not contradict what it said: one price, one date, one name for one thing.
 *
 * Two statements contradict each other when they put different values of one kind to the same words ("the cleaning
 * costs $120", "the cleaning costs $140"), and nothing happened in between that could have changed it: no tool
 * answered and the customer neither changed anything nor named a value of that kind. A message that offers
 * several values for one thing states none.
 */
import { z } from 'zod'
import type { Event } from '../../conversation/index.ts'
import type { ConditionKind } from '../condition.ts'
import { finderOf, sameValue, type Value } from '../values/index.ts'
import { contentWords, overlap } from './content-words.ts'
import { outcomeOf } from './tool-scene.ts'

const kinds = ['money', 'date', 'time', 'duration', 'percent', 'name'] as const

const options = z.strictObject({
  kinds: z.array(z.enum(kinds)).min(1).optional().describe('Which values to compare. Default all.'),
})

/** Something stated of a subject; `since` counts the changes before it. */
interface Statement {
  readonly at: number
  readonly kind: string
  readonly subject: ReadonlySet<string>
  readonly text: string
  same(other: string, value: Value | undefined): boolean
  readonly value: Value | undefined
}

export const consistent: ConditionKind<z.infer<typeof options>> = {
  kind: 'consistent',
  summary: 'The agent does not contradict its own prices, dates and names.',
  example: `id: keeps-to-what-it-said
consistent: { kinds: [money, date, name] }`,
  dimension: 'accuracy',
  options,
  create(given) {
    const wanted = given.kinds ?? kinds
    const looking: Looking = { values: finderOf(wanted), forNames: wanted.includes('name') }
    return {
      explain: () => `never gives two different values (${wanted.join(', ')}) for the same thing`,
      check(conversation) {
        let standing: Statement[] = []
        let looked = 0
        const wrong: { because: string; at: readonly number[] }[] = []
        for (const [at, event] of conversation.events.entries()) {
          if (standing.length > 0) {
            const outdated = outdatedBy(event, looking)
            standing = standing.filter(({ kind }) => !outdated(kind)).slice(-limits.standing)
          }
          if (event.type !== 'message' || event.from !== 'agent') continue
          const stated = statementsIn(event.text, at, looking)
          looked += stated.length
          wrong.push(...contradictionsIn(stated, standing))
          standing.push(...stated)
        }
        return outcomeOf(looked, wrong)
      },
    }
  },
}

/** What is looked for in a text. */
interface Looking {
  readonly values: (text: string) => readonly Value[]
  readonly forNames: boolean
}

const changing =
  /\b(?:instead|actually|change|changed|different|another|other|rather|what if|what about|how about|switch|move|sorry|meant)\b/i

/** A long list is no statement, and comparing every pair in one would not be linear. */
const limits = { standing: 300, perMessage: 60, clause: 400 }

/** The kinds of values of which an event makes it right to give another from here on. */
function outdatedBy(event: Event, { values }: Looking): (kind: string) => boolean {
  if (event.type === 'tool-result' || event.type === 'handoff') return () => true
  if (event.type !== 'message' || event.from !== 'customer') return () => false
  if (changing.test(event.text)) return () => true
  const named = new Set<string>(values(event.text).map(({ type }) => type))
  return (kind) => named.has(kind)
}

function contradictionsIn(stated: readonly Statement[], standing: readonly Statement[]) {
  return stated.flatMap((now) => {
    const before = standing.find((then) => contradicts(then, now))
    return before === undefined ? [] : [{ because: contradictionText(before, now), at: [before.at, now.at] }]
  })
}

function contradicts(then: Statement, now: Statement): boolean {
  return then.kind === now.kind && overlap(then.subject, now.subject) >= 0.8 && !then.same(now.text, now.value)
}

function contradictionText(then: Statement, now: Statement): string {
  return `said ${now.text} of "${[...now.subject].join(' ')}", after saying ${then.text}`
}

/** What a message states: single values with the words of their clause; several values for one subject state nothing. */
function statementsIn(text: string, at: number, looking: Looking): readonly Statement[] {
  const all = clausesOf(text)
    .slice(0, limits.perMessage)
    .flatMap((clause) => clauseStatements(clause, at, looking))
    .slice(0, limits.perMessage)
  return all.filter((one) => !all.some((other) => other !== one && contradicts(other, one)))
}

function clausesOf(text: string): readonly string[] {
  return text
    .split(/(?<=[.!?;])(?<!\b(?:Dr|Mr|Mrs|Ms|Prof)\.)\s+|\n|,\s(?:and|but)\s/)
    .filter((clause) => clause.length <= limits.clause && !clause.trim().endsWith('?'))
}

function clauseStatements(clause: string, at: number, looking: Looking): readonly Statement[] {
  const values = looking.values(clause)
  const names = looking.forNames ? [...clause.matchAll(/\b(?:Dr|Mr|Mrs|Ms|Prof)\.?\s+\p{Lu}[\p{L}'-]+/gu)] : []
  if (values.length + names.length === 0) return []
  const counted = [...values.map(({ type }) => type as string), ...names.map(() => 'name')]
  const single = (kind: string): boolean => counted.filter((each) => each === kind).length === 1
  const subject = contentWords(
    [...values.map(({ text }) => text), ...names.map(([name]) => name)].reduce(
      (rest, cut) => rest.replace(cut, ' '),
      clause,
    ),
  )
  if (subject.size < 2) return []

  return [
    ...values
      .filter(({ type }) => single(type))
      .map(
        (value): Statement => ({
          at,
          kind: value.type,
          subject,
          text: value.text,
          value,
          same: (_, other) => other !== undefined && sameValue(value, other),
        }),
      ),
    ...names
      .filter(() => single('name'))
      .map(
        ([name]): Statement => ({
          at,
          kind: 'name',
          subject,
          text: name,
          value: undefined,
          same: (other) => bareName(other) === bareName(name),
        }),
      ),
  ]
}

function bareName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}]+/gu, ' ')
}
