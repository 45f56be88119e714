/** The suite of a project, as a plan, and the customers it plays. */
import type { FaultSet } from '../connect/index.ts'
import { sharedFaults } from './faults.ts'
import type { Persona } from './persona.ts'
import type { Project } from './project.ts'
import { suiteOf } from './suite.ts'
import { levelsOf } from './suite-factors.ts'
import { changedPersona } from './suite-persona.ts'
import { type SuitePlan, suitePlan } from './suite-plan.ts'
import { suiteSettings } from './suite-settings.ts'

/**
 * Composes what `suite:` says; without it, every pair of the project's scenarios, personas, channels and faults.
 *
 * @param choices which scenarios are played; all when left out
 * @throws Problems when it cannot be composed
 */
export function suitePlanOf(
  project: Project,
  choices: { readonly seed: number; readonly repeats: number; readonly scenarios?: readonly string[] },
): SuitePlan {
  const { personas, settings, faults, file } = project
  const { seed, repeats } = choices
  const isChosen = (id: string) => choices.scenarios?.includes(id) ?? true
  const scenarios = project.scenarios.filter(({ id }) => isChosen(id))
  const shared = {
    scenarios,
    personas,
    channels: settings.channels,
    seed,
    persona: (id: string) => project.persona(id),
  }
  const suite = suiteOf({
    ...shared,
    settings: settings.suite ?? suiteSettings.parse({}),
    leftOut: project.scenarios.flatMap(({ id }) => (isChosen(id) ? [] : [id])),
    faults: sharedFaults(faults),
    at: { file },
  })
  return suitePlan(suite, {
    ...shared,
    repeats,
    faultSet: (id) => faults.find((set) => set.id === id) as FaultSet,
  })
}

/** A customer of a suite by the id that trials are kept under, `calm+typing=sloppy`; undefined when there is none any more. */
export function suitePersona(id: string, project: Project): Persona | undefined {
  const [name = '', ...changes] = id.split('+')
  const plain = [...project.personas, ...namedIn(project)].find((persona) => persona.id === name)
  return changes.reduce<Persona | undefined>((persona, change) => {
    const [factor = '', level] = change.split('=')
    const given = project.settings.suite?.factors[factor]
    const found = given === undefined ? undefined : levelsOf(given).find((each) => each.name === level)
    if (persona === undefined || found?.change === undefined) return undefined
    return changedPersona(persona, found.change, { factor, name: found.name })
  }, plain)
}

/** Personas that only scenarios or the suite name. */
function namedIn({ scenarios, settings, persona }: Project): readonly Persona[] {
  const listed = settings.suite?.factors.persona
  const names = [
    ...scenarios.flatMap((scenario) => scenario.personas),
    ...(listed === undefined ? [] : levelsOf(listed).map((level) => level.name)),
  ]
  return [...new Set(names)].map((name) => persona(name))
}
