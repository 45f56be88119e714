import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { atMinute, type SampleProject, sampleProject } from '../project.sample.ts'

let project: SampleProject
beforeEach(async () => {
  project = sampleProject()
  await project.fieldproof('simulate')
})
afterEach(() => project.remove())

const file = (name: string) => join(project.folder, name)
const read = (name: string) => readFileSync(file(name), 'utf8')
const change = (name: string, from: string | RegExp, to: string) => {
  const text = read(name)
  const changed = text.replace(from, to)
  if (changed === text) throw new Error(`${name} has nothing to change`)
  writeFileSync(file(name), changed)
}
/** Keys differ every time, and sizes with the version and the machine. */
const steady = (text: string) =>
  text
    .replace(/(?:[\da-f]{8} ?){8}/g, '<fingerprint> ')
    .replace(/[\d,]+ bytes/, '<n> bytes')
    .replace(/ +$/gm, '')
const fieldproof = async (words: string) => steady(await project.fieldproof(words))

async function packed(options = ''): Promise<void> {
  await project.fieldproof('evidence --new-key audit.key')
  await project.fieldproof(`evidence --key audit.key --out pack${options}`)
}

test('a run is packed, signed, and found to be what was packed', async () => {
  expect(await fieldproof('evidence --new-key audit.key')).toMatchInlineSnapshot(`
    "Wrote audit.key, which nobody else may read, and audit.key.pub for those who check.
    fingerprint: <fingerprint>
    exit 0"
  `)
  expect(statSync(file('audit.key')).mode & 0o077).toBe(0)
  expect(await fieldproof('evidence --key audit.key --out pack')).toMatchInlineSnapshot(`
    "Packed 6 of 6 conversations of run 20260302-091500-60bb into pack: 9 files, <n> bytes.
    signed by <fingerprint>
    exit 0"
  `)
  expect(readdirSync(file('pack')).sort()).toMatchInlineSnapshot(`
    [
      "beside-pact.json",
      "conversations.jsonl",
      "environment.json",
      "index.html",
      "judges.json",
      "manifest.json",
      "manifest.sig",
      "pact.yaml",
      "plan.json",
      "public-key.pem",
      "verdicts.jsonl",
    ]
  `)
  expect(await fieldproof('evidence --verify pack')).toMatchInlineSnapshot(`
    "evidence of run 20260302-091500-60bb, 6 of 6 conversations, under salon version 1, packed 2026-03-02T09:15:00.000Z
      signed by <fingerprint> ; whose key that is, the pack cannot say: compare it, or give yours with --public-key
      9 of 9 files are as they were packed
      6 of 6 verdicts given again: all 12 findings of code are the same
    exit 0"
  `)
  expect(await fieldproof('evidence --verify pack --public-key audit.key.pub')).toMatchInlineSnapshot(`
    "evidence of run 20260302-091500-60bb, 6 of 6 conversations, under salon version 1, packed 2026-03-02T09:15:00.000Z
      signed by the key that you gave, <fingerprint>
      9 of 9 files are as they were packed
      6 of 6 verdicts given again: all 12 findings of code are the same
    exit 0"
  `)
})

test('an auditor reads where a promise was broken, with the words that show it', async () => {
  await packed()
  const page = read('pack/index.html')
  const [, table = ''] = /aria-label="Broken promises">(.*?)<\/table>/s.exec(page) ?? []
  expect(
    table
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s*\n\s*/g, '\n')
      .replace(/ +/g, ' ')
      .trim(),
  ).toMatchInlineSnapshot(`
    "conversation promise why line
    1: price-of-colour never-guarantees the agent said &quot;We guarantee it.&quot; 2
    4: price-of-colour never-guarantees the agent said &quot;We guarantee it.&quot; 5
    5: price-of-a-shave tells-the-price the agent never said /[$]\\d+/ customer: “Do you do shaves, and for how much?” 6"
  `)
})

test('a verdict that was made better is told, and so is a stray file and a missing one', async () => {
  await packed()
  change('pack/verdicts.jsonl', '"outcome":"violated"', '"outcome":"held"')
  project.write('pack/more.txt', 'unseen')
  rmSync(file('pack/judges.json'))
  expect(await fieldproof('evidence --verify pack --public-key audit.key.pub')).toMatchInlineSnapshot(`
    "evidence of run 20260302-091500-60bb, 6 of 6 conversations, under salon version 1, packed 2026-03-02T09:15:00.000Z
      wrong  more.txt is not in the manifest
      wrong  judges.json is missing
      wrong  verdicts.jsonl was changed
      signed by the key that you gave, <fingerprint>
    exit 1"
  `)
})

test('a manifest that was written anew is told by its signature', async () => {
  await packed()
  change('pack/manifest.json', '"planned": 6', '"planned": 5')
  expect(await fieldproof('evidence --verify pack')).toMatchInlineSnapshot(`
    "evidence of run 20260302-091500-60bb, 6 of 5 conversations, under salon version 1, packed 2026-03-02T09:15:00.000Z
      wrong  the signature is not of this manifest with this key
      not signed as it says
    exit 1"
  `)
})

test('a pack signed by somebody else is not taken for ours', async () => {
  await project.fieldproof('evidence --new-key ours.key')
  await packed()
  expect(await fieldproof('evidence --verify pack --public-key ours.key.pub')).toMatchInlineSnapshot(`
    "evidence of run 20260302-091500-60bb, 6 of 6 conversations, under salon version 1, packed 2026-03-02T09:15:00.000Z
      wrong  the signature is not of this manifest with this key
      not signed as it says
    exit 1"
  `)
})

test('verdicts that the pact does not give are told even where all hashes were made to fit', async () => {
  await project.fieldproof('evidence --out pack')
  change('pack/verdicts.jsonl', '"outcome":"violated"', '"outcome":"held"')
  const { createHash } = await import('node:crypto')
  const hash = createHash('sha256').update(read('pack/verdicts.jsonl')).digest('hex')
  change('pack/manifest.json', /("path": "verdicts.jsonl",\s+"bytes": \d+,\s+"sha256": ")[\da-f]+/, `$1${hash}`)
  expect(await fieldproof('evidence --verify pack')).toMatchInlineSnapshot(`
    "evidence of run 20260302-091500-60bb, 6 of 6 conversations, under salon version 1, packed 2026-03-02T09:15:00.000Z
      wrong  trial f97150fb4e893a5f5e38: never-guarantees was held, and is violated when judged again
      signed by nobody
    exit 1"
  `)
})

test('hashes alone vouch for conversations that may not be given away', async () => {
  await packed(' --hashes-only')
  expect(readdirSync(file('pack'))).not.toContain('conversations.jsonl')
  for (const name of readdirSync(file('pack'))) expect(read(`pack/${name}`)).not.toContain('We guarantee it')
  expect(await fieldproof('evidence --verify pack')).toMatchInlineSnapshot(`
    "evidence of run 20260302-091500-60bb, 6 of 6 conversations, under salon version 1, packed 2026-03-02T09:15:00.000Z
      signed by <fingerprint> ; whose key that is, the pack cannot say: compare it, or give yours with --public-key
      8 of 8 files are as they were packed
      no verdict was given again
    exit 0"
  `)
})

test('what a pack may not be made of or into is said before anything is written', async () => {
  expect(await fieldproof('evidence --key pact.yaml --out pack')).toMatchInlineSnapshot(`
    "! problem This is no private Ed25519 key in PEM.
    !         Make a pair with "fieldproof evidence --new-key evidence.key".
    !         evidence/bad-key  docs/problems/evidence-bad-key.md
    exit 2"
  `)
  await packed()
  expect(await fieldproof('evidence --out pack')).toContain('cli/would-overwrite')
  expect(await fieldproof('evidence --new-key audit.key')).toContain('cli/would-overwrite')
  change('pact.yaml', 'version: 1', 'version: 2')
  expect(await fieldproof('evidence --out other')).toMatchInlineSnapshot(`
    "! problem Run 20260302-091500-60bb was judged under salon version 1, and the pact has changed since.
    !         Play it again under the pact of now, or bring back the pact of then, so that verdicts and promises belong together.
    !         cli/other-pact  docs/problems/cli-other-pact.md
    exit 2"
  `)
  expect(await fieldproof('evidence --verify scenarios')).toMatchInlineSnapshot(`
    "! problem This is no evidence pack that can be checked: there is no manifest.json.
    !         Name the folder that "fieldproof evidence" wrote, unchanged, and use the version of Fieldproof that its manifest names.
    !         evidence/unreadable  docs/problems/evidence-unreadable.md
    exit 2"
  `)
})

test('what stands in the pact is text on the page and nothing else', async () => {
  change('pact.yaml', '/guarantee/i', '/guarantee|<img src=x onerror=alert(1)>/i')
  await project.fieldproof('simulate', atMinute(20))
  await project.fieldproof('evidence --out pack')
  const page = read('pack/index.html')
  expect(page).not.toContain('<img')
  expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;')
})
