/**
 * A project with another version of its agent in the agent's place.
 *
 * What is the same of all of them, such as the tools that they declare, stands under `agent:` alone.
 */
import type { Project } from './project.ts'

/** @param name as it stands under `agents:` @throws RangeError when it does not */
export function withAgent(project: Project, name: string): Project {
  const { settings } = project
  const other = settings.agents[name]
  if (other === undefined) throw new RangeError(`the project has no agent "${name}"`)
  const { start = settings.start, id = settings.agent.id, ...reached } = other
  const { tools, instructions, canaries } = settings.agent
  const declared = {
    canaries,
    ...(tools !== undefined && { tools }),
    ...(instructions !== undefined && { instructions }),
  }
  return { ...project, settings: { ...settings, agent: { ...reached, ...declared, id }, start } }
}
