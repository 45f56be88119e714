/** `fieldproof gap`: how much worse production does than a run, and what the difference is made of. */
import type { Gap, GapBy, Gathered, GradedTalk } from '../../learn/index.ts'
import { inColumns } from '../columns.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { wholeRun } from '../find-run.ts'
import type { Io } from '../io.ts'
import { oneOf, projectOption, storeOption, wholeNumber } from '../options.ts'
import { dataOption, noProduction } from '../production.ts'
import { type Sources, withSources } from '../sources.ts'

const bys: readonly GapBy[] = [
  'condition',
  'dimension',
  'channel',
  'cluster',
  'writing',
  'backends',
  'persona',
  'version',
]

export const gap: Command = {
  name: 'gap',
  summary: 'compare production with a run, and split what production does worse into its causes',
  arguments: [
    {
      form: '[run]',
      description:
        'id of a run, the beginning of one, a name it was blessed with, or latest; the newest of all scenarios when left out',
    },
  ],
  options: [
    projectOption,
    storeOption,
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--days <n>', description: 'only so many days of production, up to now', read: wholeNumber('--days', 1) },
    {
      form: '--by <what>',
      description: `a gap for each ${bys.slice(0, -1).join(', ')} or ${bys.at(-1)}; condition when left out`,
      read: oneOf('--by', bys),
    },
    { form: '--seed <n>', description: 'for the intervals; 1 when left out', read: wholeNumber('--seed', 0) },
    { form: '--json', description: 'as JSON' },
  ],
  examples: ['fieldproof gap', 'fieldproof gap baseline --days 28 --by channel', 'fieldproof gap --json'],

  async run(given, io) {
    const { gapOf, gapSentences, gradedBy, guardingSentences, traitNames } = await import('../../learn/index.ts')
    const by = (given.options.by as GapBy | undefined) ?? 'condition'
    const seed = Number(given.options.seed ?? 1)
    return withSources(besideRun(given), io, async (sources) => {
      const gathered = await gatheredFrom(sources, given, io)
      const whole = gapOf(gathered.conversations, { seed, traits: traitNames })
      const parted = [...gradedBy(gathered, by)]
        .map(([name, graded]) => ({ name, gap: gapOf(graded, { seed }), production: heldInProduction(graded) }))
        .sort((a, b) => (b.gap?.parts.gap ?? -1) - (a.gap?.parts.gap ?? -1))
      const { unjudged, promises } = gathered
      if (given.options.json === true) {
        const run = sources.run?.run.id
        io.out(JSON.stringify({ run, conversations: whole, promises, by, parted, unjudged }, null, 2))
        return exitCodes.ok
      }
      io.out(`run ${sources.run?.run.id} and production, conversation by conversation`)
      if (whole === null) {
        io.out('One of the two has no conversation that was decided, so there is no gap to speak of.')
        return exitCodes.undecided
      }
      for (const sentence of gapSentences(whole)) io.out(sentence)
      for (const sentence of await explained(whole, gathered, sources)) io.out(sentence)
      for (const sentence of [...besides(gathered), ...guardingSentences(gathered)]) io.out(sentence)
      table(by, parted, io)
      return exitCodes.ok
    })
  },
}

/** The run that is named, else the newest of all scenarios: there is no gap without one. */
function besideRun(given: Given): Given {
  return { ...given, options: { ...given.options, run: given.arguments[0] ?? wholeRun } }
}

async function gatheredFrom({ run, production, people, project }: Sources, given: Given, io: Io): Promise<Gathered> {
  const { gatherGap } = await import('../../learn/index.ts')
  if (run === undefined || production === undefined) throw noProduction(given, io)
  const { observed, project: name, sinceMs, untilMs } = production
  return gatherGap({
    ...{ run: run.run, trials: () => run.store.trials(run.run.id), people, project },
    gradings: observed.gradings(name, { sinceMs, untilMs }),
  })
}

/** What an ablation says of the part that the same customers make. */
async function explained(whole: Gap, { conversations }: Gathered, { project }: Sources): Promise<readonly string[]> {
  const { explainedSentence, factorsIn } = await import('../../learn/index.ts')
  const { newestAblation } = await import('../ablations.ts')
  const ablation = newestAblation(project)
  const sentence = ablation && explainedSentence(whole, ablation, factorsIn(conversations))
  return sentence === undefined ? [] : [sentence]
}

interface Parted {
  readonly name: string
  /** Nothing where one side has none of it. */
  readonly gap: Gap | null
  readonly production: { readonly held: number; readonly n: number }
}

function heldInProduction(graded: readonly GradedTalk[]): Parted['production'] {
  const own = graded.filter(({ side }) => side === 'production')
  return { held: own.filter(({ held }) => held).length, n: own.length }
}

function besides({ far, otherWays, unjudged, conversations, byPromise, promises }: Gathered): readonly string[] {
  const production = conversations.filter(({ side }) => side === 'production').length
  const left = [...byPromise.keys()].filter((id) => !promises.includes(id))
  const open = unjudged.test + unjudged.production
  return [
    `${far} of ${production} conversations of production are near no scenario.`,
    ...(otherWays.length === 0
      ? []
      : [
          `Ways of writing that are not told apart, since others are commoner or hardly anybody writes so: ${otherWays.map(({ way, n }) => `${way} (${n})`).join(', ')}.`,
        ]),
    ...(open === 0
      ? []
      : [
          `Not in these numbers, since not all of it could be judged: ${unjudged.test} in the test, ${unjudged.production} in production.`,
        ]),
    ...(left.length === 0
      ? []
      : [`Whole conversations are held against what both sides could decide, so not against ${listed(left)}.`]),
  ]
}

/** The first three; where it is more than one beyond, the others are counted. */
function listed(names: readonly string[]): string {
  return names.length <= 4 ? names.join(', ') : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`
}

/** In points; positive where production is worse. */
function table(by: GapBy, rows: readonly Parted[], io: Io): void {
  if (rows.length === 0) return
  io.out('')
  const head = [by, 'test', 'production', 'gap', '95 %', 'mix', 'uncovered', 'behaviour', 'judge']
  const lines = rows
    .filter(({ gap, production }) => gap !== null || production.n > 0)
    .map(({ name, gap, production }) => {
      if (gap === null)
        return [name, 'none', `${points(production.held / production.n)} % of ${production.n}`, '', '', '', '', '', '']
      const { parts, intervals, n, corrected } = gap
      return [
        name,
        `${points(parts.test)} % of ${n.test.findings}`,
        `${points(parts.production)} % of ${n.production.findings}`,
        points(parts.gap),
        `${points(intervals.gap.low)} to ${points(intervals.gap.high)}`,
        points(parts.mix),
        points(parts.uncovered),
        points(parts.behaviour),
        corrected.test || corrected.production ? points(parts.judge) : 'no labels',
      ]
    })
  for (const line of inColumns([head, ...lines], [1, 2, 3, 4, 5, 6, 7, 8])) io.out(line)
}

const points = (share: number) => (100 * share + 0).toFixed(1).replace(/^-(?=0\.0$)/, '')
