/**
 * `fieldproof evidence`: a run as a signed folder that others can check.
 *
 * With --verify, exit code 0: it is what was packed, and signed. 1: something in it is not as it was packed. 3: nobody
 * signed it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import type { PackCheck } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { freeFile } from '../free-file.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'

export const evidence: Command = {
  name: 'evidence',
  summary: 'pack a run with pact, plan, verdicts and hashes into a signed folder, or check such a folder',
  arguments: [
    { form: '[run]', description: 'id of a run, the beginning of one, a name it was blessed with, or latest' },
  ],
  options: [
    projectOption,
    storeOption,
    { form: '--out <folder>', description: 'where to write it; evidence-<run> when left out' },
    { form: '--key <file>', description: 'the private key to sign with, as --new-key makes it' },
    {
      form: '--hashes-only',
      description: 'leave out what was said and keep its hashes; then nothing can be judged again',
    },
    { form: '--new-key <file>', description: 'make a key to sign with, and beside it <file>.pub for those who check' },
    { form: '--verify <folder>', description: 'check a pack: signature, hashes, and a sample of verdicts given again' },
    { form: '--public-key <file>', description: 'verify: the key that must have signed it, known from elsewhere' },
    {
      form: '--sample <n>',
      description: 'verify: verdicts to give again; 200 when left out',
      read: wholeNumber('--sample', 0),
    },
    { form: '--seed <n>', description: 'verify: which verdicts; 1 when left out', read: wholeNumber('--seed', 0) },
  ],
  examples: [
    'fieldproof evidence --new-key evidence.key',
    'fieldproof evidence --key evidence.key --out evidence',
    'fieldproof evidence --verify evidence --public-key evidence.key.pub',
  ],

  async run(given, io) {
    const { newKey: keyFile, verify: folder } = given.options as Readonly<Record<string, string | undefined>>
    if (keyFile !== undefined) return makeKey(keyFile, io)
    return folder === undefined ? pack(given, io) : verify(folder, given, io)
  },
}

async function makeKey(named: string, io: Io): Promise<ExitCode> {
  const { fingerprint, newKey } = await import('../../learn/index.ts')
  // A key is never overwritten: what it signed could not be told from a forgery any more.
  const plain: Given = { arguments: [], options: {} }
  const [file, beside] = [freeFile(named, plain, io), freeFile(`${named}.pub`, plain, io)]
  const { privateKey, publicKey } = newKey()
  writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' })
  writeFileSync(beside, publicKey, { flag: 'wx' })
  io.out(`Wrote ${named}, which nobody else may read, and ${named}.pub for those who check.`)
  io.out(`fingerprint: ${fingerprint(publicKey)}`)
  return exitCodes.ok
}

async function pack(given: Given, io: Io): Promise<ExitCode> {
  const { findRun } = await import('../find-run.ts')
  const { openProjectStore } = await import('../stores.ts')
  const { writeEvidence } = await import('../evidence/writing.ts')
  const { out, key } = given.options as Readonly<Record<string, string | undefined>>
  const privateKey = key === undefined ? undefined : keyIn(key, io)
  const { project, store } = await openProjectStore(given, io)
  try {
    const run = await findRun(store, given.arguments[0])
    const named = out ?? `evidence-${run.id}`
    const folder = resolve(io.cwd, named)
    const { files, bytes, conversations, fingerprint } = await writeEvidence({
      ...{ project, store, run, folder, shown: named, hashesOnly: given.options.hashesOnly === true },
      ...(privateKey !== undefined && { privateKey }),
      ...{ madeAt: io.now().toISOString(), fieldproof: version() },
    })
    const size = `${files} files, ${bytes.toLocaleString('en-GB')} bytes`
    io.out(
      `Packed ${conversations} of ${run.planned} conversations of run ${run.id} into ${relative(io.cwd, folder)}: ${size}.`,
    )
    io.out(fingerprint === undefined ? 'Nobody signed it: give a key with --key.' : `signed by ${fingerprint}`)
    return exitCodes.ok
  } finally {
    await store.close()
  }
}

async function verify(folder: string, { options }: Given, io: Io): Promise<ExitCode> {
  const { checkPack } = await import('../../learn/index.ts')
  const { hashOf, packIn } = await import('../evidence/folder.ts')
  const known = options.publicKey as string | undefined
  const check = await checkPack(packIn(resolve(io.cwd, folder), folder), {
    ...(known !== undefined && { publicKey: keyIn(known, io) }),
    ...{ sample: Number(options.sample ?? 200), seed: Number(options.seed ?? 1), hashOf },
  })
  tell(check, io)
  if (check.wrong.length > 0) return exitCodes.broken
  return check.signed === 'none' ? exitCodes.undecided : exitCodes.ok
}

const wrongShown = 20

function tell({ manifest, signed, fingerprint, files, rejudged, wrong }: PackCheck, { out, style }: Io): void {
  const { run, pact, conversations, planned, madeAt } = manifest
  out(
    `evidence of run ${run}, ${conversations} of ${planned} conversations, under ${pact.id} version ${pact.version}, packed ${madeAt}`,
  )
  for (const line of wrong.slice(0, wrongShown)) out(`  ${style.red('wrong')}  ${line}`)
  if (wrong.length > wrongShown) out(`  and ${wrong.length - wrongShown} more`)
  const words = {
    known: `signed by the key that you gave, ${fingerprint}`,
    unknown: `signed by ${fingerprint}; whose key that is, the pack cannot say: compare it, or give yours with --public-key`,
    wrong: 'not signed as it says',
    none: 'signed by nobody',
  }
  out(`  ${words[signed]}`)
  if (wrong.length > 0) return
  out(`  ${files} of ${files} files are as they were packed`)
  out(
    rejudged.n === 0
      ? '  no verdict was given again'
      : `  ${rejudged.n} of ${rejudged.of} verdicts given again: all ${rejudged.findings} findings of code are the same`,
  )
  if (rejudged.readings > 0)
    out(
      `  ${rejudged.readings} findings of juries: what they quote was said, and what jurors chose leads to what was found`,
    )
}

function keyIn(named: string, { cwd }: Io): string {
  try {
    return readFileSync(resolve(cwd, named), 'utf8')
  } catch {
    throw new Problem({
      code: 'cli/cannot-read',
      message: `There is no key ${named}.`,
      hint: 'Make one with "fieldproof evidence --new-key evidence.key", or correct the name.',
    })
  }
}

function version(): string {
  const { version: own } = JSON.parse(readFileSync(new URL('../../../package.json', import.meta.url), 'utf8'))
  return String(own)
}
