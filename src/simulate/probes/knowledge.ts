/** The files with facts that a project's pact holds the agent to, so that probes of prices compare with them. */
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Project } from '../project.ts'

export interface Knowledge {
  /** As conditions name them. */
  readonly files: readonly string[]
  /** @throws the error of the file system when there is no such file */
  read(path: string): string
}

const grounds = z.looseObject({
  conditions: z.array(
    z.looseObject({
      grounded: z.looseObject({ facts: z.union([z.string(), z.array(z.string())]).optional() }).optional(),
    }),
  ),
})

/** @returns nothing where no condition of the pact is grounded in files */
export function knowledgeOf({ folder, settings }: Pick<Project, 'folder' | 'settings'>): Knowledge | undefined {
  const pact = resolve(folder, settings.pact)
  const { data } = grounds.safeParse(parse(readFileSync(pact, 'utf8')))
  const files = [...new Set((data?.conditions ?? []).flatMap(({ grounded }) => grounded?.facts ?? []))]
  return files.length === 0 ? undefined : { files, read: (path) => readFileSync(join(dirname(pact), path), 'utf8') }
}
