/**
 * Many rows through few statements.
 *
 * Preparing a statement costs more than the row that it writes, and a list of a thousand values is a statement of its own
 * for each length. So rows are written, and values looked up, in portions of fixed sizes: the few statements that this
 * takes are compiled once and stay prepared.
 */
import type { CompiledQuery } from 'kysely'

/** Rows or values of one statement. The smaller portion takes the rest of a list, row by row. */
const portion = 64

interface Executes {
  executeQuery(query: CompiledQuery): Promise<unknown>
}

/** Writes any number of rows. */
export type PutRows<Row> = (db: Executes, rows: readonly Row[]) => Promise<void>

/**
 * @param compile makes the statement for some rows; its only parameters are their values
 * @returns a function that writes rows with the columns that the first has
 */
export function putRows<Row extends object>(compile: (rows: readonly Row[]) => CompiledQuery): PutRows<Row> {
  const statements = new Map<number, { readonly query: CompiledQuery; readonly columns: readonly (keyof Row)[] }>()
  const statementFor = (rows: readonly Row[]) => {
    const known = statements.get(rows.length)
    if (known !== undefined) return known
    const made = { query: compile(rows), columns: Object.keys(rows[0] ?? {}) as (keyof Row)[] }
    statements.set(rows.length, made)
    return made
  }
  return async (db, rows) => {
    for (const some of inPortions(rows)) {
      const { query, columns } = statementFor(some)
      const parameters: unknown[] = []
      for (const row of some) for (const column of columns) parameters.push(row[column])
      await db.executeQuery({ ...query, parameters })
    }
  }
}

function* inPortions<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  const whole = rows.length - (rows.length % portion)
  for (let at = 0; at < whole; at += portion) yield rows.slice(at, at + portion)
  for (const row of rows.slice(whole)) yield [row]
}

/** Rows by any number of values, asked for so many at a time; the last portion repeats its last value. */
export async function rowsBy<Value, Row>(
  values: readonly Value[],
  read: (some: readonly Value[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> {
  const found: Row[] = []
  for (let at = 0; at < values.length; at += portion) {
    const some = values.slice(at, at + portion)
    const last = some.at(-1)
    if (some.length > 1) while (last !== undefined && some.length < portion) some.push(last)
    for (const row of await read(some)) found.push(row)
  }
  return found
}
