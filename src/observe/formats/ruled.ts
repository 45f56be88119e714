/** Asking the rules: every field of a record from the first rule of the first dialect that has it. */
import type { Observation } from '../observation.ts'
import type { Dialect, FieldName, Rule } from './dialect.ts'
import { dialects } from './dialects.ts'
import type { Pieces } from './pieces.ts'
import type { Told } from './told.ts'

/** Marks beyond this are left out: they are names for people, and some senders put everything there. */
const mostMarks = 100

interface Asked {
  readonly rule: Rule
  readonly name: string
}

type Order = readonly (readonly [FieldName, readonly Asked[]])[]

const orders = new Map<number, Order>()

/** Rules of the dialects that are spoken, by what they give and the weak ones last: the order in which they are asked. */
function orderOf(spoken: readonly Dialect[], which: number): Order {
  const known = orders.get(which)
  if (known !== undefined) return known
  const all = spoken.flatMap((dialect) => dialect.rules.map((rule) => ({ rule, name: `${dialect.name}/${rule.from}` })))
  const ordered = [...all.filter(({ rule }) => rule.weak !== true), ...all.filter(({ rule }) => rule.weak === true)]
  const names = new Set(ordered.map(({ rule }) => rule.gives))
  names.delete('kind')
  // The kind first: the other rules ask for it.
  const kindFirst: readonly FieldName[] = ['kind', ...names]
  const order = kindFirst.map((name) => [name, ordered.filter(({ rule }) => rule.gives === name)] as const)
  orders.set(which, order)
  return order
}

/**
 * What a record says, in pieces.
 *
 * @param asOf when the record ended, or 0
 */
export function piecesIn(told: Told, asOf: number): Pieces {
  const pieces: Pieces = new Map()
  const spoken = dialects.filter((dialect) => dialect.speaks(told))
  const which = spoken.reduce((bits, dialect) => bits + 2 ** dialects.indexOf(dialect), 0)
  for (const [field, asked] of orderOf(spoken, which)) {
    for (const { rule, name } of asked) {
      const value = rule.read(told)
      if (value === undefined) continue
      pieces.set(field, { value, rule: name, asOf })
      if (rule.gives === 'kind') told.kind = value as Observation['kind']
      break
    }
  }
  for (const dialect of spoken) mark(pieces, dialect, told, asOf)
  return pieces
}

function mark(pieces: Pieces, { name: dialect, marks }: Dialect, told: Told, asOf: number): void {
  for (const { name, value, from } of (marks?.(told) ?? []).slice(0, mostMarks)) {
    const key = `marks.${name}`
    if (!pieces.has(key)) pieces.set(key, { value, rule: `${dialect}/${from}`, asOf })
  }
}
