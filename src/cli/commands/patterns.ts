/** `fieldproof patterns`: what customers of production do again and again, and whether the suite plays it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Hazard, Pattern, Patterns, PointsBy, Telling } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Project } from '../../simulate/index.ts'
import type { Store, StoredRun } from '../../store/index.ts'
import { inColumns } from '../columns.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import { findRun } from '../find-run.ts'
import { freeFile } from '../free-file.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { dataOption, withProduction } from '../production.ts'
import { count, interval, listed, percent } from '../reports/words.ts'
import { openProjectStore } from '../stores.ts'

export const patterns: Command = {
  name: 'patterns',
  summary: 'say what customers of production do again and again, and whether the suite plays it',
  options: [
    projectOption,
    storeOption,
    {
      form: '--run <run>',
      description: 'a run by its id, name or beginning; the newest when left out; "none" for none',
    },
    dataOption,
    { form: '--name <project>', description: 'the project on the server; default when left out' },
    { form: '--days <n>', description: 'only so many days of production, up to now', read: wholeNumber('--days', 1) },
    { form: '--write <folder>', description: 'write personas/ and scenarios/ that play the patterns into this folder' },
    { form: '--force', description: 'overwrite files that are there' },
    {
      form: '--seed <n>',
      description: 'for the sample of a long production and for fitted rates; 1 when left out',
      read: wholeNumber('--seed', 0),
    },
    { form: '--json', description: 'as JSON' },
  ],
  examples: ['fieldproof patterns', 'fieldproof patterns --days 28 --write .'],

  async run(given, io) {
    const { gatherTelling, patternsOf } = await import('../../learn/index.ts')
    const { name, days, seed = 1, write, json } = given.options
    const { project, store } = await openProjectStore(given, io)
    try {
      const run = await wantedRun(given, store)
      const telling = await withProduction(given, io, (observed) => {
        const sinceMs = days === undefined ? {} : { sinceMs: io.now().getTime() - Number(days) * 86_400_000 }
        const gradings = observed.gradings((name as string | undefined) ?? 'default', sinceMs)
        return gatherTelling(run === undefined ? nothing() : store.trials(run.id), gradings, { seed: Number(seed) })
      })
      if (telling.real.length === 0) throw noCustomers()
      const found = patternsOf(telling.real, telling.played)
      if (json === true) io.out(JSON.stringify(asJson(found, telling, run), null, 2))
      else tell(found, telling, run, io)
      if (write !== undefined) await writeAll(found, { project, given, io, folder: String(write) })
      return exitCodes.ok
    } finally {
      await store.close()
    }
  },
}

async function wantedRun({ options }: Given, store: Store): Promise<StoredRun | undefined> {
  const wanted = options.run as string | undefined
  if (wanted === 'none' || (wanted === undefined && (await store.runs(1)).length === 0)) return undefined
  return findRun(store, wanted)
}

async function* nothing(): AsyncGenerator<never> {}

function noCustomers(): Problem {
  return new Problem({
    code: 'cli/too-little-to-compare',
    message: 'Production has no conversation in which a customer said something.',
    hint: 'Send some to "fieldproof serve", or ask for more days.',
  })
}

function asJson({ shown, hazards }: Patterns, { real, of, played, silent }: Telling, run: StoredRun | undefined) {
  return {
    ...(run !== undefined && { run: run.id, trials: played.length }),
    conversations: of,
    lookedAt: real.length,
    silent,
    patterns: shown.map(({ pattern }) => pattern),
    hazards,
  }
}

function tell({ shown, hazards }: Patterns, { real, of, played, silent }: Telling, run: StoredRun | undefined, io: Io) {
  const beside = run === undefined ? '' : ` beside ${count(played.length, 'conversation')} of run ${run.id}`
  io.out(`${count(real.length, 'conversation')} of production${beside}`)
  if (of > real.length) io.out(`They are those of a sample of customers, taken from ${of}.`)
  if (silent > 0) io.out(`In ${silent} more no customer said anything.`)
  io.out('')
  const rows = shown.map(({ pattern }) => [
    pattern.says,
    rateWords(pattern.real),
    run === undefined ? '' : rateWords(pattern.played),
    pattern.suite === undefined ? '' : suiteWords[pattern.suite],
    pattern.untold === 0 ? '' : `${pattern.untold} not told`,
  ])
  const head = ['customers who', 'real', ...(run === undefined ? [] : ['played', 'the suite plays it'])]
  for (const line of inColumns([head, ...rows])) io.out(line)
  for (const { pattern } of shown) tellOne(pattern, io)
  tellHazards(hazards, io)
}

const suiteWords: Readonly<Record<NonNullable<Pattern['suite']>, string>> = {
  never: 'never',
  'too rarely': 'too rarely',
  'about as often': 'no difference to be told',
  'too often': 'more often than it happens',
}

function rateWords(rate: Pattern['real']): string {
  return rate === undefined ? 'cannot be told' : `${percent(rate.rate)} (${interval(rate)}) of ${rate.n}`
}

function tellOne({ says, real, concentrates, examples }: Pattern, io: Io): void {
  if (real === undefined || real.successes === 0) return
  io.out('')
  io.out(`customers who ${says}: ${listed(examples, 5)}`)
  for (const { by, in: where, share, elsewhere } of concentrates) {
    io.out(`  more of them ${whereWords[by]} "${where}": ${rateWords(share)}, elsewhere ${percent(elsewhere)}`)
  }
}

const whereWords = { kind: 'among', channel: 'on' } as const

const pointWords: Readonly<Record<PointsBy, string>> = {
  upshot: 'left after the agent',
  turn: "left after the agent's turn",
  done: 'left when this had been done',
}

/** Points of each kind that are shown. */
const mostPoints = 5

function tellHazards(hazards: readonly Hazard[], io: Io): void {
  for (const by of ['upshot', 'turn', 'done'] as const) {
    const points = hazards.filter((each) => each.by === by && each.leave.successes > 0)
    if (points.length === 0) continue
    io.out('')
    const rows = points
      .slice(0, mostPoints)
      .map(({ at, leave, elsewhere, standsOut }) => [
        at,
        `${leave.successes} of ${leave.n}`,
        `${percent(leave.rate)} (${interval(leave)})`,
        percent(elsewhere),
        standsOut ? 'more than elsewhere' : '',
      ])
    for (const line of inColumns([[pointWords[by], 'left', '', 'elsewhere', ''], ...rows], [1])) io.out(line)
    if (points.length > rows.length) io.out(`and ${points.length - rows.length} more`)
  }
}

interface Writing {
  readonly project: Project
  readonly given: Given
  readonly io: Io
  readonly folder: string
}

async function writeAll({ shown }: Patterns, { project, given, io, folder }: Writing): Promise<void> {
  const { patternScenarios, personaOf } = await import('../../learn/index.ts')
  const { scenariosText } = await import('../../simulate/index.ts')
  const { channels: ways } = project.settings.agent as { readonly channels?: Readonly<Record<string, unknown>> }
  const isReached = (channel: string) => ways === undefined || Object.hasOwn(ways, channel)
  const taken = new Set(project.scenarios.map(({ id }) => id))
  const files: [file: string, text: string][] = []
  const scenarios = shown.flatMap((each) => {
    const persona = personaOf(each, Number(given.options.seed ?? 1))
    const file = persona && freeFile(join(folder, 'personas', `${persona.id}.yaml`), given, io)
    if (persona && file) files.push([file, persona.text])
    const drafts = patternScenarios(each, {
      taken,
      isReached,
      ...(file !== undefined && { persona: relative(project.folder, file) }),
    })
    for (const { id } of drafts) taken.add(id)
    return drafts
  })
  if (scenarios.length === 0) return io.err('No pattern was seen; nothing was written.')
  files.push([
    freeFile(join(folder, 'scenarios', 'patterns.yaml'), given, io),
    scenariosText(
      scenarios,
      `Drafted from production by "fieldproof patterns": customers who do what real ones do again and again.
These are the words of customers; read them before others do. Say in "facts" what the customer knows and in "expect" what
must be true afterwards, write the want as it would follow "I would like to", and take the tag away.`,
    ),
  ])
  for (const [file, text] of files) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  io.err(
    `wrote ${listed(
      files.map(([file]) => relative(io.cwd, file)),
      9,
    )}`,
  )
}
