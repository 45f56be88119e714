/** Writing the evidence of a run: everything that somebody needs who trusts neither us nor the agent's maker. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { release } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import {
  type BesidePact,
  besidePactFile,
  conversationsFile,
  fingerprint,
  judgesOf,
  linesOf,
  manifestFile,
  manifestText,
  type PackedFile,
  pactFile,
  publicKeyFile,
  publicKeyOf,
  signatureFile,
  signatureOf,
  verdictsFile,
} from '../../learn/index.ts'
import { loadPact } from '../../pact/index.ts'
import { Problem } from '../../problem.ts'
import { countsOf, type Project } from '../../simulate/index.ts'
import type { Store, StoredRun } from '../../store/index.ts'
import { type Broken, brokenIn, brokenShown } from './broken.ts'
import { freshFolder, growing, whole } from './folder.ts'
import { evidencePage } from './page.ts'

export interface Packing {
  readonly project: Project
  readonly store: Store
  readonly run: StoredRun
  readonly folder: string
  /** As the folder is named for people. */
  readonly shown: string
  /** PEM; nobody signs where it is left out. */
  readonly privateKey?: string
  /** Leaves out what was said, and keeps its hashes. */
  readonly hashesOnly: boolean
  /** ISO 8601. */
  readonly madeAt: string
  readonly fieldproof: string
}

export interface Packed {
  readonly files: number
  readonly bytes: number
  readonly conversations: number
  readonly fingerprint?: string
}

/** @throws Problem `cli/other-pact` when the pact is not the one that the run was judged under */
export async function writeEvidence(packing: Packing): Promise<Packed> {
  const { project, run, folder, privateKey, madeAt, fieldproof } = packing
  if (run.pact.hash !== project.pact.hash) throw otherPact(run)
  freshFolder(folder, packing.shown)
  const signer = privateKey === undefined ? undefined : publicKeyOf(privateKey)
  const small = Object.entries({
    ...(await pactFiles(project)),
    'plan.json': json(planOf(project, run)),
    'judges.json': json(await judgesOf(project.pact)),
    'environment.json': json(environmentOf(project, fieldproof)),
    ...(signer !== undefined && { [publicKeyFile]: signer }),
  })
  const files: PackedFile[] = []
  for (const [path, text] of small) files.push(await whole(folder, path, text))
  const trials = await packTrials(packing)
  files.push(...trials.files)
  const { id, version, hash } = run.pact
  const about = {
    schema: 'fieldproof/evidence/1',
    ...{ madeAt, fieldproof, run: run.id, pact: { id, version, hash } },
    ...{ conversations: trials.n, planned: run.planned },
  } as const
  const sign = signer === undefined ? {} : { fingerprint: fingerprint(signer) }
  const page = evidencePage({
    ...{ run, pact: project.pact, summary: trials.summary, broken: trials.broken, manifest: about, files, ...sign },
    project: project.settings.project,
  })
  files.push(await whole(folder, 'index.html', page))
  const manifest = manifestText({ ...about, files })
  await whole(folder, manifestFile, manifest)
  if (privateKey !== undefined) await whole(folder, signatureFile, `${signatureOf(manifest, privateKey)}\n`)
  return {
    files: files.length,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    conversations: trials.n,
    ...sign,
  }
}

/** The pact as it is written, and what it reads besides. */
async function pactFiles({ folder, settings, agent }: Project): Promise<Readonly<Record<string, string>>> {
  const text = readFileSync(resolve(folder, settings.pact), 'utf8')
  const files: Record<string, string> = {}
  await loadPact(text, {
    file: settings.pact,
    agent,
    read(path) {
      files[path] = readFileSync(resolve(folder, join(dirname(settings.pact), path)), 'utf8')
      return files[path]
    },
  })
  return { [pactFile]: text, [besidePactFile]: json({ agent, files } satisfies BesidePact) }
}

async function packTrials({ project, store, run, folder, hashesOnly }: Packing) {
  const counts = countsOf(project.pact, false)
  const verdicts = await growing(folder, verdictsFile)
  const conversations = hashesOnly ? undefined : await growing(folder, conversationsFile)
  const broken: Broken[] = []
  for await (const trial of store.trials(run.id)) {
    counts.add(trial)
    const lines = linesOf(trial, hashesOnly)
    await verdicts.write(`${lines.verdict}\n`)
    await conversations?.write(`${lines.conversation}\n`)
    if (!hashesOnly && broken.length < brokenShown) broken.push(...brokenIn(trial, counts.trials))
  }
  const { summary } = counts.outcome()
  const files = [await verdicts.end(), ...(conversations === undefined ? [] : [await conversations.end()])]
  return { files, n: counts.trials, summary, broken: broken.slice(0, brokenShown) }
}

function planOf({ scenarios, personas }: Project, run: StoredRun) {
  return { run, scenarios: scenarios.map(({ file: _, ...scenario }) => scenario), personas }
}

/** The project file may hold credentials, so only its hash is packed. */
function environmentOf({ file }: Project, fieldproof: string) {
  return {
    fieldproof,
    node: process.version,
    platform: process.platform,
    release: release(),
    arch: process.arch,
    projectFile: { sha256: createHash('sha256').update(readFileSync(file)).digest('hex') },
  }
}

function otherPact({ id, pact }: StoredRun): Problem {
  return new Problem({
    code: 'cli/other-pact',
    message: `Run ${id} was judged under ${pact.id} version ${pact.version}, and the pact has changed since.`,
    hint: 'Play it again under the pact of now, or bring back the pact of then, so that verdicts and promises belong together.',
  })
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`
