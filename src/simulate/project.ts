/**
 * A project: the file that says what is tested, `fieldproof.yaml`, and everything it names.
 *
 * Reading a project touches nothing outside the disk. Opening one starts what the project starts and
 * makes the stage on which trials are played.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { globSync } from 'tinyglobby'
import type { FaultSet } from '../connect/index.ts'
import { type Document, openDocument } from '../document.ts'
import { type AgentTerms, loadPact, type Pact } from '../pact/index.ts'
import { Problem, Problems, problemsIn } from '../problem.ts'
import { uncarriedChannels } from './carried-channels.ts'
import { toolsIn } from './declared-tools.ts'
import { withFaultFiles } from './fault-files.ts'
import { faultSetsOf } from './faults.ts'
import type { Persona } from './persona.ts'
import { parsePersona, personas as shippedPersonas } from './personas/index.ts'
import { type ProjectSettings, projectForm } from './project-form.ts'
import { unjudgedChecks, unknownChanges, unknownVerifiers } from './project-mismatches.ts'
import { unplayableRecordings } from './recorded.ts'
import type { Scenario } from './scenario.ts'
import { parseScenarioFile, type ScenarioFile } from './scenario-file.ts'

/** A project file with everything it names, read and checked. */
export interface Project {
  readonly file: string
  /** Folder that relative paths start from. */
  readonly folder: string
  readonly settings: ProjectSettings
  readonly agent: AgentTerms
  readonly pact: Pact
  readonly scenarios: readonly Scenario[]
  readonly personas: readonly Persona[]
  /** Conditions of the backends, by what the project calls them. */
  readonly faults: readonly FaultSet[]
  persona(id: string): Persona
}

/** Whether a project reads the scenarios of a file that lies where it looks. */
export function readsScenarios({ folder, settings }: Pick<Project, 'folder' | 'settings'>, file: string): boolean {
  return globSync([...settings.scenarios], { cwd: folder, onlyFiles: true, absolute: true }).includes(resolve(file))
}

/**
 * Reads a project with its pact, scenarios and personas.
 *
 * @param inPlaceOf where to read a file instead, both as absolute paths: knowledge that is about to be replaced
 * @throws Problems with everything that is wrong in any of the files
 */
export async function readProject(
  file: string,
  inPlaceOf: (path: string) => string = (path) => path,
): Promise<Project> {
  const folder = dirname(resolve(file))
  const problems: Problem[] = []
  const note = (thrown: unknown): undefined => {
    const found = problemsIn(thrown)
    if (found.length === 0) throw thrown
    problems.push(...found)
  }
  const collect = <Value>(work: () => Value): Value | undefined => {
    try {
      return work()
    } catch (thrown) {
      return note(thrown)
    }
  }
  const document = openDocument(readText(file, file), { file, schema: projectForm, code: 'project/invalid' })
  const shown = (path: string) => relative(process.cwd(), resolve(folder, path)) || path
  const read = (path: string) => readText(inPlaceOf(resolve(folder, path)), shown(path))
  const { faults: ownFaults, faultFiles } = document.value
  const faultReading = { folder, place: document.place(['faultFiles']), read, shown }
  const files = collect(() => readScenarios(document.value.scenarios, { folder, document, read, shown })) ?? []
  const scenarios = files.flatMap((each) => each.scenarios)
  const apart = files.map(({ faults }) => faults)
  const faulted = collect(() => withFaultFiles(ownFaults, faultFiles, apart, faultReading))
  const settings = { ...document.value, faults: faulted?.sets ?? ownFaults }

  const agent = collect(() => agentTerms(settings.agent, read, document)) ?? { tools: [], canaries: [] }
  const pactText = collect(() => read(settings.pact))
  const besidePact = (path: string) => read(join(dirname(settings.pact), path))
  const pact =
    pactText === undefined
      ? undefined
      : await loadPact(pactText, { file: shown(settings.pact), agent, read: besidePact }).catch(note)
  const personas = settings.personas.flatMap((name, index) => {
    const at = document.place(['personas', index])
    return collect(() => personaNamed(name, read, at)) ?? []
  })
  for (const scenario of scenarios) {
    for (const name of scenario.personas) {
      collect(() => personaNamed(name, read, { file: scenario.file ?? file }))
    }
  }
  const placeOf = (path: readonly string[]) => {
    const own = path[0] === 'faults' ? faulted?.fileOf(path[1] ?? '') : undefined
    return own === undefined ? document.place(path) : { file: own }
  }
  const isApart = (id: string) => apart.some(({ sets }) => Object.hasOwn(sets, id))
  const faults = collect(() => faultSetsOf(settings, scenarios, placeOf, isApart)) ?? []
  problems.push(...unknownChanges(scenarios, Object.keys(settings.changes)))
  problems.push(...unplayableRecordings(scenarios, { ...settings.backends, ...settings.mcp }, folder))
  problems.push(...unknownVerifiers(scenarios, Object.keys(settings.verifiers)))
  problems.push(...unjudgedChecks(scenarios, pact, shown(settings.pact)))
  const { channels: ways } = settings.agent as { readonly channels?: Readonly<Record<string, unknown>> }
  problems.push(...uncarriedChannels(ways, settings.channels, scenarios, document.place(['channels'])))
  if (pact === undefined || problems.length > 0) throw new Problems(problems)
  const persona = (id: string) => personaNamed(id, read, { file })
  return { file, folder, settings, agent: pact.agent, pact, scenarios, personas, faults, persona }
}

function agentTerms(
  { tools, instructions, canaries }: ProjectSettings['agent'],
  read: (path: string) => string,
  document: Document<ProjectSettings>,
): AgentTerms {
  return {
    tools: tools === undefined ? [] : toolsIn(read(tools), tools, document.place(['agent', 'tools'])),
    canaries,
    ...(instructions !== undefined && { instructions: read(instructions) }),
  }
}

interface Reading {
  readonly folder: string
  readonly document: Document<ProjectSettings>
  readonly read: (path: string) => string
  readonly shown: (path: string) => string
}

function readScenarios(globs: readonly string[], { folder, document, read, shown }: Reading): readonly ScenarioFile[] {
  const files = globSync([...globs], { cwd: folder, onlyFiles: true }).sort()
  if (files.length === 0) {
    throw new Problem({
      code: 'project/no-scenarios',
      message: `No scenario file matches ${globs.join(', ')}.`,
      hint: 'Paths are read from the folder of the project file. Write one with "fieldproof init", or correct the pattern.',
      at: document.place(['scenarios']),
    })
  }
  const problems: Problem[] = []
  const first = new Map<string, string>()
  const parsed = files.flatMap((file) => {
    try {
      return parseScenarioFile(read(file), shown(file))
    } catch (thrown) {
      if (problemsIn(thrown).length === 0) throw thrown
      problems.push(...problemsIn(thrown))
      return []
    }
  })
  for (const { id, file = '' } of parsed.flatMap(({ scenarios }) => scenarios)) {
    const other = first.get(id)
    first.set(id, file)
    if (other === undefined) continue
    const message = `Two scenarios are called "${id}": one in ${other}, one in ${file}.`
    problems.push(
      new Problem({ code: 'scenario/invalid', message, hint: 'Give one of them another id.', at: { file } }),
    )
  }
  if (problems.length > 0) throw new Problems(problems)
  return parsed
}

function personaNamed(name: string, read: (path: string) => string, at: Problem['at']): Persona {
  const shipped = shippedPersonas.find(({ id }) => id === name)
  if (shipped !== undefined) return shipped
  if (/\.ya?ml$/.test(name)) return parsePersona(read(name), name)
  throw new Problem({
    code: 'project/unknown-persona',
    message: `There is no persona called "${name}".`,
    hint: `Shipped personas: ${shippedPersonas.map(({ id }) => id).join(', ')}. Name a .yaml file for one of your own.`,
    ...(at !== undefined && { at }),
  })
}

function readText(path: string, shown: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (thrown) {
    throw new Problem({
      code: 'project/file-missing',
      message: `${shown} cannot be read.`,
      hint: 'Check the name; paths are read from the folder of the file that names them. "fieldproof init" writes a new project.',
      at: { file: shown },
      cause: thrown,
    })
  }
}
