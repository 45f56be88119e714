/**
 * `fieldproof regressions`: every regression scenario, how old it is, when it last failed, and whether its fix is proven.
 *
 * With --check the exit code says it. 0: every fix is proven. 1: something is broken. 3: nothing is broken, proof is missing.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { LibraryEntry } from '../../learn/index.ts'
import type { Store } from '../../store/index.ts'
import { inColumns } from '../columns.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { findRun } from '../find-run.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption } from '../options.ts'
import { dataFolder, dataOption, withProduction } from '../production.ts'
import { percent } from '../reports/words.ts'
import { openProjectStore } from '../stores.ts'

export const regressions: Command = {
  name: 'regressions',
  summary: 'list what guards against violations found before: age, last failure, whether the fix is proven',
  options: [
    projectOption,
    storeOption,
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--check', description: 'end with 0 only where every fix is proven, 1 where one is broken, else 3' },
    { form: '--json', description: 'as JSON, one scenario per line' },
  ],
  examples: ['fieldproof regressions', 'fieldproof regressions --check'],

  async run(given, io) {
    const { libraryOf } = await import('../../learn/index.ts')
    const { project, store } = await openProjectStore(given, io)
    try {
      const traffic = await trafficOf(given, store, io)
      const { scenarios } = project
      const library = await libraryOf({ scenarios, store, ...(traffic !== undefined && { traffic }) })
      if (given.options.json === true) for (const entry of library) io.out(JSON.stringify(entry))
      else await tell(library, io)
      return given.options.check === true ? checked(library) : exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

/** Where a server keeps production here, how much of it is near each scenario; nothing where there is too little of either. */
async function trafficOf(given: Given, store: Store, io: Io) {
  if (!existsSync(join(dataFolder(given, io), 'observed.db')) || (await store.runs(1)).length === 0) return undefined
  const { coverageOf, gatherTalks } = await import('../../learn/index.ts')
  const run = await findRun(store, undefined)
  const talks = await withProduction(given, io, (observed) =>
    gatherTalks(store.trials(run.id), observed.gradings((given.options.name as string | undefined) ?? 'default', {}), {
      severityOf: () => undefined,
      seed: 1,
    }),
  )
  if (talks.examples.length < 4 || talks.talks.length === 0) return undefined
  const near = new Map(coverageOf(talks).scenarios.map(({ scenario, n }) => [scenario, n]))
  return { near, of: talks.talks.length }
}

function checked(library: readonly LibraryEntry[]): ExitCode {
  if (library.some(({ standing }) => standing === 'broken')) return exitCodes.broken
  return library.every(({ standing }) => standing === 'proven') ? exitCodes.ok : exitCodes.undecided
}

async function tell(library: readonly LibraryEntry[], io: Io): Promise<void> {
  if (library.length === 0) {
    io.out('No scenario guards against what was found before: "fieldproof minimise --promote" writes one.')
    return
  }
  const { provingPlays } = await import('../../learn/index.ts')
  const isTraffic = library.some(({ traffic }) => traffic !== undefined)
  const head = ['', 'scenario', 'guards', 'newest run', 'found', 'last failed', ...(isTraffic ? ['stands for'] : [])]
  const rows = library.map((entry) => [
    entry.standing,
    ...[entry.id, entry.guards, newestWords(entry)],
    entry.foundOn === undefined ? 'not said' : `${entry.foundOn}, ${daysAgo(entry.foundOn, io)}`,
    entry.lastFailed === undefined ? 'never here' : entry.lastFailed.at.slice(0, 10),
    ...(entry.traffic === undefined ? [] : [trafficWords(entry.traffic)]),
  ])
  for (const [at, line] of inColumns([head, ...rows]).entries()) io.out(at === 0 ? io.style.dim(line) : line)
  const never = library.filter(({ newest, lastFailed }) => newest !== undefined && lastFailed === undefined)
  if (never.length > 0)
    io.out(
      `Never failed in a run that is kept: ${never.map(({ id }) => id).join(', ')}. What never fails may guard against nothing: play it with the agent it was found in.`,
    )
  if (library.some(({ standing }) => standing === 'open' || standing === 'not played'))
    io.out(`One run decides: "fieldproof simulate --tag regression --repeats ${provingPlays}".`)
}

function newestWords({ standing, newest, missing }: LibraryEntry): string {
  if (newest === undefined) return 'not played'
  const { held, violated, unjudged } = newest
  const n = held + violated
  const apart = unjudged === 0 ? '' : `, ${unjudged} unjudged`
  if (standing === 'broken') return `broken in ${violated} of ${n}${apart}`
  const then = standing === 'proven' ? 'proven at 90/95' : `${missing} more needed`
  return `held ${held} of ${n}${apart}: ${then}`
}

function daysAgo(day: string, io: Io): string {
  // biome-ignore lint/style/noRestrictedGlobals: a day that was written down
  const days = Math.floor((io.now().getTime() - Date.parse(day)) / 86_400_000)
  return days < 1 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`
}

const trafficWords = ({ n, of }: NonNullable<LibraryEntry['traffic']>) => `${n} of ${of} (${percent(n / of)})`
