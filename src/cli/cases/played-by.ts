/** Which version of the agent a case is played with: the present one, one that the project names, or the one that it was seen with. */
import { Problem } from '../../problem.ts'
import { type Project, withAgent } from '../../simulate/index.ts'
import type { Given, OptionForm } from '../command.ts'

export const agentOptions: readonly OptionForm[] = [
  {
    form: '--agent <name>',
    description: 'play it with another version of the agent, as the project names it under "agents:"',
  },
  { form: '--same-version', description: 'play it with the version of the agent that it was seen with' },
]

/**
 * The project with the agent that is wanted.
 *
 * @param seen the version that it was seen with, where that was recorded
 * @throws Problem `cli/no-such-agent`
 */
export function playedBy(project: Project, { options }: Given, seen: string | undefined): Project {
  const named = options.agent as string | undefined
  if (named !== undefined) {
    if (Object.hasOwn(project.settings.agents, named)) return withAgent(project, named)
    throw noAgent(project, `The project names no agent "${named}" under "agents:".`, seen)
  }
  if (options.sameVersion !== true) return project
  if (seen === undefined)
    throw noAgent(project, 'Which version of the agent it was seen with was not recorded.', undefined)
  if (project.settings.agent.version === seen) return project
  const same = agentOf(project, seen)
  if (same !== undefined) return withAgent(project, same)
  throw noAgent(project, `It was seen with version ${seen} of the agent, and no agent of the project states it.`, seen)
}

/** The name of an agent that states this version. */
export function agentOf({ settings }: Project, version: string): string | undefined {
  return Object.entries(settings.agents).find(([, other]) => other.version === version)?.[0]
}

function noAgent({ settings }: Project, message: string, version = '1.4.0'): Problem {
  const known = Object.entries(settings.agents).map(([name, { version: states }]) =>
    states === undefined ? name : `${name} (${states})`,
  )
  return new Problem({
    code: 'cli/no-such-agent',
    message,
    hint: `Say how it is reached: agents: { before: { version: '${version}', http: … } }.${known.length === 0 ? '' : ` There are: ${known.join(', ')}.`}`,
  })
}
