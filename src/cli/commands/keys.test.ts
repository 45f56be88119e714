import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sampleIo } from '../io.sample.ts'
import { runProgram } from '../program.ts'

const cwd = mkdtempSync(join(tmpdir(), 'fieldproof-keys-'))
afterAll(() => rmSync(cwd, { recursive: true }))

async function fieldproof(...words: readonly string[]) {
  const io = sampleIo({ cwd })
  const code = await runProgram(words, io, '1.2.3')
  return { code, lines: io.lines }
}

test('a key is shown once, listed without its secret, rotated, and revoked for good', async () => {
  const made = await fieldproof('keys', 'create', 'checkout-bot', '--for', 'checkout')
  const [key = ''] = made.lines
  const id = key.slice(3, 13)
  expect(key).toMatch(/^fp_[0-9a-f]{10}_[\w-]{43}$/)
  expect(made.lines.slice(1)).toEqual(['! checkout-bot may ingest in checkout. The key is not shown again.'])
  expect((await fieldproof('keys', 'list')).lines).toEqual([`${id}  checkout  checkout-bot  ingest  never used`])
  const rotated = await fieldproof('keys', 'rotate', id)
  expect([rotated.lines[0]?.slice(0, 13), rotated.lines[0] === key, rotated.lines[1]]).toEqual([
    `fp_${id}`,
    false,
    '! The old key opens for 24 hours yet.',
  ])
  expect((await fieldproof('keys', 'revoke', id)).lines).toEqual([`${id} (checkout-bot) opens nothing any more.`])
  expect((await fieldproof('keys', 'list', '--for', 'checkout')).lines).toEqual([
    `${id}  checkout  checkout-bot  ingest  revoked 2026-03-02`,
  ])
  expect((await fieldproof('keys', 'list', '--for', 'other')).lines).toEqual([])
})

test('what cannot be done with keys is told with what can', async () => {
  const wrong = [
    ['keys', 'forge'],
    ['keys', 'create'],
    ['keys', 'create', 'a', '--scopes', 'everything'],
    ['keys', 'revoke', '0000000000'],
    ['keys', 'rotate'],
  ]
  const told = await Promise.all(wrong.map(async (words) => (await fieldproof(...words)).lines.slice(0, 2).join('\n')))
  expect(told.join('\n\n')).toMatchInlineSnapshot(`
    "! problem "forge" is nothing that can be done with keys.
    !         For example: create, list, rotate, revoke.

    ! problem The new key needs a name.
    !         For example: fieldproof keys create checkout-bot.

    ! problem There is no scope "everything".
    !         For example: ingest, read, review, admin.

    ! problem There is no key "0000000000" that still opens something.
    !         See "fieldproof keys list"; a key is named by its id.

    ! problem Which key is meant is missing.
    !         See "fieldproof keys list"; a key is named by its id."
  `)
})
