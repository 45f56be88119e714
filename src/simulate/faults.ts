/** The fault sets of a project, and which of them a run plays. */
import { z } from 'zod'
import { type FaultSet, faultSetOf, type faultSetSettings } from '../connect/index.ts'
import { type Place, Problem, Problems, problemsIn } from '../problem.ts'
import type { FaultChoice } from './plan.ts'
import type { Scenario } from './scenario.ts'
import { type Strikable, unstrikable } from './strikable.ts'

export const faultChoice = z
  .union([z.enum(['none', 'rotate', 'sweep']), z.array(z.string()).min(1)])
  .default('none')
  .describe(
    'Which fault sets are played besides the undisturbed trials: none; rotate, each trial again under one set, the next for the next; sweep, each trial again under every set; or every set of a list.',
  )

export type FaultChoiceSettings = z.output<typeof faultChoice>

/** What of a project file says which faults there are. */
interface FaultedProject extends Strikable {
  readonly faults: Readonly<Record<string, z.output<typeof faultSetSettings>>>
  readonly runs: { readonly faults: FaultChoiceSettings }
}

/**
 * All fault sets of a project.
 *
 * @param place where in the project file something stands
 * @param isApart whether a set stands beside scenarios and is for them alone
 *
 * @throws Problems with every set whose options cannot work or that can never strike, and every name that stands for none
 */
export function faultSetsOf(
  settings: FaultedProject,
  scenarios: readonly Scenario[],
  place: (path: readonly string[]) => Place | undefined,
  isApart: (id: string) => boolean = () => false,
): readonly FaultSet[] {
  const problems: Problem[] = []
  const isStrikable = Object.keys({ ...settings.backends, ...settings.mcp }).length > 0
  const sets = Object.entries(settings.faults).flatMap(([id, form]) => {
    try {
      const set: FaultSet = { ...faultSetOf(id, form), ...(isApart(id) && { isApart: true }) }
      if (isStrikable) {
        problems.push(...unstrikable(id, { rules: set.rules, settings: form }, settings, place(['faults', id])))
      }
      return [set]
    } catch (thrown) {
      if (problemsIn(thrown).length === 0) throw thrown
      problems.push(...problemsIn(thrown))
      return []
    }
  })
  const known = Object.keys(settings.faults)
  const { faults } = settings.runs
  const chosen = typeof faults === 'string' ? [] : faults
  const at = place(['runs', 'faults'])
  for (const id of chosen) if (!known.includes(id)) problems.push(unknownFaults(id, known, at))
  for (const { faults: named, file = '' } of scenarios) {
    for (const id of named) if (!known.includes(id)) problems.push(unknownFaults(id, known, { file }))
  }
  if (known.length > 0 && !isStrikable) {
    problems.push(
      new Problem({
        code: 'project/faults-without-backends',
        message: 'The project has faults, and no backend that they could strike.',
        hint: 'Add the backends that the agent calls under "backends:", each with its upstream and how calls are told apart.',
        ...placed(place(['faults'])),
      }),
    )
  }
  if (problems.length > 0) throw new Problems(problems)
  return sets
}

/**
 * The sets that a choice stands for, and how they are played.
 *
 * @throws Problem `project/unknown-faults`
 */
export function chosenFaults(choice: FaultChoiceSettings, sets: readonly FaultSet[]): FaultChoice {
  if (choice === 'none') return { how: 'sweep', sets: [] }
  if (typeof choice === 'string') return { how: choice, sets: sharedFaults(sets) }
  const known = sets.map(({ id }) => id)
  const named = choice.map((id) => {
    const found = sets.find((set) => set.id === id)
    if (found === undefined) throw unknownFaults(id, known)
    return found
  })
  return { how: 'sweep', sets: named }
}

/** The sets that any scenario may be played under. */
export const sharedFaults = (sets: readonly FaultSet[]) => sets.filter(({ isApart }) => isApart !== true)

function unknownFaults(id: string, known: readonly string[], at?: Place): Problem {
  return new Problem({
    code: 'project/unknown-faults',
    message: `There is no fault set called "${id}".`,
    hint:
      known.length === 0
        ? 'The project has none. Write them under "faults:", each with "match:" and "do:".'
        : `Fault sets of the project: ${known.join(', ')}.`,
    ...placed(at),
  })
}

function placed(at: Place | undefined): { readonly at?: Place } {
  return at === undefined ? {} : { at }
}
