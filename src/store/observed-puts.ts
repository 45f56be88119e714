/** The rows that taking in writes most, each with what happens where one of its key is there already. */
import type { Kysely } from 'kysely'
import type { ObservedTables } from './observed-tables.ts'
import { type PutRows, putRows } from './portions.ts'

/** For one database; statements are compiled once. */
export interface ObservedPuts {
  readonly records: PutRows<ObservedTables['records']>
  readonly traces: PutRows<ObservedTables['traces']>
  readonly threads: PutRows<ObservedTables['threads']>
  readonly marks: PutRows<ObservedTables['turn_marks']>
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
  }
}
