/** `fieldproof drifts`: which schema drifts can be made of what backends really answer, and which an agent has met. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Drift } from '../../connect/index.ts'
import { Problem } from '../../problem.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { count } from '../reports/words.ts'
import type { SeenDrifts } from '../seen-drifts.ts'

export const drifts: Command = {
  name: 'drifts',
  summary: 'say which schema drifts can be made of what the backends answered, and which were played',
  arguments: [
    {
      form: '[runs...]',
      description: 'ids of runs, beginnings of ids, names they were blessed with; the newest when left out',
    },
  ],
  options: [
    projectOption,
    storeOption,
    { form: '--openapi <file>', description: 'make them of what an OpenAPI document promises, instead of a run' },
    { form: '--missing', description: 'only kinds that were not played at an endpoint' },
    {
      form: '--sample <n>',
      description: 'only so many: one of each kind at each endpoint before a second',
      read: wholeNumber('--sample', 1),
    },
    { form: '--seed <n>', description: 'decides the sample; 1 when left out', read: wholeNumber('--seed', 0) },
    { form: '--each', description: 'a line for each drift' },
    { form: '--json', description: 'print JSON' },
    { form: '--out <file>', description: 'write them as fault sets, in YAML' },
    { form: '--force', description: 'overwrite the file that is there' },
  ],
  examples: [
    'fieldproof drifts',
    'fieldproof drifts --missing --sample 12 --out faults/drifts.yaml',
    'fieldproof drifts --openapi practice.json --json',
  ],

  async run(given, io) {
    const { driftLines, driftsJson } = await import('../reports/drifts.ts')
    const { out, json, each } = given.options
    const file = out === undefined ? undefined : freeFile(String(out), given, io)
    const seen = await seenBy(given, io)
    const chosen = await chosenOf(seen, given)
    if (file !== undefined) await write(file, seen, chosen)
    if (json === true) io.out(JSON.stringify(driftsJson({ ...seen, chosen }), null, 2))
    else for (const line of driftLines({ ...seen, chosen }, each === true, io.style)) io.out(line)
    if (file !== undefined) io.err(`${count(chosen.length, 'fault set')} in ${String(out)}.`)
    return exitCodes.ok
  },
}

async function seenBy(given: Given, io: Io): Promise<SeenDrifts> {
  const { driftsInDocument, driftsInRuns } = await import('../seen-drifts.ts')
  const { openapi } = given.options
  if (openapi !== undefined) return driftsInDocument(String(openapi), io.cwd)
  const { findRun } = await import('../find-run.ts')
  const { openProjectStore } = await import('../stores.ts')
  const { store, project } = await openProjectStore(given, io)
  try {
    const [first, ...others] = given.arguments
    const runs = [await findRun(store, first)]
    for (const wanted of others) runs.push(await findRun(store, wanted))
    return await driftsInRuns(store, runs, project)
  } finally {
    await store.close()
  }
}

async function chosenOf({ drifts, met }: SeenDrifts, { options }: Given): Promise<readonly Drift[]> {
  const { driftCell, sampleOfDrifts } = await import('../../connect/index.ts')
  const { keyedRandom } = await import('../../stats/index.ts')
  const wanted = options.missing === true ? drifts.filter((drift) => met?.cells.has(driftCell(drift)) !== true) : drifts
  const n = options.sample as number | undefined
  if (n === undefined) return wanted
  const sample = new Set(sampleOfDrifts(wanted, n, keyedRandom((options.seed as number | undefined) ?? 1, 'drifts')))
  return wanted.filter((drift) => sample.has(drift))
}

async function write(file: string, { from }: SeenDrifts, chosen: readonly Drift[]): Promise<void> {
  const { driftsText } = await import('../../connect/index.ts')
  const { cannotWrite, writePieces } = await import('../reports/writing.ts')
  const heading = `Drifts made by "fieldproof drifts" of ${from}. Yours to edit.\nA drift is known to have been played by its name: leave the names as they are.`
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (thrown) {
    throw cannotWrite(file, thrown)
  }
  await writePieces(file, [driftsText(chosen, heading)])
}

/** @throws Problem `cli/would-overwrite` */
function freeFile(named: string, { options }: Given, io: Io): string {
  const file = resolve(io.cwd, named)
  if (!existsSync(file) || options.force === true) return file
  throw new Problem({
    code: 'cli/would-overwrite',
    message: `${named} is there already.`,
    hint: 'Move it away, or overwrite it with --force. Nothing was written.',
  })
}
