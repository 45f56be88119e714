/**
 * What varies in a suite: the project's own factors and changes of the customer, and the rules that come with them.
 */
import type { FaultSet } from '../connect/index.ts'
import { type Place, Problem } from '../problem.ts'
import type { Row, Together } from '../stats/index.ts'
import type { Persona } from './persona.ts'
import type { Scenario } from './scenario.ts'
import type { PersonaChange } from './suite-persona.ts'
import type { SuiteSettings } from './suite-settings.ts'

/** What a suite is composed from. */
export interface SuiteParts {
  readonly settings: SuiteSettings
  readonly scenarios: readonly Scenario[]
  /** Scenarios that the project has and that are left out this time: what names them is passed over. */
  readonly leftOut?: readonly string[]
  /** Of the project: for scenarios that name none. */
  readonly personas: readonly Persona[]
  readonly channels: readonly string[]
  readonly faults: readonly FaultSet[]
  /** Finds a persona that a scenario or a factor names. */
  readonly persona: (id: string) => Persona
  readonly seed: number
  /** Where `suite:` stands in the project file. */
  readonly at?: Place
}

/** In place of a fault set: backends as they are. */
export const undisturbed = 'none'

export interface Level {
  readonly name: string
  readonly share?: number
  readonly change?: PersonaChange
}

export interface SuiteFactor {
  readonly name: string
  readonly levels: readonly Level[]
}

/** The settings as if some scenarios had not been named. */
export function settingsWithout(settings: SuiteSettings, leftOut: readonly string[]): SuiteSettings {
  const { scenario, ...others } = settings.factors
  if (leftOut.length === 0) return settings
  const isLeft = (name: string) => leftOut.includes(name)
  const own =
    scenario === undefined || Array.isArray(scenario)
      ? scenario?.filter((name) => !isLeft(name))
      : Object.fromEntries(Object.entries(scenario).filter(([name]) => !isLeft(name)))
  return {
    ...settings,
    factors: { ...(own !== undefined && { scenario: own }), ...others },
    never: settings.never.flatMap(({ scenario: barred, ...rest }): SuiteSettings['never'] => {
      if (barred === undefined) return [rest]
      const left = [barred].flat().filter((name) => !isLeft(name))
      return left.length === 0 ? [] : [{ scenario: left, ...rest }]
    }),
    always: settings.always.filter((row) => !isLeft(row.scenario ?? '')),
  }
}

export function factorsOf(parts: SuiteParts): readonly SuiteFactor[] {
  const { scenarios, personas, channels, faults } = parts
  const own = new Map(Object.entries(parts.settings.factors).map(([name, given]) => [name, levelsOf(given)]))
  const names = (all: readonly string[]): readonly Level[] => [...new Set(all)].map((name) => ({ name }))
  const standing: Readonly<Record<string, readonly Level[]>> = {
    scenario: names(scenarios.map(({ id }) => id)),
    persona: names([...personas.map(({ id }) => id), ...scenarios.flatMap((scenario) => scenario.personas)]),
    channel: names([...channels, ...scenarios.flatMap((scenario) => scenario.channels)]),
    faults: names([undisturbed, ...faults.map(({ id }) => id)]),
  }
  return [
    ...Object.entries(standing).map(([name, levels]) => ({ name, levels: own.get(name) ?? levels })),
    ...[...own].filter(([name]) => !Object.hasOwn(standing, name)).map(([name, levels]) => ({ name, levels })),
  ]
}

export function levelsOf(given: SuiteSettings['factors'][string]): readonly Level[] {
  if (Array.isArray(given)) return given.map((name) => ({ name }))
  return Object.entries(given).map(([name, level]) => {
    if (typeof level === 'number') return { name, share: level }
    const { share, persona } = level
    return { name, ...(share !== undefined && { share }), ...(persona !== undefined && { change: persona }) }
  })
}

const isStanding = (name: string) => ['scenario', 'persona', 'channel', 'faults'].includes(name)

/** Two levels that change nothing are one and the same, and a table of both would be made up. */
export function idleLevels(factors: readonly SuiteFactor[], at: { readonly at?: Place }): readonly Problem[] {
  return factors.flatMap(({ name, levels }) => {
    const idle = levels.filter(({ change }) => change === undefined)
    if (isStanding(name) || idle.length < 2) return []
    const shown = idle.map((level) => `"${level.name}"`).join(' and ')
    return new Problem({
      code: 'project/suite-idle-levels',
      message: `In the suite, ${shown} of "${name}" change nothing, so they would be the same conversations.`,
      hint: 'Give each level but one its "persona:" with what is other about the customer, or take the factor out.',
      ...at,
    })
  })
}

/** What a scenario says of itself: who plays it, where, and what its backends are under anyway. */
export function ownRules(factors: readonly SuiteFactor[], parts: SuiteParts): readonly Together[] {
  const levels = (name: string) =>
    factors.find((factor) => factor.name === name)?.levels.map((level) => level.name) ?? []
  const projects = { persona: parts.personas.map(({ id }) => id), channel: parts.channels }
  const listed = levels('scenario')
  return parts.scenarios
    .filter(({ id }) => listed.includes(id))
    .flatMap((scenario) => {
      const rule = (factor: 'persona' | 'channel', own: readonly string[]): readonly Together[] => {
        const isNamed = Object.hasOwn(parts.settings.factors, factor)
        if (own.length === 0 && isNamed) return []
        const allowed = own.length > 0 ? own : projects[factor]
        const barred = levels(factor).filter((level) => !allowed.includes(level))
        return barred.length === 0 ? [] : [{ scenario: scenario.id, [factor]: barred }]
      }
      const twice = levels('faults').filter((id) => scenario.faults.includes(id))
      return [
        ...rule('persona', scenario.personas),
        ...rule('channel', scenario.channels),
        ...(twice.length === 0 ? [] : [{ scenario: scenario.id, faults: twice }]),
      ]
    })
}

export function unplayedLevels(
  factors: readonly SuiteFactor[],
  rows: readonly Row[],
  at: { readonly at?: Place },
): readonly Problem[] {
  return factors.flatMap(({ name, levels }) =>
    levels
      .filter((level) => rows.every((row) => row[name] !== level.name))
      .map(
        (level) =>
          new Problem({
            code: 'project/suite-unplayed-level',
            message: `No conversation of the suite can have ${name} "${level.name}": the rules, or what scenarios say of themselves, forbid each.`,
            hint: 'Take the level out, or loosen "never:" or the personas, channels and faults that scenarios name.',
            ...at,
          }),
      ),
  )
}
