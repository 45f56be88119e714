/** `fieldproof coverage`: how much of production some scenario stands for, and what to write a scenario for next. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import type { Coverage, Period, Talks, UncoveredKind } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Project } from '../../simulate/index.ts'
import { inColumns } from '../columns.ts'
import type { Command, Given } from '../command.ts'
import { type Embedded, embedded, embeddingOptions, mostEmbedded } from '../embedded.ts'
import { exitCodes } from '../exit-codes.ts'
import { findRun, wholeRun } from '../find-run.ts'
import { freeFile } from '../free-file.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { dataOption, withProduction } from '../production.ts'
import { openProjectStore } from '../stores.ts'

export const coverage: Command = {
  name: 'coverage',
  summary: 'say how much of production some scenario stands for, and draft scenarios for the rest',
  options: [
    projectOption,
    storeOption,
    { form: '--run <run>', description: 'id of the run, or a name it was blessed with; the newest when left out' },
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--days <n>', description: 'only so many days of production, up to now', read: wholeNumber('--days', 1) },
    { form: '--by <period>', description: 'a line for each month, week or day; month when left out', read: period },
    { form: '--draft <file>', description: 'write a scenario for each uncovered kind that came more than once' },
    { form: '--force', description: 'overwrite the file that is there' },
    {
      form: '--seed <n>',
      description: 'for the sample of a long production; 1 when left out',
      read: wholeNumber('--seed', 0),
    },
    ...embeddingOptions,
    { form: '--json', description: 'as JSON' },
  ],
  examples: [
    'fieldproof coverage',
    'fieldproof coverage --days 28 --draft scenarios/drafts.yaml',
    'fieldproof coverage --embeddings http://127.0.0.1:11434/v1 --embedding-model nomic-embed-text',
  ],

  async run(given, io) {
    const { coverageOf, gatherTalks } = await import('../../learn/index.ts')
    const { name, days, draft, seed = 1, run: wanted, json } = given.options
    const { project, store } = await openProjectStore(given, io)
    try {
      const run = await findRun(store, (wanted as string | undefined) ?? wholeRun)
      const severities = new Map(
        [...project.pact.conditions, ...project.pact.rubrics].map((each) => [each.id, each.severity]),
      )
      const gathered = await withProduction(given, io, (observed) => {
        const sinceMs = days === undefined ? {} : { sinceMs: io.now().getTime() - Number(days) * 86_400_000 }
        return gatherTalks(
          store.trials(run.id),
          observed.gradings((name as string | undefined) ?? 'default', sinceMs),
          {
            severityOf: (condition) => severities.get(condition),
            seed: Number(seed),
            ...(given.options.embeddings !== undefined && { most: mostEmbedded }),
          },
        )
      })
      requireEnough(gathered, run.id)
      const texts = () => [...gathered.examples, ...gathered.talks].map(({ text }) => text)
      const meant = await embedded(texts, given, io)
      const found = coverageOf(gathered, {
        ...(meant && { embedded: meant.space }),
        ...(given.options.by !== undefined && { by: given.options.by as Period }),
      })
      if (json === true) {
        const { of, silent, talks } = gathered
        io.out(
          JSON.stringify(
            {
              run: run.id,
              conversations: of,
              lookedAt: talks.length,
              silent,
              ...(meant && { by: meant.by }),
              ...found,
            },
            null,
            2,
          ),
        )
      } else {
        tell(found, gathered, `run ${run.id} and production, ${byWhat(meant)}`, io)
      }
      if (draft !== undefined) await writeDrafts(found, { project, given, io, named: String(draft) })
      return exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

const periods: readonly Period[] = ['month', 'week', 'day']

function period(text: string): Period {
  const found = periods.find((each) => each === text)
  if (found !== undefined) return found
  throw new Problem({
    code: 'cli/bad-option',
    message: `--by takes month, week or day, not "${text}".`,
    hint: 'For example: --by week.',
  })
}

/** Beginnings of conversations that it takes to say what is near. */
const enoughTexts = 4

function requireEnough({ examples, talks }: Talks, run: string): void {
  if (examples.length >= enoughTexts && talks.length > 0) return
  throw new Problem({
    code: 'cli/too-little-to-compare',
    message:
      talks.length === 0
        ? 'Production has no conversation in which a customer said something.'
        : `The customers of run ${run} begin in ${examples.length} ways; it takes ${enoughTexts} to say what is near them.`,
    hint:
      talks.length === 0
        ? 'Send some to "fieldproof serve", or ask for more days.'
        : 'Write more scenarios, or play them with more personas.',
  })
}

function byWhat(meant: Embedded | undefined): string {
  if (meant === undefined) return 'by how customers begin'
  return `by what customers mean as they begin, to ${meant.by}; ${meant.asked} of ${meant.n} texts were asked for`
}

function tell(found: Coverage, { of, talks, silent }: Talks, head: string, io: Io): void {
  const { covered, beyond, unseen, moreToSee, later, uncovered, periods } = found
  io.out(head)
  io.out(
    `${rateWords(covered)} of ${covered.n} conversations are near some scenario; ${covered.n - covered.successes} are near none.`,
  )
  if (found.suite.strays > 0)
    io.out(
      `So no scenario stands for about ${rateWords(beyond)} of customers: of the suite's own, ${percent(found.suite.strays)} are as far.`,
    )
  if (of > talks.length) io.out(`They are a sample of ${of}, each as likely to be in it as any other.`)
  if (silent > 0) io.out(`In ${silent} more the customer said nothing that could be read.`)
  io.out(
    `The next customer brings what neither a scenario nor anybody had so far with a chance of ${rateWords({ ...unseen, rate: unseen.mass })}${moreWords(moreToSee)}`,
  )
  if (later !== undefined)
    io.out(
      `Of the later half, ${later.new} of ${later.n} were like no scenario and like nothing in the earlier half: at most ${percent(later.atMost)} in the long run.`,
    )
  tellUncovered(uncovered, unseen.kinds - (covered.successes > 0 ? 1 : 0), io)
  io.out('')
  const rows = periods.map(({ period: each, uncovered: far }) => [
    each,
    `${rateWords(far)} of ${far.n}`,
    '#'.repeat(Math.round(far.rate * 40)),
  ])
  for (const line of inColumns([['since', 'near no scenario', ''], ...rows])) io.out(line)
}

/** Kinds that are shown on a terminal. */
const shown = 12

function tellUncovered(uncovered: Coverage['uncovered'], kinds: number, io: Io): void {
  if (uncovered.length === 0) return
  io.out('')
  const rows = uncovered
    .slice(0, shown)
    .map(({ words, share, decided, violated, next, texts: [typical = ''] }) => [
      words.join(' '),
      String(share.successes),
      rateWords(share),
      decided === 0 ? '' : `${violated} of ${decided}`,
      next === undefined ? '' : String(next),
      JSON.stringify(typical.length > 60 ? `${typical.slice(0, 59)}…` : typical),
    ])
  const head = ['no scenario for', 'came', 'share', 'violated', 'add', 'the most typical']
  for (const line of inColumns([head, ...rows], [1, 3, 4])) io.out(line)
  if (kinds > rows.length) io.out(`and ${kinds - rows.length} kinds more`)
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`

function rateWords({
  rate,
  low,
  high,
}: {
  readonly rate: number
  readonly low: number
  readonly high: number
}): string {
  return `${percent(rate)} (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`
}

function moreWords(more: number | null): string {
  if (more === 0) return '.'
  return more === null
    ? '; no number of conversations that could be looked at brings it below 5 %.'
    : `; look at ${more} more, and 95 % of customers bring what was seen.`
}

interface Drafting {
  readonly project: Project
  readonly given: Given
  readonly io: Io
  readonly named: string
}

/** What came once may be chance; more drafts than these nobody reads. */
const mostDrafts = 20

async function writeDrafts({ uncovered }: Coverage, { project, given, io, named }: Drafting): Promise<void> {
  const { draftsOf } = await import('../../learn/index.ts')
  const { scenariosText } = await import('../../simulate/index.ts')
  const again = uncovered.filter(({ share }: UncoveredKind) => share.successes > 1).slice(0, mostDrafts)
  if (again.length === 0) return io.err('Nothing uncovered came more than once; no draft was written.')
  const file = freeFile(named, given, io)
  const taken = project.scenarios.map(({ id }) => id)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(
    file,
    scenariosText(
      draftsOf(again, taken),
      `Drafted from production, for what no scenario has: what needs one most comes first.
These are the words of customers; read them before others do. Say in "facts" what the customer knows and in "expect" what
must be true afterwards, write the want as it would follow "I would like to", and take the tag away.`,
    ),
  )
  io.err(`wrote ${again.length} ${again.length === 1 ? 'draft' : 'drafts'} to ${relative(io.cwd, file)}`)
}
