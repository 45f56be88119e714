/** Production for tests: what customers said and the agent answered, kept as a server in the project's folder keeps it. */
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { wallClock } from '../connect/index.ts'
import { openObservatory } from '../observe/index.ts'
import { parsePact } from '../pact/index.ts'
import { sampleIo } from './io.sample.ts'

/** One conversation: a question and its answer, a minute apart, and what they said after that. */
export interface Served {
  readonly customer: string
  readonly agent: string
  /** The customer's next line, the agent's, and so on. */
  readonly further?: readonly string[]
  /** Who the customer is, where that is known. */
  readonly customerId?: string
  /** `c-` and its place in the list when left out. */
  readonly id?: string
  /** By the clock of samples, 1 when left out; below 0 it is yet to come. */
  readonly hoursAgo?: number
  /** `chat` when left out. */
  readonly channel?: string
  /** Of the agent. */
  readonly version?: string
}

/** @param folder of the project, whose pact grades them */
export async function served(folder: string, talks: readonly Served[]): Promise<void> {
  const nowMs = sampleIo({ cwd: folder }).now().getTime()
  return sent(
    folder,
    talks.map((talk, each) => conversationOf(talk, each, nowMs)),
  )
}

/** The same of conversations that are written out, as they are sent. */
export async function sent(folder: string, conversations: readonly object[]): Promise<void> {
  const production = join(folder, '.fieldproof/production')
  mkdirSync(production, { recursive: true })
  const nowMs = sampleIo({ cwd: folder }).now().getTime()
  const pact = parsePact(readFileSync(join(folder, 'pact.yaml')), { file: 'pact.yaml', read: () => '' })
  const grading = { pact }
  const observatory = await openObservatory({ folder: production, grading, clock: wallClock(), now: () => nowMs })
  const body = conversations.map((each) => JSON.stringify(each)).join('\n')
  const contentType = 'application/x-ndjson'
  await observatory.take({ project: 'default', reader: 'conversations', body: Buffer.from(body), contentType })
  await observatory.settled()
  await observatory.close()
}

function conversationOf(talk: Served, each: number, nowMs: number) {
  const { customer, agent, further = [], customerId, id = `c-${each}`, hoursAgo = 1, channel = 'chat', version } = talk
  // biome-ignore lint/style/noRestrictedGlobals: a moment that was written down
  const at = (minute: number) => new Date(nowMs - hoursAgo * 3_600_000 + minute * 60_000).toISOString()
  const events = [customer, agent, ...further].map((text, line) => ({
    at: at(line),
    type: 'message',
    from: line % 2 === 0 ? 'customer' : 'agent',
    text,
  }))
  const about = { channel, agent: { id: 'salon-desk', ...(version && { version }) }, ...(customerId && { customerId }) }
  return { id, ...about, events, ended: true }
}
