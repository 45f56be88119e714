/** Which chains of calls the example's receptionist was put through, and scenarios that put it through more. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const main = resolve('dist/cli/main.js')
const folder = mkdtempSync(join(tmpdir(), 'fieldproof-chains-'))
const project = join(folder, 'harbor-dental')
cpSync(resolve('examples/harbor-dental'), project, { recursive: true, filter: (path) => !path.includes('.fieldproof') })
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
afterAll(() => rmSync(folder, { recursive: true }))

function fieldproof(...words: readonly string[]): { readonly code: number | null; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { cwd: project, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}

const chain = 'find_patient → find_appointments → cancel_appointment, then leave_message'

test('before any run the graph is guessed by name, and says so', () => {
  const { code, out } = fieldproof('chains', '--length', '3', '--limit', '1', '--write')
  expect(code).toBe(0)
  expect(out).toContain('No run has been kept here yet: what feeds what is guessed from the names of parameters alone.')
  expect(out).toContain('  find_appointments → cancel_appointment  never seen, guessed by appointmentId\n')
  expect(out).toMatch(/\nChains of 3 calls: played 0 of \d+\n/)
  expect(out).toContain('Nothing was written.')
})

test('after a run it says what fed what, what was never played, and makes a scenario for it', () => {
  fieldproof('simulate', '--faults', 'none', '--scenario', 'cancel-checkup', 'complaint-long-wait', 'book-cleaning')
  const { code, out } = fieldproof('chains', '--length', '4', '--limit', '500', '--write')
  expect(code).toBe(0)
  expect(out).toMatch(
    /\n {2}find_appointments → cancel_appointment {2}\d+ times: appointments\[\*\]\.id as appointmentId\n/,
  )
  expect(out).toMatch(new RegExp(`\n  ${chain}\n    never played; its first 2 calls \\d+ of \\d+, 100 %`))
  expect(out).toMatch(new RegExp(`  made  cancel-checkup-then-complaint-long-wait: .*${chain}`))
  expect(out).toContain('They are in scenarios/chains.yaml.')
})

test('the scenario that was made plays the chain', () => {
  fieldproof('simulate', '--faults', 'none', '--scenario', 'cancel-checkup-then-complaint-long-wait')
  const { out } = fieldproof('chains', '--length', '4', '--limit', '500')
  expect(out).toMatch(new RegExp(`\n  ${chain}\n    succeeded \\d+ of \\d+, 100 %`))
})

test('scenarios that are there are not overwritten unless told to', () => {
  const first = /^(\S+) /m.exec(fieldproof('show').out.split('\n').at(-2) ?? '')?.[1] ?? ''
  const { code, out } = fieldproof('chains', first, '--length', '4', '--write')
  expect([code, out]).toEqual([2, expect.stringContaining('scenarios/chains.yaml is there already.')])
  expect(fieldproof('chains', first, '--length', '4', '--write', '--force').code).toBe(0)
})
