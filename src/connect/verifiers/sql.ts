/** A verifier that reads the backend's own database: SQLite (read-only) or PostgreSQL (a read-only transaction). */
import { resolve } from 'node:path'
import { z } from 'zod'
import type { Json } from '../../conversation/index.ts'
import { reasonOf } from '../../problem.ts'
import { openSqliteFile, type SqliteFile } from '../../sqlite.ts'
import { fill, fillText } from '../template.ts'
import { recordSettings, recordsOf, settleSettings } from './records.ts'
import { VerifierFailure, type VerifierKind } from './verifier.ts'

const settings = z
  .strictObject({
    sqlite: z.string().optional().describe('Path of a SQLite file, relative to the project file.'),
    postgres: z.string().optional().describe('Address of a PostgreSQL database: postgres://user@host/database.'),
    query: z.string().describe('One SELECT, with ? (SQLite) or $1 (PostgreSQL) where the parameters go.'),
    parameters: z.array(z.json()).default([]).describe('Templates, in order: ["{{prepare.patient}}"].'),
    ...recordSettings,
    timeoutMs: z.number().int().positive().default(10_000),
    settle: settleSettings,
  })
  .refine(({ sqlite, postgres }) => (sqlite === undefined) !== (postgres === undefined), {
    message: 'name either sqlite or postgres',
  })

interface Reader {
  rows(query: string, parameters: readonly Json[]): Promise<readonly Record<string, unknown>[]>
  close(): Promise<void>
}

export const sqlVerifier: VerifierKind<z.infer<typeof settings>> = {
  kind: 'sql',
  settings,
  create(id, options, { folder }) {
    const { sqlite, postgres, query, parameters, timeoutMs, settle } = options
    const where = sqlite ?? postgres ?? ''
    // One connection per database that the templates lead to; opened when first needed.
    const readers = new Map<string, Promise<Reader>>()
    const readerOf = (address: string) => {
      const known = readers.get(address)
      if (known !== undefined) return known
      const opened = sqlite === undefined ? openPostgres(address, timeoutMs) : openSqlite(resolve(folder, address))
      readers.set(address, opened)
      return opened
    }
    return {
      id,
      settle,
      explain: () => `${sqlite === undefined ? 'PostgreSQL' : `SQLite ${sqlite}`}: ${query}`,
      async read(values) {
        const address = fillText(where, values)
        try {
          const reader = await readerOf(address)
          const rows = await reader.rows(query, fill(parameters as Json, values) as readonly Json[])
          return recordsOf(id, rows.map(jsonOf), options)
        } catch (thrown) {
          readers.delete(address)
          if (thrown instanceof VerifierFailure) throw thrown
          throw new VerifierFailure(id, `${query}: ${reasonOf(thrown)}`, thrown)
        }
      },
      async close() {
        for (const reader of readers.values()) await (await reader).close()
        readers.clear()
      },
    }
  },
}

async function openSqlite(file: string): Promise<Reader> {
  const database: SqliteFile = openSqliteFile(file, { readOnly: true })
  return {
    rows: async (query, parameters) => database.prepare(query).all(...parameters) as Record<string, unknown>[],
    close: async () => database.close(),
  }
}

async function openPostgres(address: string, timeoutMs: number): Promise<Reader> {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({
    connectionString: address,
    max: 4,
    connectionTimeoutMillis: timeoutMs,
    query_timeout: timeoutMs,
  })
  // Without a listener a connection that is cut while idle would end the process; the next read tells of it.
  pool.on('error', () => {})
  return {
    async rows(query, parameters) {
      const client = await pool.connect()
      try {
        await client.query('begin read only')
        return (await client.query(query, [...parameters])).rows
      } finally {
        await client.query('rollback').catch(() => {})
        client.release()
      }
    },
    close: () => pool.end(),
  }
}

/** A database row as JSON: moments as ISO 8601, big whole numbers as text, bytes as base64. */
function jsonOf(row: Record<string, unknown>): Json {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, jsonValueOf(value)]))
}

function jsonValueOf(value: unknown): Json {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString()
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return (value ?? null) as Json
}
