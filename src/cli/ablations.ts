/** Ablations that were kept: lines of a file beside the runs, added to and never changed. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { KeptAblation } from '../learn/index.ts'
import { Problem } from '../problem.ts'
import type { Project } from '../simulate/index.ts'

export function ablationsFile({ folder }: Pick<Project, 'folder'>): string {
  return join(folder, '.fieldproof', 'ablations.jsonl')
}

/** The newest of this agent. @throws Problem `cli/ablations-unreadable` */
export function newestAblation(project: Project): KeptAblation | undefined {
  const file = ablationsFile(project)
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : []
  return lines
    .map((line, at) => parsed(line, file, at + 1))
    .findLast(({ agent }) => agent === project.settings.agent.id)
}

function parsed(line: string, file: string, number: number): KeptAblation {
  try {
    return JSON.parse(line) as KeptAblation
  } catch {
    throw new Problem({
      code: 'cli/ablations-unreadable',
      message: `Line ${number} of ${file} is no JSON.`,
      hint: 'Take that line out; every other line stands by itself.',
    })
  }
}
