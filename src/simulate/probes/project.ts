/** A project that plays probes instead of its own scenarios; agent, backends and verifiers stay what they are. */
import { type FaultSet, faultSetOf, faultSetSettings } from '../../connect/index.ts'
import type { Project } from '../project.ts'
import type { ProbeSet } from './scenarios.ts'

/**
 * The same project with the scenarios of a probe set, and the fault sets that these need besides its own.
 *
 * @throws Problem when the options of a fault set cannot work
 */
export function probeProject(project: Project, { scenarios, faults }: Pick<ProbeSet, 'scenarios' | 'faults'>): Project {
  const made = Object.entries(faults).map(([id, rules]): FaultSet => faultSetOf(id, faultSetSettings.parse(rules)))
  const { settings } = project
  // Every line is given, so a customer who writes well, or backends that fail besides, would say nothing of the probe.
  const runs = { ...settings.runs, control: false, faults: 'none' } as const
  return { ...project, settings: { ...settings, runs }, scenarios, faults: [...project.faults, ...made] }
}
