/**
 * The practice's records: one SQLite database for all offices of the group.
 *
 * Every record belongs to an office. Ids count up within an office (`A-101`, `A-102`), so that two offices
 * with the same history hold the same ids.
 */
import { DatabaseSync } from '@photostructure/sqlite'

const schema = `
  CREATE TABLE offices (id TEXT PRIMARY KEY, now TEXT, dentists TEXT NOT NULL, closed_days TEXT NOT NULL, last_id INTEGER NOT NULL);
  CREATE TABLE patients (office TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, dateOfBirth TEXT, phone TEXT, email TEXT,
    insurance TEXT, lastVisit TEXT, balance REAL NOT NULL DEFAULT 0, notes TEXT, PRIMARY KEY (office, id)) WITHOUT ROWID;
  CREATE TABLE appointments (office TEXT NOT NULL, id TEXT NOT NULL, patientId TEXT NOT NULL, dentist TEXT NOT NULL, service TEXT NOT NULL,
    start TEXT NOT NULL, minutes INTEGER NOT NULL, status TEXT NOT NULL, notes TEXT, PRIMARY KEY (office, id)) WITHOUT ROWID;
  CREATE TABLE messages (office TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, patientId TEXT, name TEXT, phone TEXT,
    text TEXT NOT NULL, PRIMARY KEY (office, id)) WITHOUT ROWID;
  CREATE TABLE transfers (office TEXT NOT NULL, id TEXT NOT NULL, reason TEXT NOT NULL, PRIMARY KEY (office, id)) WITHOUT ROWID;
`

/** The columns of each table that callers may set. */
const columns = {
  patients: ['id', 'name', 'dateOfBirth', 'phone', 'email', 'insurance', 'lastVisit', 'balance', 'notes'],
  appointments: ['id', 'patientId', 'dentist', 'service', 'start', 'minutes', 'status', 'notes'],
  messages: ['id', 'kind', 'patientId', 'name', 'phone', 'text'],
  transfers: ['id', 'reason'],
}

const prefixes = { patients: 'P', appointments: 'A', messages: 'M', transfers: 'T' }

/** @typedef {keyof typeof columns} Table */

/** @param {string} [file] a file path; in memory when absent */
export function openDatabase(file = ':memory:') {
  const db = new DatabaseSync(file)
  db.exec(schema)
  /** @type {Map<string, ReturnType<typeof db.prepare>>} */
  const prepared = new Map()
  const sql = (/** @type {string} */ text) => {
    const known = prepared.get(text) ?? db.prepare(text)
    prepared.set(text, known)
    return known
  }
  const nextId = (/** @type {string} */ office) =>
    Number(sql('UPDATE offices SET last_id = last_id + 1 WHERE id = ? RETURNING last_id').get(office)?.last_id)

  return {
    close: () => db.close(),

    /** All or nothing: when `work` throws, nothing it wrote stays. */
    together(/** @type {() => unknown} */ work) {
      db.exec('BEGIN')
      try {
        const result = work()
        db.exec('COMMIT')
        return result
      } catch (error) {
        db.exec('ROLLBACK')
        throw error
      }
    },

    /** @param {{ now?: string | null, dentists: string[], closedDays: string[] }} office */
    addOffice({ now, dentists, closedDays }) {
      const id = `office-${Number(sql('SELECT count(*) AS n FROM offices').get()?.n) + 1}`
      sql('INSERT INTO offices VALUES (?, ?, ?, ?, 100)').run(
        id,
        now ?? null,
        JSON.stringify(dentists),
        JSON.stringify(closedDays),
      )
      return id
    },

    office(/** @type {string} */ id) {
      const row = sql('SELECT * FROM offices WHERE id = ?').get(id)
      if (!row) return undefined
      return {
        id,
        now: row.now ?? localNow(),
        dentists: /** @type {string[]} */ (JSON.parse(String(row.dentists))),
        closedDays: /** @type {string[]} */ (JSON.parse(String(row.closed_days))),
      }
    },

    /** @param {string} office @param {Table} table @param {Record<string, any>} record */
    add(office, table, record) {
      const id = record.id ?? `${prefixes[table]}-${nextId(office)}`
      const names = columns[table].filter((name) => record[name] !== undefined || name === 'id')
      const values = names.map((name) => (name === 'id' ? id : record[name]))
      sql(`INSERT INTO ${table} (office, ${names.join(', ')}) VALUES (?${', ?'.repeat(names.length)})`).run(
        office,
        ...values,
      )
      return this.get(office, table, id)
    },

    /** @param {string} office @param {Table} table @param {string} id */
    get(office, table, id) {
      return plain(sql(`SELECT ${columns[table].join(', ')} FROM ${table} WHERE office = ? AND id = ?`).get(office, id))
    },

    /** @param {string} office @param {Table} table */
    all(office, table) {
      return sql(`SELECT ${columns[table].join(', ')} FROM ${table} WHERE office = ? ORDER BY length(id), id`)
        .all(office)
        .map(plain)
    },

    /** @param {string} office @param {Table} table @param {string} id @param {Record<string, any>} changes */
    change(office, table, id, changes) {
      const names = columns[table].filter((name) => name !== 'id' && changes[name] !== undefined)
      if (names.length > 0) {
        const set = names.map((name) => `${name} = ?`).join(', ')
        sql(`UPDATE ${table} SET ${set} WHERE office = ? AND id = ?`).run(
          ...names.map((name) => changes[name]),
          office,
          id,
        )
      }
      return this.get(office, table, id)
    },

    /** @param {string} office @param {Table} table @param {string} id */
    remove(office, table, id) {
      sql(`DELETE FROM ${table} WHERE office = ? AND id = ?`).run(office, id)
    },
  }
}

/** @typedef {ReturnType<typeof openDatabase>} Records */

/** Rows come without a prototype; callers want ordinary objects. */
const plain = (/** @type {any} */ row) => (row ? { ...row } : undefined)

/** The wall clock, as `2026-03-02T09:12`, for offices without a fixed moment. */
function localNow() {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
