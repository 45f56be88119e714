/** What drifts can be made of: the replies in a run that was kept, read trial by trial, or those that a document promises. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { parse } from 'yaml'
import { type Drift, driftFinder, driftsMet, repliesOf } from '../connect/index.ts'
import type { Json } from '../conversation/index.ts'
import { Problem, reasonOf } from '../problem.ts'
import type { Project } from '../simulate/index.ts'
import type { Store, StoredRun } from '../store/index.ts'

export interface SeenDrifts {
  /** Words that follow "drifts of": `what the backends answered in run …`. */
  readonly from: string
  readonly drifts: readonly Drift[]
  /** Endpoints that have more drifts than were made. */
  readonly cut: readonly string[]
  /** Absent where no conversation was looked at. */
  readonly met?: MetInRun
}

export interface MetInRun {
  readonly runs: readonly string[]
  readonly conversations: number
  readonly asked: ReadonlySet<string>
  /** Names of the fault sets under which a drift changed a reply. */
  readonly played: ReadonlySet<string>
  /** Kinds at endpoints where a drift changed a reply. */
  readonly cells: ReadonlySet<string>
}

/** Several runs are counted as one. Reads one trial at a time, and keeps nothing but names. */
export async function driftsInRuns(
  store: Pick<Store, 'trials'>,
  found: readonly Pick<StoredRun, 'id'>[],
  { settings: { backends } }: Project,
): Promise<SeenDrifts & { readonly met: MetInRun }> {
  const finder = driftFinder()
  const [asked, played, cells] = [new Set<string>(), new Set<string>(), new Set<string>()]
  let conversations = 0
  const runs = [...new Set(found.map(({ id }) => id))]
  for await (const { conversation } of trialsOf(store, runs)) {
    conversations += 1
    const met = driftsMet(conversation.events, backends)
    for (const reply of met.replies) finder.add(reply)
    for (const endpoint of met.asked) asked.add(endpoint)
    for (const set of met.played) played.add(set)
    for (const cell of met.cells) cells.add(cell)
  }
  const from = `what the backends answered in run ${runs.join(' and ')}`
  return { from, drifts: finder.found(), cut: finder.cut(), met: { runs, conversations, asked, played, cells } }
}

async function* trialsOf(store: Pick<Store, 'trials'>, runs: readonly string[]) {
  for (const run of runs) yield* store.trials(run)
}

/**
 * @param file an OpenAPI document in JSON or YAML, as the person named it
 * @throws Problem `cli/not-openapi`
 */
export function driftsInDocument(file: string, cwd: string): SeenDrifts {
  const finder = driftFinder()
  const replies = repliesOf(documentIn(file, cwd))
  if (replies.length === 0) throw notOpenApi(`${file} promises no reply in JSON under "paths:".`)
  for (const reply of replies) finder.add(reply)
  return { from: `what ${file} promises`, drifts: finder.found(), cut: finder.cut() }
}

function documentIn(file: string, cwd: string): Json {
  try {
    return parse(readFileSync(resolve(cwd, file), 'utf8')) as Json
  } catch (thrown) {
    throw notOpenApi(`${file} cannot be read: ${reasonOf(thrown)}.`, thrown)
  }
}

function notOpenApi(message: string, cause?: unknown): Problem {
  return new Problem({
    code: 'cli/not-openapi',
    message,
    hint: 'Name an OpenAPI 3 document whose operations have a schema for a reply in JSON, or leave --openapi out to look at a run.',
    ...(cause !== undefined && { cause }),
  })
}
