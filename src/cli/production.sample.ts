/** Production for tests: what customers said and the agent answered, kept as a server in the project's folder keeps it. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { wallClock } from '../connect/index.ts'
import { openObservatory } from '../observe/index.ts'
import { parsePact } from '../pact/index.ts'
import { sampleIo } from './io.sample.ts'
import type { SampleProject } from './project.sample.ts'

export interface Served {
  readonly customer: string
  readonly agent: string
  /** How many hours ago. */
  readonly hoursAgo: number
}

/** @param pact as YAML, without files of its own */
export async function served({ folder }: SampleProject, pact: string, talks: readonly Served[]): Promise<void> {
  const production = join(folder, '.fieldproof/production')
  mkdirSync(production, { recursive: true })
  const nowMs = sampleIo({ cwd: folder }).now().getTime()
  const grading = { pact: parsePact(pact, { file: 'pact.yaml', read: () => '' }) }
  const observatory = await openObservatory({ folder: production, grading, clock: wallClock(), now: () => nowMs })
  const body = talks.map(({ customer, agent, hoursAgo }, each) => {
    // biome-ignore lint/style/noRestrictedGlobals: a moment that was written down
    const at = (minute: number) => new Date(nowMs - hoursAgo * 3_600_000 + minute * 60_000).toISOString()
    const events = [
      { at: at(0), type: 'message', from: 'customer', text: customer },
      { at: at(1), type: 'message', from: 'agent', text: agent },
    ]
    return JSON.stringify({ id: `c-${each}`, channel: 'chat', agent: { id: 'salon-desk' }, events, ended: true })
  })
  const contentType = 'application/x-ndjson'
  await observatory.take({
    project: 'default',
    reader: 'conversations',
    body: Buffer.from(body.join('\n')),
    contentType,
  })
  await observatory.settled()
  await observatory.close()
}
