/** `fieldproof gap`: how much worse production does than a run, and what the difference is made of. */
import type { Gap, GapCause, Gathered, Graded } from '../../learn/index.ts'
import { inColumns } from '../columns.ts'
import type { Command } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { findRun } from '../find-run.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { dataOption, withProduction } from '../production.ts'
import { openProjectStore } from '../stores.ts'

export const gap: Command = {
  name: 'gap',
  summary: 'compare production with a run, and split what production does worse into its causes',
  arguments: [
    { form: '[run]', description: 'id of a run, the beginning of one, a name it was blessed with, or latest' },
  ],
  options: [
    projectOption,
    storeOption,
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--days <n>', description: 'only so many days of production, up to now', read: wholeNumber('--days', 1) },
    { form: '--seed <n>', description: 'for the intervals; 1 when left out', read: wholeNumber('--seed', 0) },
    { form: '--json', description: 'as JSON' },
  ],
  examples: ['fieldproof gap', 'fieldproof gap baseline --days 28', 'fieldproof gap --json'],

  async run(given, io) {
    const { gapOf, gapSentences, gatherGap } = await import('../../learn/index.ts')
    const { name, days, seed = 1, json } = given.options
    const { store } = await openProjectStore(given, io)
    try {
      const run = await findRun(store, given.arguments[0])
      const gathered = await withProduction(given, io, (observed) => {
        const sinceMs = days === undefined ? {} : { sinceMs: io.now().getTime() - Number(days) * 86_400_000 }
        return gatherGap(store.trials(run.id), observed.gradings((name as string | undefined) ?? 'default', sinceMs))
      })
      const split = (graded: Iterable<Graded>) => gapOf(graded, { seed: Number(seed) })
      const told = {
        run: run.id,
        conversations: split(gathered.conversations),
        promises: splits(gathered.byPromise, split),
        channels: splits(gathered.byChannel, split),
        unjudged: gathered.unjudged,
      }
      if (json === true) {
        io.out(JSON.stringify(told, null, 2))
        return exitCodes.ok
      }
      io.out(`run ${run.id} and production, conversation by conversation`)
      if (told.conversations === null) {
        io.out('One of the two has no conversation that was decided, so there is no gap to speak of.')
        return exitCodes.undecided
      }
      for (const sentence of gapSentences(told.conversations)) io.out(sentence)
      io.out(nearness(gathered))
      table('promise', told.promises, io)
      table('channel', told.channels, io)
      return exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

type Splits = readonly { readonly name: string; readonly gap: Gap }[]

function splits(by: ReadonlyMap<string, readonly Graded[]>, split: (graded: readonly Graded[]) => Gap | null): Splits {
  return [...by]
    .flatMap(([name, graded]) => {
      const gap = split(graded)
      return gap === null ? [] : [{ name, gap }]
    })
    .sort((a, b) => b.gap.parts.gap - a.gap.parts.gap)
}

function nearness({ far, unjudged, conversations }: Gathered): string {
  const production = conversations.filter(({ side }) => side === 'production').length
  const open = unjudged.test + unjudged.production
  const words = `${far} of ${production} conversations of production are near no scenario`
  return open === 0
    ? `${words}.`
    : `${words}. Nothing could be decided of ${unjudged.test} in the test and ${unjudged.production} in production; they are not in these numbers.`
}

const causes: readonly GapCause[] = ['mix', 'uncovered', 'behaviour', 'judge']

/** In points; positive where production is worse. */
function table(what: string, rows: Splits, io: Io): void {
  if (rows.length === 0) return
  io.out('')
  const head = [what, 'test', 'production', 'gap', '95 %', ...causes]
  const lines = rows.map(({ name, gap: { parts, intervals, n } }) => [
    name,
    `${points(parts.test)} % of ${n.test.findings}`,
    `${points(parts.production)} % of ${n.production.findings}`,
    points(parts.gap),
    `${points(intervals.gap.low)} to ${points(intervals.gap.high)}`,
    ...causes.map((cause) => points(parts[cause])),
  ])
  for (const line of inColumns([head, ...lines], [1, 2, 3, 4, 5, 6, 7, 8])) io.out(line)
}

const points = (share: number) => (100 * share + 0).toFixed(1).replace(/^-(?=0\.0$)/, '')
