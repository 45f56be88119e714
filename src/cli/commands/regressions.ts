/**
 * `fieldproof regressions`: every regression scenario, how old it is, when it last failed, and whether its fix is proven.
 *
 * With --check the exit code says it. 0: every fix is proven. 1: one is refuted. 3: none is refuted, proof is missing.
 */
import type { GuardRule, Library, LibraryEntry } from '../../learn/index.ts'
import { inColumns } from '../columns.ts'
import type { Command } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption } from '../options.ts'
import { dataOption } from '../production.ts'
import { count, partWords, percent, provingWords } from '../reports/words.ts'
import { openProjectStore } from '../stores.ts'

export const regressions: Command = {
  name: 'regressions',
  summary: 'list what guards against violations found before: age, last failure, whether the fix is proven',
  options: [
    projectOption,
    storeOption,
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--check', description: 'end with 0 only where every fix is proven, 1 where one is refuted, else 3' },
    { form: '--json', description: 'as JSON, one scenario per line' },
  ],
  examples: ['fieldproof regressions', 'fieldproof regressions --check'],

  async run(given, io) {
    const { guardedBy, libraryOf } = await import('../../learn/index.ts')
    const { guardTraffic } = await import('../guard-traffic.ts')
    const { project, store } = await openProjectStore(given, io)
    try {
      const { scenarios, pact, settings } = project
      const traffic = await guardTraffic(
        scenarios.filter((each) => guardedBy(each) !== undefined),
        given,
        io,
      )
      const library = await libraryOf({
        ...{ scenarios, pact, promises: [...pact.conditions, ...pact.rubrics], rule: settings.regressions, store },
        ...(traffic !== undefined && { traffic }),
      })
      if (given.options.json === true) for (const entry of library.entries) io.out(JSON.stringify(entry))
      else tell(library, settings.regressions, io)
      return given.options.check === true ? checked(library) : exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

function checked({ entries }: Library): ExitCode {
  if (entries.some(({ standing }) => standing === 'refuted')) return exitCodes.broken
  return entries.every(({ standing }) => standing === 'proven') ? exitCodes.ok : exitCodes.undecided
}

function tell({ entries, runs, provingPlays }: Library, rule: GuardRule, io: Io): void {
  if (entries.length === 0) {
    io.out('No scenario guards against what was found before: "fieldproof minimise --promote" writes one.')
    return
  }
  const isTraffic = entries.some(({ traffic }) => traffic !== undefined)
  const head = ['', 'scenario', 'guards', 'newest run', 'found', 'last failed', ...(isTraffic ? ['stands for'] : [])]
  const rows = entries.map((entry) => [
    entry.standing,
    ...[entry.id, entry.guards, newestWords(entry)],
    entry.foundOn === undefined ? 'not said' : `${entry.foundOn}, ${daysAgo(entry.foundOn, io)}`,
    entry.lastFailed === undefined ? 'never here' : entry.lastFailed.at.slice(0, 10),
    ...(isTraffic ? [entry.traffic === undefined ? '' : partWords(entry.traffic)] : []),
  ])
  for (const [at, line] of inColumns([head, ...rows]).entries()) io.out(at === 0 ? io.style.dim(line) : line)
  io.out(
    `Proven: the promise holds in more than ${percent(rule.target)} of such conversations, with ${percent(rule.certainty)} certainty.`,
  )
  if (!isTraffic) io.out('What they stand for is not known: no conversation of production is kept here.')
  const never = entries.filter(({ newest, lastFailed }) => newest !== undefined && lastFailed === undefined)
  if (never.length > 0)
    io.out(
      `Never failed in the ${count(runs, 'run')} looked at: ${never.map(({ id }) => id).join(', ')}. What never fails may guard against nothing: play it with the agent it was found in.`,
    )
  const open = entries.filter(({ standing }) => standing === 'undecided' || standing === 'not played')
  if (open.length > 0) io.out(provingWords(open.length, provingPlays))
}

function newestWords({ newest, missing, provenBefore }: LibraryEntry): string {
  if (newest === undefined) return 'not played'
  const { held, violated, unjudged } = newest
  const n = held + violated
  const apart = unjudged === 0 ? '' : `, ${unjudged} unjudged`
  const came = violated > 0 ? `came back in ${violated} of ${n}` : `held ${held} of ${n}`
  return `${came}${apart}${thenWords(missing, provenBefore)}`
}

function thenWords(missing: LibraryEntry['missing'], provenBefore: LibraryEntry['provenBefore']): string {
  if (provenBefore !== undefined) return `; proven in ${provenBefore.run}`
  if (missing === null) return ': not promised by the pact'
  return missing === 0 ? '' : `: ${missing} more needed`
}

function daysAgo(day: string, io: Io): string {
  // biome-ignore lint/style/noRestrictedGlobals: a day that was written down
  const days = Math.floor((io.now().getTime() - Date.parse(day)) / 86_400_000)
  return days < 1 ? 'today' : days === 1 ? '1 day ago' : `${days} days ago`
}
