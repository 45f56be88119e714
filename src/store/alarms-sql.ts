/** Alarms and the telling of them, in any SQL database that Kysely speaks to. */
import { type Kysely, sql, type Transaction } from 'kysely'
import type { Alarm, Alarms, AlarmsWriting, Delivery, DeliveryState, Silence } from './alarms.ts'
import type { ObservedTables } from './observed-tables.ts'

export function alarmsIn(db: Kysely<ObservedTables>): Alarms {
  return {
    async list({ project, sinceMs, standing } = {}) {
      let query = db.selectFrom('alarms').selectAll()
      if (project !== undefined) query = query.where('project', '=', project)
      if (standing === true) query = query.where('recovered_ms', 'is', null)
      if (sinceMs !== undefined) {
        query = query.where((where) =>
          where.or([where('raised_ms', '>=', sinceMs), where('recovered_ms', '>=', sinceMs)]),
        )
      }
      const rows = await query.orderBy('raised_ms', 'desc').orderBy('id').execute()
      return rows.map(alarmOf)
    },
    async get(id) {
      const row = await db.selectFrom('alarms').selectAll().where('id', '=', id).executeTakeFirst()
      return row && alarmOf(row)
    },
    async deliveries(alarms) {
      if (alarms.length === 0) return []
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('alarm', 'in', alarms)
        .orderBy('created_ms')
        .orderBy('target')
        .execute()
      return rows.map(deliveryOf)
    },
    async undelivered() {
      const rows = await db
        .selectFrom('deliveries')
        .selectAll()
        .where('state', 'in', ['waiting', 'sending'])
        .orderBy('due_ms')
        .orderBy('alarm')
        .orderBy('what')
        .execute()
      return rows.map(deliveryOf)
    },
    async silences(project) {
      const rows = await db
        .selectFrom('silences')
        .selectAll()
        .where('project', '=', project)
        .orderBy('until_ms', 'desc')
        .orderBy('id')
        .execute()
      return rows.map(({ from_ms, until_ms, ...row }) => ({ ...row, fromMs: from_ms, untilMs: until_ms }))
    },
  }
}

export function writingAlarms(db: Transaction<ObservedTables>): AlarmsWriting {
  return {
    async naming({ project, thread }) {
      const name = JSON.stringify(thread).replace(/[\\%_]/g, '\\$&')
      const rows = await db
        .selectFrom('alarms')
        .selectAll()
        .where('project', '=', project)
        .where(sql<boolean>`body like ${`%${name}%`} escape '\\'`)
        .orderBy('id')
        .execute()
      return rows.map(alarmOf)
    },
    async put({ id, project, stream, raisedMs, recoveredMs, acknowledgedMs, ...body }) {
      await db
        .insertInto('alarms')
        .values({
          id,
          project,
          stream,
          raised_ms: raisedMs,
          recovered_ms: recoveredMs ?? null,
          acknowledged_ms: acknowledgedMs ?? null,
          body: JSON.stringify(body),
        })
        .onConflict((conflict) =>
          conflict.column('id').doUpdateSet(({ ref }) => ({
            recovered_ms: ref('excluded.recovered_ms'),
            body: ref('excluded.body'),
          })),
        )
        .execute()
    },
    async acknowledge(id, atMs) {
      await db
        .updateTable('alarms')
        .set({ acknowledged_ms: atMs })
        .where('id', '=', id)
        .where('acknowledged_ms', 'is', null)
        .execute()
    },
    async recover(id, atMs) {
      await db
        .updateTable('alarms')
        .set({ recovered_ms: atMs })
        .where('id', '=', id)
        .where('recovered_ms', 'is', null)
        .execute()
    },
    async deliver(deliveries) {
      for (const delivery of deliveries) {
        await db
          .insertInto('deliveries')
          .values(rowOf(delivery))
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
    },
    async settle(deliveries) {
      for (const delivery of deliveries) {
        const { alarm, what, target, project, created_ms, ...changes } = rowOf(delivery)
        await db
          .updateTable('deliveries')
          .set(changes)
          .where('alarm', '=', alarm)
          .where('what', '=', what)
          .where('target', '=', target)
          .execute()
      }
    },
    async silence({ fromMs, untilMs, ...row }: Silence) {
      await db
        .insertInto('silences')
        .values({ ...row, from_ms: fromMs, until_ms: untilMs })
        .onConflict((conflict) => conflict.column('id').doUpdateSet({ until_ms: untilMs }))
        .execute()
    },
  }
}

function alarmOf(row: ObservedTables['alarms']): Alarm {
  const { title, because, evidence, once, urgent } = JSON.parse(row.body) as Partial<Alarm> &
    Pick<Alarm, 'title' | 'because'>
  return {
    id: row.id,
    project: row.project,
    stream: row.stream,
    raisedMs: row.raised_ms,
    ...(row.recovered_ms !== null && { recoveredMs: row.recovered_ms }),
    ...(row.acknowledged_ms !== null && { acknowledgedMs: row.acknowledged_ms }),
    title,
    because,
    evidence: evidence ?? null,
    ...(once === true && { once }),
    ...(urgent === true && { urgent }),
  }
}

function rowOf(delivery: Delivery): ObservedTables['deliveries'] {
  const { notice, because, createdMs, dueMs, doneMs, ...row } = delivery
  return {
    ...row,
    notice: notice ?? null,
    because: because ?? null,
    created_ms: createdMs,
    due_ms: dueMs,
    done_ms: doneMs ?? null,
  }
}

function deliveryOf(row: ObservedTables['deliveries']): Delivery {
  const { alarm, target, project, tries } = row
  return {
    alarm,
    what: row.what === 'recovered' ? 'recovered' : 'raised',
    target,
    project,
    state: stateOf(row.state),
    ...(row.notice !== null && { notice: row.notice }),
    ...(row.because !== null && { because: row.because }),
    createdMs: row.created_ms,
    dueMs: row.due_ms,
    ...(row.done_ms !== null && { doneMs: row.done_ms }),
    tries,
  }
}

function stateOf(state: string): DeliveryState {
  return state === 'sending' || state === 'sent' || state === 'dead' ? state : 'waiting'
}
