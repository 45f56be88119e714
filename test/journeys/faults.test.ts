/** The example's receptionist behind the proxy: what a lost reply does to it is found, explained and found again. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const main = resolve('dist/cli/main.js')
const example = resolve('examples/harbor-dental')
const folder = mkdtempSync(join(tmpdir(), 'fieldproof-faults-'))
const store = ['--store', join(folder, 'runs.db')]

interface Break {
  readonly id: string
  readonly broke: number
  readonly pairs: number
  readonly example: { readonly trial: number; readonly because: string }
}
interface Report {
  readonly conversations: { readonly n: number }
  readonly faults: readonly {
    readonly id: string
    readonly counts: { readonly trials: number; readonly struck: number; readonly pairs: number }
    readonly breaks: readonly Break[]
  }[]
}

function fieldproof(...words: readonly string[]): { readonly code: number | null; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { cwd: example, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}

let report: Report
let printed: string

beforeAll(() => {
  const json = join(folder, 'report.json')
  const scenarios = ['book-cleaning', 'book-filling-half-past', 'book-checkup-tomorrow']
  const run = fieldproof('simulate', ...store, '--faults', 'lost-reply', '--json', json, '--scenario', ...scenarios)
  expect(run.code).toBe(1)
  printed = run.out
  report = JSON.parse(readFileSync(json, 'utf8')) as Report
})
afterAll(() => rmSync(folder, { recursive: true }))

const broken = (id: string): Break => {
  const found = report.faults[0]?.breaks.find((each) => each.id === id)
  if (found === undefined) throw new Error(`the lost reply broke ${report.faults[0]?.breaks.map((each) => each.id)}`)
  return found
}

test('every trial is played undisturbed and under the fault, and only the former are in the rates', () => {
  expect(report.conversations.n).toBe(24)
  expect(report.faults.map(({ id, counts }) => [id, counts.trials])).toEqual([['lost-reply', 24]])
  expect(report.faults[0]?.counts.struck).toBeGreaterThan(8)
})

test('a double booking by a lost reply is found and explained in one sentence', () => {
  const { example: shown } = broken('books-once')
  expect(shown.because).toMatch(
    /^create_appointment was carried out twice: the agent got no reply \(lost-reply\) to the first, and asked again with start 2026-03-\d\dT\d\d:00 instead of 2026-03-\d\dT\d\d:\d\d/,
  )
  expect(printed).toContain(shown.because)
})

test('a wrong "it failed" is found and explained in one sentence', () => {
  expect(broken('tells-failures-truthfully').example.because).toMatch(
    /^the agent said "I'm sorry, I can't reach our calendar .*", but create_appointment had been carried out: the agent got no reply \(lost-reply\), and never put it right$/,
  )
})

test('both are found again by playing the same trial, which its seed decides', () => {
  for (const id of ['books-once', 'tells-failures-truthfully']) {
    const { code, out } = fieldproof('replay', String(broken(id).example.trial), ...store)
    expect([code, out.includes(`violated again: ${id} 1 of 1`)]).toEqual([1, true])
  }
})

test('the transcript says what the backend did and what the agent got of it', () => {
  const { out } = fieldproof('show', String(broken('books-once').example.trial), ...store)
  expect(out).toMatch(
    /=> create_appointment \{.*\n.*<= ok \{.*"status":"booked".*\n {17,}the agent got nothing\n {17,}lost-reply: the backend carries out what it was asked and its reply is lost \(the connection is reset\)\n/,
  )
})
