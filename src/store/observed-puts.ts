/** The rows that taking in and grading write most, each with what happens where one of its key is there already. */
import { type Kysely, sql } from 'kysely'
import type { ObservedTables } from './observed-tables.ts'
import { type PutRows, putRows } from './portions.ts'

/** For one database; statements are compiled once. */
export interface ObservedPuts {
  readonly records: PutRows<ObservedTables['records']>
  readonly traces: PutRows<ObservedTables['traces']>
  /** The same rows, with what is known of the turn before. */
  readonly turns: PutRows<ObservedTables['traces']>
  readonly threads: PutRows<ObservedTables['threads']>
  readonly marks: PutRows<ObservedTables['turn_marks']>
  readonly gradings: PutRows<ObservedTables['gradings']>
  readonly findings: PutRows<ObservedTables['findings']>
  readonly readings: PutRows<ObservedTables['readings']>
  readonly detectors: PutRows<ObservedTables['detectors']>
}

export function observedPuts(db: Kysely<ObservedTables>): ObservedPuts {
  return {
    records: putRows((rows) =>
      db
        .insertInto('records')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['project', 'key']).doUpdateSet(({ ref }) => ({
            thread: ref('excluded.thread'),
            trace: ref('excluded.trace'),
            kind: ref('excluded.kind'),
            at_ms: ref('excluded.at_ms'),
            body: ref('excluded.body'),
            segment: sql`case when excluded.segment < records.segment then excluded.segment else records.segment end`,
          })),
        )
        .compile(),
    ),
    traces: putRows((rows) =>
      db
        .insertInto('traces')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['project', 'trace'])
            .doUpdateSet(({ ref }) => ({ thread: ref('excluded.thread'), how: ref('excluded.how') })),
        )
        .compile(),
    ),
    turns: putRows((rows) =>
      db
        .insertInto('traces')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['project', 'trace']).doUpdateSet(({ ref }) => ({
            thread: ref('excluded.thread'),
            after_trace: ref('excluded.after_trace'),
            confidence: ref('excluded.confidence'),
            doubtful: ref('excluded.doubtful'),
          })),
        )
        .compile(),
    ),
    threads: putRows((rows) =>
      db
        .insertInto('threads')
        .values(rows)
        .onConflict((conflict) =>
          conflict.columns(['project', 'id']).doUpdateSet(({ ref }) => ({
            state: ref('excluded.state'),
            channel: ref('excluded.channel'),
            agent: ref('excluded.agent'),
            version: ref('excluded.version'),
            customer: ref('excluded.customer'),
            first_ms: ref('excluded.first_ms'),
            last_ms: ref('excluded.last_ms'),
            seen_ms: ref('excluded.seen_ms'),
            revision: ref('excluded.revision'),
            graded: ref('excluded.graded'),
            due_ms: ref('excluded.due_ms'),
          })),
        )
        .compile(),
    ),
    marks: putRows((rows) => db.insertInto('turn_marks').values(rows).compile()),
    gradings: putRows((rows) =>
      db
        .insertInto('gradings')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .compile(),
    ),
    readings: putRows((rows) =>
      db
        .insertInto('readings')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing())
        .compile(),
    ),
    detectors: putRows((rows) =>
      db
        .insertInto('detectors')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['project', 'stream'])
            .doUpdateSet(({ ref }) => ({ state: ref('excluded.state'), at_ms: ref('excluded.at_ms') })),
        )
        .compile(),
    ),
    findings: putRows((rows) =>
      db
        .insertInto('findings')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['project', 'thread', 'revision', 'condition'])
            .doUpdateSet(({ ref }) => ({ outcome: ref('excluded.outcome'), latest: ref('excluded.latest') })),
        )
        .compile(),
    ),
  }
}
