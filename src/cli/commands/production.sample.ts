/** Conversations of production in a folder as a server keeps them, graded by the pact of the sample project. For tests. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wallClock } from '../../connect/index.ts'
import { openObservatory } from '../../observe/index.ts'
import { parsePact } from '../../pact/index.ts'
import { sampleIo } from '../io.sample.ts'

/** @param talks id, what the customer asked, what the agent answered; an hour before the clock of samples */
export async function takenIn(
  cwd: string,
  talks: readonly (readonly [id: string, asked: string, answered: string])[],
): Promise<void> {
  const folder = join(cwd, '.fieldproof/production')
  mkdirSync(folder, { recursive: true })
  const nowMs = sampleIo({ cwd }).now().getTime()
  const pact = parsePact(readFileSync(join(cwd, 'pact.yaml')), { file: 'pact.yaml', read: () => '' })
  const observatory = await openObservatory({ folder, grading: { pact }, clock: wallClock(), now: () => nowMs })
  // biome-ignore lint/style/noRestrictedGlobals: a moment that was written down
  const at = (minute: number) => new Date(nowMs - 3_600_000 + minute * 60_000).toISOString()
  const body = talks
    .map(([id, asked, answered]) => ({
      id,
      channel: 'chat',
      agent: { id: 'salon-desk' },
      events: [
        { at: at(0), type: 'message', from: 'customer', text: asked },
        { at: at(1), type: 'message', from: 'agent', text: answered },
      ],
      ended: true,
    }))
    .map((each) => JSON.stringify(each))
    .join('\n')
  const contentType = 'application/x-ndjson'
  await observatory.take({ project: 'default', reader: 'conversations', body: Buffer.from(body), contentType })
  await observatory.settled()
  await observatory.close()
}
