/**
 * A scenario made of a case, with what it needs beside it: recordings are copied to where it lies, and of fault sets the
 * rules that are left stand in its own file. Sets of the project that are left whole are named.
 */
import { copyFileSync, mkdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { FaultSet, ReplaySettings } from '../../connect/index.ts'
import { faultsText } from '../../learn/index.ts'
import type { Project, Scenario, ScenarioFile } from '../../simulate/index.ts'

type Sets = ScenarioFile['faults']['sets']

export interface Bringing {
  readonly project: Project
  /** As the case has them, whole. */
  readonly faults: readonly FaultSet[]
  /** Fault sets that the project does not have, as they are written. */
  readonly ownFaults: Sets
}

export interface Brought {
  readonly scenario: Scenario
  /** Its own fault sets, to stand below it. */
  readonly faults: string
  /** Written beside it. */
  readonly files: readonly string[]
}

/** @param left of the fault sets, what is left of them */
export function broughtTo(folder: string, scenario: Scenario, left: readonly FaultSet[], of: Bringing): Brought {
  const isNamed = ({ id, rules }: FaultSet) =>
    !Object.hasOwn(of.ownFaults, id) && rules.length === wholeOf(id, of).length
  const own = left.filter((set) => !isNamed(set)).flatMap((set) => rulesLeft(set, of))
  const recorded = Object.entries(scenario.recorded ?? {}).map(([backend, replay]): [string, ReplaySettings] => {
    const from = join(folder, 'recordings', `${scenario.id}-${backend}.har`)
    mkdirSync(join(folder, 'recordings'), { recursive: true })
    copyFileSync(resolve(of.project.folder, replay.from), from)
    return [backend, { ...replay, from: relative(of.project.folder, from) }]
  })
  return {
    scenario: {
      ...scenario,
      ...(recorded.length > 0 && { recorded: Object.fromEntries(recorded) }),
      faults: [...(own.length > 0 ? [scenario.id] : []), ...left.filter(isNamed).map(({ id }) => id)],
    },
    faults: faultsText(scenario.id, own),
    files: recorded.map(([, { from }]) => resolve(of.project.folder, from)),
  }
}

const wholeOf = (id: string, { faults }: Bringing) => faults.find((set) => set.id === id)?.rules ?? []

/** The rules that are left, as they are written. */
function rulesLeft({ id, rules }: FaultSet, of: Bringing): Sets[string] {
  const written: Sets = { ...of.project.settings.faults, ...of.ownFaults }
  const whole = wholeOf(id, of)
  return (written[id] ?? []).filter((_, nth) => rules.some((rule) => rule === whole[nth]))
}
