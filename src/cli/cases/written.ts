/** The first scenario of a file, ready to be played as the file says it, with the fault sets that stand in it. */
import { readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { faultSetOf } from '../../connect/index.ts'
import { type PlannedTrial, type Project, parseScenarioFile, type ScenarioFile, trialOf } from '../../simulate/index.ts'

export interface Written {
  /** With it as its only scenario, and the faults of the file among those of the project. */
  readonly project: Project
  readonly trial: PlannedTrial
  /** Fault sets that stand in the file, as they are written there. */
  readonly ownFaults: ScenarioFile['faults']['sets']
}

/** Nothing where the file has no scenario. @throws Problems with all that is wrong in it */
export function writtenIn(file: string, project: Project): Written | undefined {
  const { scenarios, faults: own } = parseScenarioFile(readFileSync(file, 'utf8'), relative(process.cwd(), file))
  const [scenario] = scenarios
  if (scenario === undefined) return undefined
  const sets = Object.entries(own.sets).map(([id, form]) => faultSetOf(id, form))
  const faults = [...project.faults.filter(({ id }) => !Object.hasOwn(own.sets, id)), ...sets]
  const [persona] = [...scenario.personas.map((name) => project.persona(name)), ...project.personas]
  if (persona === undefined) return undefined
  return {
    project: { ...project, scenarios: [scenario], faults },
    trial: trialOf({
      ...{ index: 0, scenario, persona, channel: scenario.channels[0] ?? project.settings.channels[0] ?? 'chat' },
      ...{ repeat: 0, runSeed: project.settings.runs.seed },
      faults: scenario.faults.flatMap((id) => faults.find((set) => set.id === id) ?? []),
    }),
    ownFaults: own.sets,
  }
}
