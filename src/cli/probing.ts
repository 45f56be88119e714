/** Which probes a command means, kept with the run so that it can be resumed, told again and replayed. */
import { Problem } from '../problem.ts'
import type { ProbeHints, ProbeSet, Project } from '../simulate/index.ts'
import type { RunRecord } from '../store/index.ts'
import type { Given } from './command.ts'

/** As they stand in the settings of a run. */
export interface ProbeChoices {
  readonly seed: number
  readonly families?: readonly string[]
  readonly failureModes?: true
  readonly turns?: readonly number[]
  readonly templates?: number
  readonly under?: readonly string[]
  readonly twins?: false
  readonly languages?: readonly string[]
}

export function probeChoicesIn({ options }: Given, project: Project): ProbeChoices {
  const list = (name: string) => options[name] as readonly string[] | undefined
  return {
    seed: (options.seed as number | undefined) ?? project.settings.runs.seed,
    ...(options.failureModes === true && { failureModes: true as const }),
    ...(options.family !== undefined && { families: list('family') ?? [] }),
    ...(options.turns !== undefined && { turns: options.turns as number[] }),
    ...(options.templates !== undefined && { templates: options.templates as number }),
    ...(options.under !== undefined && { under: list('under') ?? [] }),
    ...(options.twins === false && { twins: false as const }),
    ...(options.languages !== undefined && { languages: list('languages') ?? [] }),
  }
}

/** @returns nothing for a run that is none of probes */
export function probeChoicesOf({ settings, seed }: Pick<RunRecord, 'settings' | 'seed'>): ProbeChoices | undefined {
  const kept = (settings as { readonly probes?: true | ProbeChoices } | null)?.probes
  return kept === true ? { seed } : kept
}

/** @throws Problem for a family or a fault set that there is not */
export async function probeSetFor(project: Project, choices: ProbeChoices): Promise<ProbeSet> {
  const { failureModesFor, probeFamilies, probesFor, surroundingsOf } = await import('../simulate/index.ts')
  const { families: wanted, under = [], seed, turns, templates, twins, languages } = choices
  const unknown = wanted?.filter((id) => probeFamilies.every((family) => family.id !== id)) ?? []
  if (unknown.length > 0) {
    throw new Problem({
      code: 'cli/bad-option',
      message: `There is no family of probes called ${unknown.map((id) => `"${id}"`).join(' or ')}.`,
      hint: '"fieldproof probe --list" names those that there are.',
    })
  }
  const missing = under.filter((id) => project.faults.every((fault) => fault.id !== id))
  if (missing.length > 0) {
    throw new Problem({
      code: 'project/unknown-faults',
      message: `The project has no fault set ${missing.map((id) => `"${id}"`).join(' or ')}.`,
      hint: `Fault sets: ${project.faults.map(({ id }) => id).join(', ') || 'none'}.`,
    })
  }
  const hints: ProbeHints =
    languages === undefined ? {} : { languages: languages as NonNullable<ProbeHints['languages']> }
  const around = surroundingsOf(project, hints)
  const families = probeFamilies.filter(({ id }) => wanted?.includes(id) ?? true)
  if (choices.failureModes === true) return failureModesFor(around, families, seed)
  return probesFor(around, {
    families,
    seed,
    under,
    twins: twins !== false,
    ...(turns !== undefined && { turns }),
    ...(templates !== undefined && { templates }),
  })
}
