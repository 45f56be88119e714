/** Gradings and their findings, in any SQL database that Kysely speaks to. */
import { setImmediate as otherWork } from 'node:timers/promises'
import type { Kysely, Transaction } from 'kysely'
import type { Grading, GradingFilter } from './observed.ts'
import type { ObservedPuts } from './observed-puts.ts'
import type { ObservedTables } from './observed-tables.ts'
import { rowsBy } from './portions.ts'

/** Read at once. SQLite answers on the thread that asks, which does nothing else meanwhile: some 5 ms. */
const rowsPerPage = 50

export async function gradingIn(
  db: Kysely<ObservedTables>,
  project: string,
  thread: string,
): Promise<Grading | undefined> {
  const row = await db
    .selectFrom('gradings')
    .selectAll()
    .where('project', '=', project)
    .where('thread', '=', thread)
    .orderBy('revision', 'desc')
    .orderBy('graded_ms', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row && gradingOf(row)
}

export async function putGradings(
  db: Transaction<ObservedTables>,
  put: ObservedPuts,
  gradings: readonly Grading[],
): Promise<void> {
  await put.gradings(db, gradings.map(rowOf))
  for (const project of new Set(gradings.map((grading) => grading.project))) {
    await rowsBy(
      gradings.flatMap((grading) => (grading.project === project ? [grading.thread] : [])),
      async (some) => {
        await db
          .updateTable('findings')
          .set({ latest: 0 })
          .where('project', '=', project)
          .where('thread', 'in', some)
          .where('latest', '=', 1)
          .execute()
        return []
      },
    )
  }
  await put.findings(db, gradings.flatMap(findingsOf))
}

export async function* gradingsIn(
  db: Kysely<ObservedTables>,
  project: string,
  filter: GradingFilter,
): AsyncIterable<Grading> {
  let after: { readonly ms: number; readonly thread: string } = { ms: -1, thread: '' }
  while (true) {
    let query = db
      .selectFrom('gradings')
      .selectAll()
      .where('project', '=', project)
      // Of those that are not kept any more only numbers are left.
      .where('conversation', '<>', '')
      .where('closed_ms', '>=', Math.max(after.ms, filter.sinceMs ?? 0))
      .where('revision', '=', (grading) =>
        grading
          .selectFrom('gradings as newer')
          .select(({ fn }) => fn.max('newer.revision').as('revision'))
          .whereRef('newer.project', '=', 'gradings.project')
          .whereRef('newer.thread', '=', 'gradings.thread'),
      )
      .where((where) =>
        where.or([
          where('closed_ms', '>', after.ms),
          where.and([where('closed_ms', '=', after.ms), where('thread', '>', after.thread)]),
        ]),
      )
    const { untilMs, channel, version, violated } = filter
    if (untilMs !== undefined) query = query.where('closed_ms', '<', untilMs)
    if (channel !== undefined) query = query.where('channel', '=', channel)
    if (version !== undefined) query = query.where('version', '=', version)
    if (violated !== undefined) {
      query = query.where('thread', 'in', (finding) =>
        finding
          .selectFrom('findings')
          .select('thread')
          .where('project', '=', project)
          .where('condition', '=', violated)
          .where('outcome', '=', 'violated')
          .where('latest', '=', 1),
      )
    }
    const rows = await query.orderBy('closed_ms').orderBy('thread').limit(rowsPerPage).execute()
    for (const row of rows) yield gradingOf(row)
    const last = rows.at(-1)
    if (last === undefined) return
    after = { ms: last.closed_ms, thread: last.thread }
    // Answers that are there already never let anything else happen, such as an acknowledgement.
    await otherWork()
  }
}

function rowOf(grading: Grading): ObservedTables['gradings'] {
  const { project, thread, revision, verdict, conversation, inclusion, closedMs, gradedMs } = grading
  return {
    project,
    thread,
    revision,
    pact: verdict.pact.id,
    pact_hash: verdict.pact.hash,
    graded_ms: gradedMs,
    closed_ms: closedMs,
    agent: conversation.agent.id,
    version: conversation.agent.version ?? '',
    channel: conversation.channel,
    customer: conversation.customerId ?? null,
    inclusion,
    conversation: JSON.stringify(conversation),
    verdict: JSON.stringify(verdict),
  }
}

function findingsOf(grading: Grading): readonly ObservedTables['findings'][] {
  const { project, thread, revision, verdict, inclusion, closedMs, rubrics = [] } = grading
  return verdict.findings.map(({ condition, outcome }) => ({
    project,
    thread,
    revision,
    condition,
    outcome,
    at_ms: closedMs,
    latest: 1,
    inclusion: rubrics.includes(condition) ? inclusion : 1,
  }))
}

function gradingOf(row: ObservedTables['gradings']): Grading {
  return {
    project: row.project,
    thread: row.thread,
    revision: row.revision,
    gradedMs: row.graded_ms,
    closedMs: row.closed_ms,
    inclusion: row.inclusion,
    conversation: JSON.parse(row.conversation),
    verdict: JSON.parse(row.verdict),
  }
}
