/** Ablations that were kept beside the runs. */
import { join } from 'node:path'
import type { KeptAblation } from '../learn/index.ts'
import type { Project } from '../simulate/index.ts'
import { linesKept } from './kept-lines.ts'

export function ablationsFile({ folder }: Pick<Project, 'folder'>): string {
  return join(folder, '.fieldproof', 'ablations.jsonl')
}

/** The newest of this agent. */
export function newestAblation(project: Project): KeptAblation | undefined {
  const { id } = project.settings.agent
  return linesKept<KeptAblation>(ablationsFile(project)).findLast(({ agent }) => agent === id)
}
