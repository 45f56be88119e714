/**
 * Whether an evidence pack is what was packed: signature, hashes, and a sample of verdicts given again with the packed pact.
 *
 * What juries read cannot be given again for nothing. Of their findings it is checked that what they quote was said, that
 * the levels they chose lead to what was found, and that each named juror is one that the pact names. Whose key signed is for people to
 * say, so a pack is never called authentic unless a key known from elsewhere is given.
 */
import { isDeepStrictEqual } from 'node:util'
import { parseConversation } from '../../conversation/index.ts'
import { judge, loadPact, type Pact, type Verdict } from '../../pact/index.ts'
import { Problem, reasonOf } from '../../problem.ts'
import { keyedRandom } from '../../stats/index.ts'
import {
  fingerprint,
  isSigned,
  type Manifest,
  manifestFile,
  parseManifest,
  publicKeyFile,
  sha256,
  signatureFile,
} from './manifest.ts'
import { type BesidePact, besidePactFile, conversationsFile, pactFile, verdictsFile } from './packed.ts'
import { readingTrouble } from './readings.ts'

/** A pack as it lies somewhere. */
export interface Pack {
  /** Names of all files; folders and links among them end in `/`. */
  readonly names: readonly string[]
  /** The bytes of a file, in pieces. */
  bytes(name: string): AsyncIterable<Uint8Array>
  text(name: string): string
  lines(name: string): AsyncIterable<string>
}

export interface PackCheck {
  readonly manifest: Manifest
  /** `known`: by the key that was given. `unknown`: by the key in the pack, which may be anybody's. */
  readonly signed: 'known' | 'unknown' | 'wrong' | 'none'
  /** Of the key that was held against the signature. */
  readonly fingerprint?: string
  readonly files: number
  /** Verdicts given again, of how many; findings of code compared, and findings of juries held against what was said. */
  readonly rejudged: {
    readonly n: number
    readonly of: number
    readonly findings: number
    readonly readings: number
  }
  /** All that is not as it was packed; empty where everything is. */
  readonly wrong: readonly string[]
}

export interface PackCheckOptions {
  /** As PEM, known from elsewhere. */
  readonly publicKey?: string
  /** Verdicts to give again, at most. */
  readonly sample: number
  readonly seed: number
  readonly hashOf: (bytes: AsyncIterable<Uint8Array>) => Promise<{ readonly bytes: number; readonly sha256: string }>
}

/** @throws Problem `evidence/unreadable` when it is no pack, `evidence/bad-key` */
export async function checkPack(pack: Pack, options: PackCheckOptions): Promise<PackCheck> {
  if (!pack.names.includes(manifestFile)) throw noPack()
  const text = pack.text(manifestFile)
  const manifest = parseManifest(text)
  const signed = signatureIn(pack, text, options.publicKey)
  const wrong = [
    ...(signed.signed === 'wrong' ? ['the signature is not of this manifest with this key'] : []),
    ...strays(pack, manifest),
    ...(await changed(pack, manifest, options)),
  ]
  // Hashes first: what was changed is not read as if it had been packed.
  const again =
    wrong.length > 0 ? { n: 0, findings: 0, readings: 0, wrong: [] } : await judgedAgain(pack, manifest, options)
  const { conversations: of, files } = manifest
  return {
    manifest,
    ...signed,
    files: files.length,
    rejudged: { n: again.n, of, findings: again.findings, readings: again.readings },
    wrong: [...wrong, ...again.wrong],
  }
}

function signatureIn(
  { names, text }: Pack,
  manifest: string,
  given: string | undefined,
): Pick<PackCheck, 'signed' | 'fingerprint'> {
  if (!names.includes(signatureFile)) return { signed: 'none' }
  const key = given ?? (names.includes(publicKeyFile) ? text(publicKeyFile) : undefined)
  if (key === undefined) return { signed: 'wrong' }
  const told = { fingerprint: fingerprint(key) }
  if (!isSigned(manifest, text(signatureFile), key)) return { signed: 'wrong', ...told }
  return { signed: given === undefined ? 'unknown' : 'known', ...told }
}

function strays({ names }: Pack, { files }: Manifest): readonly string[] {
  const known = new Set([...files.map(({ path }) => path), manifestFile, signatureFile])
  return names.filter((name) => !known.has(name)).map((name) => `${name} is not in the manifest`)
}

async function changed(
  { names, bytes }: Pack,
  { files }: Manifest,
  { hashOf }: PackCheckOptions,
): Promise<readonly string[]> {
  const found: string[] = []
  for (const { path, sha256: hash } of files) {
    if (!names.includes(path)) found.push(`${path} is missing`)
    else if ((await hashOf(bytes(path))).sha256 !== hash) found.push(`${path} was changed`)
  }
  return found
}

interface Again {
  n: number
  findings: number
  readings: number
  readonly wrong: string[]
}

async function judgedAgain(pack: Pack, manifest: Manifest, { sample, seed }: PackCheckOptions): Promise<Again> {
  const again: Again = { n: 0, findings: 0, readings: 0, wrong: [] }
  if (!pack.names.includes(conversationsFile)) return again
  const pact = await packedPact(pack)
  if (pact.hash !== manifest.pact.hash)
    again.wrong.push(`${pactFile} is not the pact ${manifest.pact.hash} of the manifest`)
  const random = keyedRandom(seed, 'evidence')
  const verdicts = pack.lines(verdictsFile)[Symbol.asyncIterator]()
  let seen = 0
  for await (const line of pack.lines(conversationsFile)) {
    const { id, sha256: hash, verdict } = JSON.parse((await verdicts.next()).value ?? '{}') as Partial<VerdictLine>
    if (hash !== sha256(line)) again.wrong.push(`verdict ${id ?? seen} is of another conversation`)
    const isDrawn = random.float() * (manifest.conversations - seen) < sample - again.n
    seen += 1
    if (isDrawn && verdict !== undefined) judgeLine(line, `${id}`, { pact, verdict }, again)
  }
  if (seen !== manifest.conversations) again.wrong.push(`${conversationsFile} has ${seen} of ${manifest.conversations}`)
  return again
}

interface VerdictLine {
  readonly id: string
  readonly sha256: string
  readonly verdict: Verdict
}

function judgeLine(
  line: string,
  id: string,
  { pact, verdict }: { readonly pact: Pact; readonly verdict: Verdict },
  again: Again,
): void {
  again.n += 1
  const conversation = parseConversation(JSON.parse(line), { file: conversationsFile })
  const findings = new Map(judge(pact, conversation).findings.map((finding) => [finding.condition, finding]))
  for (const { id: condition } of pact.conditions) {
    again.findings += 1
    const packed = verdict.findings.find((each) => each.condition === condition)
    const now = findings.get(condition)
    if (!isDeepStrictEqual(plain(packed), plain(now)))
      again.wrong.push(
        `trial ${id}: ${condition} was ${packed?.outcome ?? 'absent'}, and is ${now?.outcome ?? 'absent'} when judged again`,
      )
  }
  for (const rubric of pact.rubrics) {
    const finding = verdict.findings.find((each) => each.condition === rubric.id)
    if (finding?.jurors === undefined) continue
    again.readings += 1
    const trouble = readingTrouble(finding, verdict, conversation, pact, rubric)
    if (trouble !== undefined) again.wrong.push(`trial ${id}: ${rubric.id} ${trouble}`)
  }
}

async function packedPact({ text }: Pack): Promise<Pact> {
  const { agent, files } = JSON.parse(text(besidePactFile)) as BesidePact
  const read = (path: string) => {
    const found = files[path]
    if (found !== undefined) return found
    throw unreadable(`the pact reads ${path}, which was not packed`)
  }
  try {
    return await loadPact(text(pactFile), { file: pactFile, agent, read })
  } catch (thrown) {
    throw unreadable(`its pact cannot be read by this version: ${reasonOf(thrown)}`)
  }
}

const plain = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

const noPack = () => unreadable(`there is no ${manifestFile}`)

function unreadable(because: string): Problem {
  return new Problem({
    code: 'evidence/unreadable',
    message: `This is no evidence pack that can be checked: ${because}.`,
    hint: 'Name the folder that "fieldproof evidence" wrote, unchanged, and use the version of Fieldproof that its manifest names.',
  })
}
