/**
 * A reproduced case in a folder of its own: `case.yaml` with its scenarios and faults, what backends answered under
 * `recordings/`, who plays it freely in `persona.yml`, and the conversation that it was made of.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { recordingOf } from '../../connect/index.ts'
import { type Conversation, parseConversation } from '../../conversation/index.ts'
import { brokenBy, caseText, type Reproduction } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Project } from '../../simulate/index.ts'
import { type Written, writtenIn } from './written.ts'

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
  /** Where it was seen, in words. */
  readonly seen: string
  /** A persona file. */
  readonly persona?: string
}

export function writeCase(folder: string, { reproduction, seen, persona }: WrittenCase): void {
  mkdirSync(join(folder, 'recordings'), { recursive: true })
  writeFileSync(join(folder, caseFile), caseText(reproduction, seen))
  writeFileSync(join(folder, conversationFile), `${JSON.stringify(reproduction.conversation, null, 2)}\n`)
  if (persona !== undefined) writeFileSync(join(folder, personaFile), persona)
  for (const [backend, answers] of reproduction.answers)
    writeFileSync(join(folder, 'recordings', `${backend}.har`), recordingOf(answers))
}

/** A case, ready to be played. */
export interface PlayableCase extends Written {
  /** The promise that it breaks. */
  readonly condition: string
  /** What it was made of. */
  readonly conversation: Conversation
}

/** Whether a folder holds a case. */
export const isCase = (folder: string) => existsSync(join(folder, caseFile))

/** Reads a case back. @throws Problem `cli/no-case`, or Problems with all that is wrong in it */
export function readCase(folder: string, project: Project): PlayableCase {
  const written = isCase(folder) ? writtenIn(join(folder, caseFile), project) : undefined
  const condition = written && brokenBy(written.trial.scenario)
  if (written === undefined || condition === undefined) throw noCase(folder)
  const read = JSON.parse(readFileSync(join(folder, conversationFile), 'utf8'))
  return { ...written, condition, conversation: parseConversation(read, { file: join(folder, conversationFile) }) }
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
