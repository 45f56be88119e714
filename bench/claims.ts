/**
 * How well claims are recognised in agent turns that people wrote and labelled.
 *
 * Reads every `*.jsonl.gz` in `../shared/data/claims`. Rules were mended after reading the mistakes in the `tuned on` part;
 * the mistakes in the `held out` part, every third dialogue by a hash of its name, were never read. Turns that claim nothing
 * were sampled 1 in 6, so the weighted precision counts each of their false alarms six times.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { type Claim, claimsIn } from '../src/pact/claims/index.ts'
import { rate } from '../src/stats/index.ts'

const folder = new URL('../../shared/data/claims/', import.meta.url)
const noneWeight = 6

interface Labelled {
  readonly dialogue: string
  readonly text: string
  readonly prev_user: string | null
  readonly claim: 'success' | 'failure' | 'none'
}

type Kind = 'success' | 'failure'

interface Row extends Labelled {
  readonly said: ReadonlySet<Claim['kind']>
}

export async function bench(out: (line: string) => void): Promise<void> {
  if (!existsSync(folder)) {
    out('claims: skipped, ../shared/data/claims is not there.')
    return
  }
  const records = readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl.gz'))
    .flatMap(recordsIn)
  const parts = [
    { name: 'tuned on', records: records.filter(({ dialogue }) => !heldOut(dialogue)) },
    { name: 'held out', records: records.filter(({ dialogue }) => heldOut(dialogue)) },
    { name: 'all', records },
  ]
  out(`claims: ${records.length} agent turns, Schema-Guided Dialogue. Intervals: 95 %, Wilson.`)
  out(line('part', 'class', 'n', 'precision', 'weighted', 'recall', 'F1'))
  for (const { name, records: part } of parts) {
    const rows = part.map(read)
    for (const kind of ['success', 'failure'] as const) out(scoreLine(name, kind, rows))
  }
  out('without the customer’s message before:')
  const rows = records.map((record) => read({ ...record, prev_user: null }))
  for (const kind of ['success', 'failure'] as const) out(scoreLine('all', kind, rows))
  out(speedLine(records))
}

function recordsIn(name: string): Labelled[] {
  const text = gunzipSync(readFileSync(new URL(name, folder))).toString('utf8')
  return text.split('\n').flatMap((row) => (row.trim() === '' ? [] : [JSON.parse(row) as Labelled]))
}

function heldOut(dialogue: string): boolean {
  return Number.parseInt(createHash('sha1').update(dialogue).digest('hex').slice(0, 8), 16) % 3 === 0
}

function read(record: Labelled): Row {
  const claims = claimsIn(record.text, record.prev_user === null ? {} : { before: record.prev_user })
  const asserted = claims.filter(({ modality }) => modality === 'asserted')
  return { ...record, said: new Set(asserted.map(({ kind }) => kind)) }
}

function scoreLine(part: string, kind: Kind, rows: readonly Row[]): string {
  const claiming = rows.filter(({ claim }) => claim === kind)
  const flagged = rows.filter(({ said }) => said.has(kind))
  const right = flagged.filter(({ claim }) => claim === kind).length
  const weight = flagged.reduce((sum, { claim }) => sum + (claim === 'none' ? noneWeight : 1), 0)
  if (claiming.length === 0 || flagged.length === 0) return line(part, kind, String(claiming.length), 'not measured')
  const f1 = (2 * right) / (claiming.length + flagged.length)
  return line(
    part,
    kind,
    String(claiming.length),
    shown(right, flagged.length),
    (right / weight).toFixed(3),
    shown(right, claiming.length),
    f1.toFixed(3),
  )
}

function shown(k: number, n: number): string {
  const { rate: value, low, high } = rate(k, n)
  return `${value.toFixed(3)} [${low.toFixed(3)}, ${high.toFixed(3)}] of ${n}`
}

/** Median of five passes over all turns, after one to warm up. */
function speedLine(records: readonly Labelled[]): string {
  const passes = [0, 1, 2, 3, 4, 5].map(() => {
    const start = performance.now()
    for (const record of records) read(record)
    return ((performance.now() - start) * 1000) / records.length
  })
  const [, ...warm] = passes
  const median = warm.sort((a, b) => a - b)[2] ?? 0
  return `${median.toFixed(0)} µs per turn (median of 5 passes over ${records.length} turns)`
}

function line(...cells: readonly string[]): string {
  const widths = [10, 9, 6, 30, 10, 30, 6]
  return cells
    .map((cell, index) => cell.padEnd(widths[index] ?? 0))
    .join(' ')
    .trimEnd()
}
