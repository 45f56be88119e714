/** Scenarios with awkward records, made of the example's own and played against its receptionist. */
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'

const main = resolve('dist/cli/main.js')
const folder = mkdtempSync(join(tmpdir(), 'fieldproof-edges-'))
const project = join(folder, 'harbor-dental')
cpSync(resolve('examples/harbor-dental'), project, {
  recursive: true,
  filter: (path) => !/\.fieldproof|scenarios\/edges\.yaml$/.test(path),
})
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction')
afterAll(() => rmSync(folder, { recursive: true }))

function fieldproof(...words: readonly string[]): { readonly code: number | null; readonly out: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...words], { cwd: project, encoding: 'utf8' })
  return { code: status, out: stdout + stderr }
}

test('scenarios are made of the project’s own, and what cannot be made is said', () => {
  expect(fieldproof('edges', '--scenario', 'cancel-checkup', 'book-cleaning')).toEqual({
    code: 0,
    out: `Taken for: people { list: patients, id: id, name: name, phone: phone, birth: dateOfBirth }
Taken for: people { list: patients, id: id, name: name, phone: phone, birth: dateOfBirth }, theirs { list: appointments, id: id, person: patientId }
  made  book-cleaning-two-accounts: There are two accounts for this person
  made  book-cleaning-merged-midway: Two accounts of this person are merged while they speak
  made  cancel-checkup-two-accounts: There are two accounts for this person
  made  cancel-checkup-name-changed: The record still has the name from before
  made  cancel-checkup-foreign-number: The customer's number is on the account of somebody else
  made  cancel-checkup-merged-midway: Two accounts of this person are merged while they speak
  made  cancel-checkup-deleted-midway: The record is deleted while they speak
  not   name-changed: it foresees a no, which the customer could not tell from not being found (book-cleaning)
  not   other-location: no field says at which location something was placed (book-cleaning, cancel-checkup)
  not   foreign-number: it foresees a no, which the customer could not tell from not being found (book-cleaning)
  not   deleted-midway: it is more than a cancellation, and what is right once the record is gone is not plain (book-cleaning)
7 scenarios in scenarios/edges.yaml. Read them before you trust them: guesses may be wrong.
`,
  })
})

test('the file that is there is not overwritten unless told to', () => {
  const before = readFileSync(join(project, 'scenarios/edges.yaml'), 'utf8')
  const again = fieldproof('edges', '--scenario', 'cancel-checkup')
  expect([again.code, again.out]).toEqual([2, expect.stringContaining('scenarios/edges.yaml is there already.')])
  expect(readFileSync(join(project, 'scenarios/edges.yaml'), 'utf8')).toBe(before)
})

test('a receptionist that looks at the first of two accounts alone is found', () => {
  const { code, out } = fieldproof('simulate', '--faults', 'none', '--scenario', 'cancel-checkup-two-accounts')
  expect(code).toBe(1)
  expect(out).toMatch(/broken +calendar-ends-as-expected +0 of 8 held/)
  expect(out).toContain(
    'the record of appointments with {"id":"A-1"} should have become {"status":"cancelled"}, and it is not',
  )
})

test('a record that is deleted while they speak is deleted in the backend, and is not held against the receptionist', () => {
  const json = join(folder, 'deleted.json')
  const played = fieldproof(
    'simulate',
    '--faults',
    'none',
    '--json',
    json,
    '--scenario',
    'cancel-checkup-deleted-midway',
  )
  expect(played.out).toContain('  8 conversations:')
  const { out } = fieldproof('show', '0')
  expect(out).toContain('cancel_appointment')
  expect(out).toContain('There is no such appointment.')
})
