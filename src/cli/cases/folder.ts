/**
 * A reproduced case in a folder of its own: `case.yaml` with its scenarios and faults, what backends answered under
 * `recordings/`, who plays it freely in `persona.yml`, and the conversation that it was made of.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { faultSetOf, recordingOf } from '../../connect/index.ts'
import { type Conversation, parseConversation } from '../../conversation/index.ts'
import { brokenBy, caseText, type Reproduction } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import { type PlannedTrial, type Project, parseScenarioFile, type ScenarioFile, trialOf } from '../../simulate/index.ts'

const caseFile = 'case.yaml'
const conversationFile = 'conversation.json'
// Not `.yaml`, so that patterns of scenarios leave it alone wherever the folder is.
const personaFile = 'persona.yml'

/** Where the parts of a case are, as scenarios name them: from the folder of the project file. */
export function placesIn(folder: string, project: Project) {
  const named = (file: string) => relative(project.folder, join(folder, file))
  return { recordingAt: (backend: string) => named(`recordings/${backend}.har`), persona: named(personaFile) }
}

export interface WrittenCase {
  readonly reproduction: Reproduction
  readonly conversation: Conversation
  /** Where it was seen, in words. */
  readonly seen: string
  /** A persona file. */
  readonly persona?: string
}

export function writeCase(folder: string, { reproduction, conversation, seen, persona }: WrittenCase): void {
  mkdirSync(join(folder, 'recordings'), { recursive: true })
  writeFileSync(join(folder, caseFile), caseText(reproduction, seen))
  writeFileSync(join(folder, conversationFile), `${JSON.stringify(conversation, null, 2)}\n`)
  if (persona !== undefined) writeFileSync(join(folder, personaFile), persona)
  for (const [backend, answers] of reproduction.answers)
    writeFileSync(join(folder, 'recordings', `${backend}.har`), recordingOf(answers))
}

/** A case, ready to be played. */
export interface PlayableCase {
  /** With the case as its only scenario, and its faults among those of the project. */
  readonly project: Project
  readonly trial: PlannedTrial
  /** The promise that it breaks. */
  readonly condition: string
  /** What it was made of. */
  readonly conversation: Conversation
  /** Fault sets that stand in its file, as they are written there. */
  readonly ownFaults: ScenarioFile['faults']['sets']
}

/** Whether a folder holds a case. */
export const isCase = (folder: string) => existsSync(join(folder, caseFile))

/** Reads a case back. @throws Problem `cli/no-case`, or Problems with all that is wrong in it */
export function readCase(folder: string, project: Project): PlayableCase {
  const file = join(folder, caseFile)
  if (!isCase(folder)) throw noCase(folder)
  const { scenarios, faults: own } = parseScenarioFile(readFileSync(file, 'utf8'), relative(process.cwd(), file))
  const [scenario] = scenarios
  const condition = scenario && brokenBy(scenario)
  if (scenario === undefined || condition === undefined) throw noCase(folder)
  const read = JSON.parse(readFileSync(join(folder, conversationFile), 'utf8'))
  const sets = Object.entries(own.sets).map(([id, form]) => faultSetOf(id, form))
  const faults = [...project.faults.filter(({ id }) => !Object.hasOwn(own.sets, id)), ...sets]
  const [persona] = [...scenario.personas.map((name) => project.persona(name)), ...project.personas]
  if (persona === undefined) throw noCase(folder)
  return {
    project: { ...project, scenarios: [scenario], faults },
    trial: trialOf({
      ...{ index: 0, scenario, persona, channel: scenario.channels[0] ?? 'chat', repeat: 0 },
      runSeed: project.settings.runs.seed,
      faults: scenario.faults.flatMap((id) => faults.find((set) => set.id === id) ?? []),
    }),
    condition,
    ownFaults: own.sets,
    conversation: parseConversation(read, { file: join(folder, conversationFile) }),
  }
}

/** Cases that nobody gave a folder. */
export const ownFolder = (project: Project, id: string) => resolve(project.folder, '.fieldproof/cases', id)

function noCase(folder: string): Problem {
  return new Problem({
    code: 'cli/no-case',
    message: `There is no reproduced case in ${folder}.`,
    hint: 'Write one with "fieldproof reproduce <conversation> --write <folder>".',
  })
}
