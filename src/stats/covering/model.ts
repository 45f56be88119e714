/**
 * What a covering array is made of: factors with named levels, and which levels never go together.
 *
 * Everything is read into whole numbers once: factors and levels by position, and every rule as the list of
 * level combinations it forbids. Refuses names that stand for nothing, instead of forbidding nothing silently.
 */

/** One thing that varies, and the values it takes. */
export interface Factor {
  readonly name: string
  readonly levels: readonly string[]
}

/** A level for each factor, by name; a partial row leaves factors out. */
export type Row = Readonly<Record<string, string>>

/** Levels that never go together: any one of each list. A factor that is left out may be anything. */
export type Together = Readonly<Record<string, string | readonly string[]>>

/** A rule over the levels of a few factors, asked only about rows in which all of them have one. */
export interface NeverWhen {
  /** Factors that the rule looks at. */
  readonly of: readonly string[]
  /** True when a row with these levels cannot be. Must depend on nothing else. */
  readonly forbids: (levels: Row) => boolean
}

/** What is to be covered, and what can never be. */
export interface CoveringModel {
  /** At least one, each with at least one level; names and levels are unique. */
  readonly factors: readonly Factor[]
  readonly never?: readonly Together[]
  readonly neverWhen?: readonly NeverWhen[]
}

/** The model in whole numbers. A row is one level per factor, `free` where none is chosen yet. */
export interface IndexedModel {
  readonly factors: readonly Factor[]
  /** Levels per factor. */
  readonly sizes: readonly number[]
  /** Forbidden combinations: pairs of factor and level. */
  readonly bans: readonly Ban[]
}

export type Ban = readonly (readonly [factor: number, level: number])[]

/** In place of a level: not chosen yet. */
export const free = -1

/** A rule that looks at more combinations than this is refused: it would be asked about each. */
const MOST_ASKED = 200_000

/** @throws RangeError that names what is wrong with factors or rules */
export function indexed({ factors, never = [], neverWhen = [] }: CoveringModel): IndexedModel {
  requireFactors(factors)
  const bans = [
    ...never.flatMap((together) => bansOf(together, factors)),
    ...neverWhen.flatMap((rule) => bansBy(rule, factors)),
  ]
  return { factors, sizes: factors.map(({ levels }) => levels.length), bans }
}

/**
 * A partial row in whole numbers.
 *
 * @throws RangeError when it names a factor or a level that there is not
 */
export function indexedRow(row: Row, factors: readonly Factor[]): number[] {
  const levels = factors.map(() => free)
  for (const [name, level] of Object.entries(row)) {
    const factor = factorAt(name, factors)
    levels[factor] = levelAt(level, factor, factors)
  }
  return levels
}

/** The levels of a complete row, by name. */
export function namedRow(row: ArrayLike<number>, factors: readonly Factor[]): Row {
  return Object.fromEntries(factors.map(({ name, levels }, factor) => [name, levels[row[factor] ?? 0] ?? '']))
}

/** Every choice of one item per list, the last varying fastest. */
function* choices<Item>(lists: readonly (readonly Item[])[]): Generator<readonly Item[]> {
  const [first, ...rest] = lists
  if (first === undefined) {
    yield []
    return
  }
  for (const item of first) for (const others of choices(rest)) yield [item, ...others]
}

function requireFactors(factors: readonly Factor[]): void {
  if (factors.length === 0) throw new RangeError('a covering array needs at least one factor')
  requireUnique(
    'factors',
    factors.map(({ name }) => name),
  )
  for (const { name, levels } of factors) {
    if (levels.length === 0) throw new RangeError(`the factor "${name}" has no levels`)
    requireUnique(`levels of "${name}"`, levels)
  }
}

function requireUnique(what: string, names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new RangeError(`two ${what} are called "${twice}"`)
}

function bansOf(together: Together, factors: readonly Factor[]): readonly Ban[] {
  const parts = Object.entries(together).map(([name, levels]) => {
    const factor = factorAt(name, factors)
    const listed = typeof levels === 'string' ? [levels] : levels
    return listed.map((level) => [factor, levelAt(level, factor, factors)] as const)
  })
  if (parts.length === 0) throw new RangeError('a rule that names no factor would forbid every row')
  return [...choices(parts)]
}

function bansBy({ of, forbids }: NeverWhen, factors: readonly Factor[]): readonly Ban[] {
  const looked = of.map((name) => factorAt(name, factors))
  const lists = looked.map((factor) => factors[factor]?.levels.map((_, level) => [factor, level] as const) ?? [])
  const asked = lists.reduce((product, { length }) => product * length, 1)
  if (of.length === 0) throw new RangeError('a rule that looks at no factor would forbid every row')
  if (asked > MOST_ASKED) {
    throw new RangeError(`the rule over ${of.join(', ')} looks at ${asked} combinations; ${MOST_ASKED} is the most`)
  }
  return [...choices(lists)].filter((ban) =>
    forbids(
      Object.fromEntries(ban.map(([factor, level]) => [of[looked.indexOf(factor)], levelName(factor, level, factors)])),
    ),
  )
}

const levelName = (factor: number, level: number, factors: readonly Factor[]) => factors[factor]?.levels[level] ?? ''

function factorAt(name: string, factors: readonly Factor[]): number {
  const at = factors.findIndex((factor) => factor.name === name)
  if (at >= 0) return at
  throw new RangeError(`there is no factor "${name}"; factors: ${factors.map((factor) => factor.name).join(', ')}`)
}

function levelAt(name: string, factor: number, factors: readonly Factor[]): number {
  const { name: of = '', levels = [] } = factors[factor] ?? {}
  const at = levels.indexOf(name)
  if (at >= 0) return at
  throw new RangeError(`"${of}" has no level "${name}"; its levels: ${levels.join(', ')}`)
}
