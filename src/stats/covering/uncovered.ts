/**
 * What an array leaves out, found without any of the code that makes arrays: by going through every row there is.
 *
 * For checking, so it is plain and slow. Refuses factors whose full product is beyond a million rows when
 * there are rules, since only going through all rows tells what the rules allow.
 */
import type { Factor, NeverWhen, Row, Together } from './model.ts'

export interface CoverageRequired {
  readonly factors: readonly Factor[]
  readonly strength: number
  readonly never?: readonly Together[]
  readonly neverWhen?: readonly NeverWhen[]
}

const MOST_ROWS = 1_000_000

/**
 * The combinations that some allowed row has and no row of the array; empty when the array covers.
 *
 * @throws RangeError when the full product has too many rows to go through
 */
export function uncovered(rows: readonly Row[], required: CoverageRequired): readonly Row[] {
  const seen = new Set(rows.flatMap((row) => parts(row, required).map(textOf)))
  if ((required.never ?? []).length + (required.neverWhen ?? []).length === 0) {
    const all = subsets(required.factors, required.strength).flatMap((factors) => [...everyRow(factors)])
    return all.filter((part) => !seen.has(textOf(part)))
  }
  const size = required.factors.reduce((product, { levels }) => product * levels.length, 1)
  if (size > MOST_ROWS) throw new RangeError(`${size} rows are too many to go through; ${MOST_ROWS} is the most`)
  const missing = new Map<string, Row>()
  for (const row of everyRow(required.factors)) {
    if (isForbidden(row, required)) continue
    for (const part of parts(row, required)) if (!seen.has(textOf(part))) missing.set(textOf(part), part)
  }
  return [...missing.values()]
}

/** Whether a complete row has what the rules forbid. */
export function isForbidden(
  row: Row,
  { never = [], neverWhen = [] }: Omit<CoverageRequired, 'strength' | 'factors'>,
): boolean {
  const isListed = never.some((together) =>
    Object.entries(together).every(([name, levels]) => [levels].flat().includes(row[name] ?? '')),
  )
  return isListed || neverWhen.some(({ of, forbids }) => forbids(pick(row, of)))
}

const textOf = (row: Row) => JSON.stringify(Object.entries(row))

const pick = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, row[name] ?? '']))

function parts(row: Row, { factors, strength }: CoverageRequired): readonly Row[] {
  return subsets(factors, strength).map((some) =>
    pick(
      row,
      some.map(({ name }) => name),
    ),
  )
}

function subsets<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  if (size === 0) return [[]]
  return items.flatMap((item, at) => subsets(items.slice(at + 1), size - 1).map((rest) => [item, ...rest]))
}

function* everyRow([first, ...rest]: readonly Factor[]): Generator<Row> {
  if (first === undefined) {
    yield {}
    return
  }
  for (const level of first.levels) for (const others of everyRow(rest)) yield { [first.name]: level, ...others }
}
