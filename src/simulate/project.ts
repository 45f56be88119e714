/**
 * A project: the file that says what is tested, `fieldproof.yaml`, and everything it names.
 *
 * Reading a project touches nothing outside the disk. Opening one starts what the project starts and
 * makes the stage on which trials are played.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { globSync } from 'tinyglobby'
import { z } from 'zod'
import {
  agentFields,
  backendSettings,
  changeSettings,
  type FaultSet,
  mcpSettings,
  prepareSettings,
  reachedInOneWay,
  startSettings,
  verifierSettings,
} from '../connect/index.ts'
import { type Document, openDocument } from '../document.ts'
import { type AgentTerms, loadPact, type Pact, type ToolTerms } from '../pact/index.ts'
import { Problem, Problems, problemsIn } from '../problem.ts'
import { uncarriedChannels } from './carried-channels.ts'
import { faultSets, withFaultFiles } from './fault-files.ts'
import { faultChoice, faultSetsOf } from './faults.ts'
import { otherAgents } from './other-agents.ts'
import type { Persona } from './persona.ts'
import { parsePersona, personas as shippedPersonas } from './personas/index.ts'
import { unplayableRecordings } from './recorded.ts'
import { regressionSettings } from './regression-settings.ts'
import type { Scenario } from './scenario.ts'
import { parseScenarioFile, type ScenarioFile } from './scenario-file.ts'
import { suiteSettings } from './suite-settings.ts'
import { wordingSettings } from './wording.ts'

const agentForm = z
  .strictObject({
    ...agentFields,
    tools: z
      .string()
      .optional()
      .describe('JSON file with the tools the agent declares: name, description, parameters.'),
    instructions: z
      .string()
      .optional()
      .describe("The agent's system prompt, in a file, so that leaks of it are recognised."),
    canaries: z.array(z.string().min(4)).default([]).describe('Secret words planted in the prompt or the knowledge.'),
  })
  .refine(reachedInOneWay.holds, { error: reachedInOneWay.error })

const patterns = z
  .union([z.string(), z.array(z.string()).min(1)])
  .transform((value) => (typeof value === 'string' ? [value] : value))

const runForm = z.strictObject({
  seed: z.number().int().min(0).default(1).describe('Decides every draw. The same seed gives the same customers.'),
  repeats: z.number().int().min(1).default(1).describe('Trials per scenario, persona and channel.'),
  budget: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      'Trials in all, instead of as many repeats for each scenario: a scenario is left alone once it is decided, and the rest is spent where it is not.',
    ),
  target: z
    .number()
    .gt(0)
    .lt(1)
    .default(0.9)
    .describe('What each scenario is held to within a budget: the share of its conversations without a violation.'),
  concurrency: z.number().int().min(1).max(5000).default(20).describe('Trials at the same time, at most.'),
  maxTurns: z.number().int().min(1).default(30).describe('Customer turns per trial, at most.'),
  quietMs: z
    .number()
    .int()
    .min(0)
    .default(1500)
    .describe('How long to wait for further messages from an agent that sends them on its own.'),
  startsAt: z.iso
    .datetime({ offset: true })
    .default('2026-03-02T09:00:00+00:00')
    .describe('When conversations begin, unless a scenario says.'),
  faults: faultChoice,
  control: z
    .boolean()
    .default(false)
    .describe(
      'Whether each scenario is also brought once by the persona model-customer, as testers do, so that the report says what real habits cost. Default false.',
    ),
  pace: z
    .enum(['fast', 'real'])
    .default('fast')
    .describe('fast: pauses of customers cost no time. real: they are waited for.'),
})

const name = z.string().regex(/^[\w-]+$/)

const projectForm = z.strictObject({
  project: z.string().min(1).describe('Its name, in records and reports.'),
  start: startSettings.optional(),
  agent: agentForm,
  agents: otherAgents
    .default({})
    .describe(
      'Other versions of the agent by name, that can be played in its place. Each has `version`, one of the ways of `agent` to be reached, and `start` where something else is started for it.',
    ),
  prepare: prepareSettings.optional(),
  changes: z
    .record(name, changeSettings)
    .default({})
    .describe('What may happen in the backends while a conversation goes on, by name: a record is deleted or merged.'),
  backends: z
    .record(name, backendSettings)
    .default({})
    .describe('What the agent calls, each behind a proxy of its own that sees every call and can misbehave.'),
  mcp: z
    .record(name, mcpSettings)
    .default({})
    .describe('MCP servers that the agent uses, each behind something that stands in for it.'),
  faults: faultSets
    .default({})
    .describe('Conditions of the backends by name: one rule or several, each with `match:` and `do:`.'),
  faultFiles: patterns
    .default([])
    .describe('Files with more of them, each with `faults:`, such as those that `fieldproof drifts --out` writes.'),
  verifiers: z.record(name, verifierSettings).default({}),
  pact: z.string().default('pact.yaml'),
  scenarios: patterns.default(['scenarios/**/*.yaml']),
  personas: z.array(z.string()).min(1).default(['careful-first-timer']).describe('Shipped personas by name, or files.'),
  wording: wordingSettings.optional().describe('A model that may word the customers’ lines. It decides nothing.'),
  channels: z.array(z.string()).min(1).default(['chat']),
  runs: runForm.prefault({}),
  regressions: regressionSettings
    .prefault({})
    .describe('What regression scenarios are held to: see `fieldproof regressions`.'),
  suite: suiteSettings
    .optional()
    .describe('Few conversations in which every pair of what varies is played: see `fieldproof plan --suite`.'),
  store: z.string().default('.fieldproof/runs.db').describe('Where runs are kept.'),
  // Read where production is observed; here it may be anything.
  observe: z.unknown().optional().describe('How production is observed: see the fields of `observe:`.'),
})

type ProjectSettings = z.infer<typeof projectForm>

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

/** JSON Schema of the project file, for editors. */
export const projectJsonSchema = () => z.toJSONSchema(projectForm, { io: 'input', unrepresentable: 'any' })

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
  problems.push(...unplayableRecordings(scenarios, settings.backends, folder))
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
    tools: tools === undefined ? [] : toolsIn(read(tools), tools, document),
    canaries,
    ...(instructions !== undefined && { instructions: read(instructions) }),
  }
}

const toolForm = z
  .looseObject({
    name: z.string(),
    description: z.string().optional(),
    parameters: z.record(z.string(), z.unknown()).optional(),
  })
  .transform((tool) => tool as unknown as ToolTerms)
const toolsForm = z.array(
  z.union([
    z.looseObject({ type: z.literal('function'), function: toolForm }).transform(({ function: tool }) => tool),
    toolForm,
  ]),
)

function toolsIn(text: string, file: string, document: Document<ProjectSettings>): readonly ToolTerms[] {
  const tools = toolsForm.safeParse(jsonOf(text))
  if (tools.success) return tools.data
  throw new Problem({
    code: 'project/invalid',
    message: `${file} is not a list of tools.`,
    hint: 'Write a JSON array of { "name", "description", "parameters" }, or the list that a chat-completions request takes.',
    at: document.place(['agent', 'tools']),
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
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

function unknownVerifiers(scenarios: readonly Scenario[], known: readonly string[]): Problem[] {
  const missing = new Map<string, string>()
  for (const { expect, file = '' } of scenarios) {
    for (const { verifier } of expect.changes ?? []) if (!known.includes(verifier)) missing.set(verifier, file)
  }
  return [...missing].map(
    ([verifier, file]) =>
      new Problem({
        code: 'project/unknown-verifier',
        message: `A scenario expects a change that the verifier "${verifier}" would see, and the project has no such verifier.`,
        hint: `Add it under "verifiers:"${known.length > 0 ? `, or use one of: ${known.join(', ')}` : ''}.`,
        at: { file },
      }),
  )
}

function unknownChanges(scenarios: readonly Scenario[], known: readonly string[]): Problem[] {
  return scenarios.flatMap(({ id, events, file = '' }) =>
    events.flatMap(({ do: what }) => {
      if (!('change' in what) || known.includes(what.change)) return []
      return new Problem({
        code: 'project/unknown-change',
        message: `The scenario "${id}" has "${what.change}" happen in the backends, and the project does not say what that is.`,
        hint: `Add it under "changes:", with the request that does it${known.length > 0 ? `, or use one of: ${known.join(', ')}` : ''}.`,
        at: { file },
      })
    }),
  )
}

/** A check between two steps of a script that no condition looks at would pass unseen. */
function unjudgedChecks(scenarios: readonly Scenario[], pact: Pact | undefined, pactFile: string): Problem[] {
  const checked = scenarios.find(({ script = [] }) => script.some((step) => 'expect' in step))
  const isJudged = pact === undefined || pact.conditions.some(({ kind }) => kind === 'checkpoints')
  if (checked === undefined || isJudged) return []
  return [
    new Problem({
      code: 'project/unjudged-checks',
      message: `The script of "${checked.id}" has checks between its steps, and no condition of the pact judges them.`,
      hint: `Add to ${pactFile}: "- { id: keeps-to-the-script, checkpoints: {} }".`,
      at: { file: checked.file ?? pactFile },
    }),
  ]
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
