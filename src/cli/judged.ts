/**
 * What came of judging recorded conversations: counted as they come, told at the end.
 *
 * Conversations are kept, in a database of their own in the folder for temporary files, only where the HTML
 * report wants to show some of them; it is removed afterwards.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Conversation } from '../conversation/index.ts'
import { type Pact, tallyOf, type Verdict } from '../pact/index.ts'
import { openStore, type RunRecord, type Store } from '../store/index.ts'
import type { Given } from './command.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Io } from './io.ts'
import { exitCodeOf } from './reports/index.ts'
import type { Reported } from './reports/reported.ts'
import { terminalReport } from './reports/terminal.ts'

export interface JudgedConversations {
  readonly count: number
  /** Resolves when it is kept; nothing is returned where nothing has to be waited for. */
  add(conversation: Conversation, verdict: Verdict, order: number): Promise<void> | undefined
  /** Prints the report, writes the files that were asked for, and gives the exit code. */
  report(more: readonly string[]): Promise<ExitCode>
  close(): Promise<void>
}

export async function judgedConversations(pact: Pact, given: Given, io: Io): Promise<JudgedConversations> {
  const { html, json, junit } = given.options as Readonly<Record<string, string | undefined>>
  const counts = tallyOf(pact)
  const kept = html === undefined ? undefined : await openKept(pact, io)
  const ids = new Set<string>()
  let count = 0
  let agent = 'agent'

  const runRecord = (): RunRecord => ({
    id: 'recorded',
    startedAt: io.now().toISOString(),
    agent: { id: agent },
    pact: { id: pact.id, version: pact.version, hash: pact.hash },
    planned: count,
    seed: 0,
    settings: {},
  })

  return {
    get count() {
      return count
    },
    add(conversation, verdict, order) {
      count += 1
      agent = conversation.agent.id
      counts.add(conversation, verdict, order)
      return kept && save(kept.store, conversation, verdict, order, ids)
    },
    async report(more) {
      const summary = counts.summary()
      for (const line of terminalReport(summary, io.style)) io.out(line)
      for (const line of more) io.out(line)
      const { worst } = summary
      if (worst !== undefined) {
        io.out('')
        io.out(`  worst: ${worst.conversation} (number ${worst.order}), violates ${worst.violated.join(', ')}`)
      }
      const reported: Reported = {
        name: pact.id,
        run: runRecord(),
        recorded: true,
        summary,
        store: kept?.store ?? emptyStore,
        promises: [...pact.conditions, ...pact.rubrics],
        back: { words: [] },
        places: { condition: () => undefined, scenario: () => undefined },
      }
      const { writePieces } = await import('./reports/writing.ts')
      if (json !== undefined) {
        const { jsonReport } = await import('./reports/json.ts')
        await writePieces(resolve(io.cwd, json), [`${JSON.stringify(jsonReport(reported), null, 2)}\n`])
      }
      if (junit !== undefined) {
        const { junitReport } = await import('./reports/junit.ts')
        await writePieces(resolve(io.cwd, junit), [junitReport(reported)])
      }
      if (html !== undefined) {
        const { writeHtmlReport } = await import('./reports/html.ts')
        await writeHtmlReport(reported, resolve(io.cwd, html))
      }
      return exitCodeOf({ summary }, given.options.requireProof === true)
    },
    close: async () => kept?.close(),
  }
}

interface Kept {
  readonly store: Store
  close(): Promise<void>
}

async function openKept(pact: Pact, io: Io): Promise<Kept> {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-judged-'))
  const store = await openStore(join(folder, 'judged.db'))
  const { id, version, hash } = pact
  await store.openRun({
    id: 'recorded',
    startedAt: io.now().toISOString(),
    agent: { id: 'recorded' },
    pact: { id, version, hash },
    planned: 0,
    seed: 0,
    settings: {},
  })
  return {
    store,
    async close() {
      await store.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Recorded ids may repeat; in a store each trial has one of its own. */
function save(store: Store, conversation: Conversation, verdict: Verdict, order: number, ids: Set<string>) {
  const { id, circumstances, customerId, channel } = conversation
  const unique = ids.has(id) ? `${id} (number ${order})` : id
  ids.add(unique)
  return store.save({
    run: 'recorded',
    id: unique,
    index: order,
    scenario: circumstances?.scenario ?? customerId ?? id,
    persona: '',
    channel,
    repeat: 0,
    seed: 0,
    conversation,
    verdict,
  })
}

const emptyStore: Reported['store'] = {
  async *trials() {},
  trial: async () => undefined,
}
