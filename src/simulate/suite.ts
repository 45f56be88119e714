/**
 * A suite: few conversations in which every pair, or triple, of what varies is played.
 *
 * Scenarios, personas, channels, faults and changes of the customer are factors of a covering array. Its rows
 * are chosen to find what goes wrong, so the share of them that passes says nothing; where the project tells how often
 * production has each level, rows carry the share of production that they stand for.
 *
 * Refuses levels that would change nothing and levels that no row has, since a table that lists them would claim
 * what was never played.
 */
import type { FaultSet } from '../connect/index.ts'
import { type Place, Problem, Problems } from '../problem.ts'
import { type CoveringArray, coveringArray, type Factor, type Row, raked, type Together } from '../stats/index.ts'
import type { Persona } from './persona.ts'
import type { Scenario } from './scenario.ts'
import {
  factorsOf,
  idleLevels,
  ownRules,
  type SuiteFactor,
  type SuiteParts,
  settingsWithout,
  undisturbed,
  unplayedLevels,
} from './suite-factors.ts'
import { typicalRows } from './suite-mix.ts'
import { changedPersona } from './suite-persona.ts'

/** One conversation to be had, repeats aside. */
export interface SuiteRow {
  readonly levels: Row
  readonly scenario: Scenario
  readonly persona: Persona
  readonly channel: string
  /** At most one: what the backends are put under. */
  readonly faults: readonly FaultSet[]
  /** How often it is played for each repeat: more often where production often has it. */
  readonly times: number
  /** The share of production that it stands for; absent where production's mix is not known. */
  readonly share?: number
}

/** The rows of a suite and what they cover. */
export interface Suite extends Omit<CoveringArray, 'rows'> {
  readonly factors: readonly Factor[]
  readonly rows: readonly SuiteRow[]
  /** Why rows carry no shares, as a sentence; absent where they do. */
  readonly unweighted?: string
}

/** Shares that rows miss by more than this are no basis for a rate: half a point. */
const TOLERATED = 0.005

/**
 * Composes the rows of a suite.
 *
 * @throws Problems when names stand for nothing, rules leave no row, a level changes nothing, or none has it
 */
export function suiteOf(given: SuiteParts): Suite {
  const parts = { ...given, settings: settingsWithout(given.settings, given.leftOut ?? []) }
  const factors = factorsOf(parts)
  const at = parts.at === undefined ? {} : { at: parts.at }
  const idle = idleLevels(factors, at)
  if (idle.length > 0) throw new Problems(idle)
  const never = [...parts.settings.never, ...ownRules(factors, parts)]
  const varying = factors.filter(({ levels }) => levels.length > 1)
  const unshared = varying.filter(({ levels }) => levels.some(({ share }) => share === undefined))
  const everyday =
    unshared.length > 0 ? [] : typicalRows(factors, { never, n: parts.settings.typical, seed: parts.seed })
  const array = arrayOf(factors, { ...parts, never, everyday }, at)
  const unplayed = unplayedLevels(factors, array.rows, at)
  if (unplayed.length > 0) throw new Problems(unplayed)
  const { weights, unweighted } = unshared.length > 0 ? sharesMissing(unshared) : sharesOf(varying, array.rows)
  const rows = array.rows.map((levels, index) => {
    const share = weights?.[index]
    const drawn = everyday.filter((row) => textOf(row) === textOf(levels)).length
    return { ...played(levels, factors, parts), times: Math.max(1, drawn), ...(share !== undefined && { share }) }
  })
  return {
    ...array,
    rows,
    factors: factors.map(({ name, levels }) => ({ name, levels: levels.map((level) => level.name) })),
    ...(unweighted !== undefined && { unweighted }),
  }
}

interface Composing extends SuiteParts {
  readonly never: readonly Together[]
  readonly everyday: readonly Row[]
}

function arrayOf(factors: readonly SuiteFactor[], parts: Composing, at: { readonly at?: Place }): CoveringArray {
  const { settings, seed, never, everyday } = parts
  try {
    return coveringArray({
      factors: factors.map(({ name, levels }) => ({ name, levels: levels.map((level) => level.name) })),
      strength: settings.strength,
      never,
      always: distinct([...settings.always, ...everyday]),
      seed,
    })
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    throw new Problem({
      code: 'project/suite-impossible',
      message: `The suite cannot be composed: ${thrown.message}.`,
      hint: 'Correct "factors:", "never:" or "always:" under "suite:".',
      cause: thrown,
      ...at,
    })
  }
}

const distinct = (rows: readonly Row[]) =>
  rows.filter((row, index) => rows.findIndex((other) => textOf(other) === textOf(row)) === index)

const textOf = (row: Row) => JSON.stringify(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)))

interface Weighing {
  readonly weights?: readonly number[]
  readonly unweighted?: string
}

function sharesMissing(unshared: readonly SuiteFactor[]): Weighing {
  const names = unshared.map(({ name }) => name).join(', ')
  return { unweighted: `The project does not say how often production has each level of: ${names}.` }
}

function sharesOf(varying: readonly SuiteFactor[], rows: readonly Row[]): Weighing {
  const shares = varying.map(({ name, levels }) => [
    name,
    Object.fromEntries(levels.map((level) => [level.name, level.share ?? 0])),
  ])
  const { weights, off } = raked(rows, Object.fromEntries(shares))
  if (off <= TOLERATED) return { weights }
  return {
    unweighted: `No weights of these conversations give every level its share; the nearest is ${(off * 100).toFixed(1)} points off. More "typical:" conversations help, unless rules forbid what production has.`,
  }
}

function played(levels: Row, factors: readonly SuiteFactor[], parts: SuiteParts): Omit<SuiteRow, 'times' | 'share'> {
  const scenario = parts.scenarios.find(({ id }) => id === levels.scenario)
  if (scenario === undefined) throw unknownLevel('scenario', levels.scenario, parts)
  const id = levels.persona ?? ''
  const plain = parts.personas.find((persona) => persona.id === id) ?? parts.persona(id)
  const persona = factors.reduce((changed, { name, levels: all }) => {
    const level = all.find((each) => each.name === levels[name])
    return level?.change === undefined
      ? changed
      : changedPersona(changed, level.change, { factor: name, name: level.name, ...at(parts) })
  }, plain)
  const set = parts.faults.find((each) => each.id === levels.faults)
  if (set === undefined && levels.faults !== undefined && levels.faults !== undisturbed) {
    throw unknownLevel('faults', levels.faults, parts)
  }
  return { levels, scenario, persona, channel: levels.channel ?? '', faults: set === undefined ? [] : [set] }
}

const at = ({ at: place }: SuiteParts) => (place === undefined ? {} : { at: place })

function unknownLevel(factor: 'scenario' | 'faults', name: string | undefined, parts: SuiteParts): Problem {
  const known = factor === 'scenario' ? parts.scenarios : parts.faults
  return new Problem({
    code: 'project/suite-impossible',
    message: `The suite cannot be composed: the project has no ${factor} called "${name}".`,
    hint: `It has: ${known
      .map(({ id }) => id)
      .slice(0, 12)
      .join(', ')}.`,
    ...at(parts),
  })
}
