/** A trial that is kept, as its run planned it, to be played again. */
import type { FaultSet } from '../connect/index.ts'
import { Problem } from '../problem.ts'
import type { PlannedTrial, Project } from '../simulate/index.ts'
import type { TrialRecord } from '../store/index.ts'

/** The trial as its run planned it, with the scenario and persona as they are now. @throws Problem `cli/cannot-replay` */
export async function plannedAgain(
  { id, index, scenario, persona, channel, repeat, seed, conversation }: TrialRecord,
  project: Project,
): Promise<PlannedTrial> {
  const { suitePersona } = await import('../simulate/index.ts')
  const found = project.scenarios.find((each) => each.id === scenario)
  const known = [...project.personas, ...(found?.personas ?? []).map((name) => project.persona(name))]
  const who = known.find((each) => each.id === persona) ?? suitePersona(persona, project)
  if (found !== undefined && who !== undefined) {
    const faults = (conversation.circumstances?.faults ?? []).map((set) => faultsNamed(set.id, index, project))
    return { id, index, scenario: found, persona: who, channel, repeat, seed, faults }
  }
  throw new Problem({
    code: 'cli/cannot-replay',
    message: `The project has no ${found === undefined ? `scenario "${scenario}"` : `persona "${persona}"`} any more, which trial ${index} was played with.`,
    hint: `It can still be read: "fieldproof show ${index}". To play it, put the file back as it was.`,
  })
}

function faultsNamed(id: string, index: number, { faults }: Project): FaultSet {
  const found = faults.find((set) => set.id === id)
  if (found !== undefined) return found
  throw new Problem({
    code: 'cli/cannot-replay',
    message: `The project has no fault set "${id}" any more, which trial ${index} was played under.`,
    hint: `It can still be read: "fieldproof show ${index}". To play it, put the fault set back as it was.`,
  })
}
