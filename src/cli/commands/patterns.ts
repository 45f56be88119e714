/** `fieldproof patterns`: what customers of production do again and again, and whether the suite plays it. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Patterns, Telling } from '../../learn/index.ts'
import { Problem } from '../../problem.ts'
import type { Project } from '../../simulate/index.ts'
import type { Store, StoredRun } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { embedded, embeddingOptions, mostEmbedded } from '../embedded.ts'
import { exitCodes } from '../exit-codes.ts'
import { findRun, wholeRun } from '../find-run.ts'
import { freeFile } from '../free-file.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { dataOption, withProduction } from '../production.ts'
import { listed } from '../reports/words.ts'
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
    ...embeddingOptions,
    { form: '--json', description: 'as JSON' },
  ],
  examples: [
    'fieldproof patterns',
    'fieldproof patterns --days 28 --write .',
    'fieldproof patterns --embeddings http://127.0.0.1:11434/v1 --embedding-model nomic-embed-text',
  ],

  async run(given, io) {
    const { gatherTelling, patternsOf, textsToEmbed } = await import('../../learn/index.ts')
    const { patternLines } = await import('../reports/patterns.ts')
    const { name, days, seed = 1, write, json } = given.options
    const { project, store } = await openProjectStore(given, io)
    try {
      const run = await wantedRun(given, store)
      const telling = await withProduction(given, io, (observed) => {
        const sinceMs = days === undefined ? {} : { sinceMs: io.now().getTime() - Number(days) * 86_400_000 }
        const gradings = observed.gradings((name as string | undefined) ?? 'default', sinceMs)
        return gatherTelling(run === undefined ? nothing() : store.trials(run.id), gradings, {
          seed: Number(seed),
          ...(given.options.embeddings !== undefined && { most: mostEmbedded }),
        })
      })
      if (telling.real.length === 0) throw noCustomers()
      const texts = () => textsToEmbed([...telling.real, ...telling.played])
      const meant = texts().size === 0 ? undefined : await embedded(texts, given, io)
      const found = patternsOf(telling.real, telling.played, meant?.space)
      if (json === true)
        io.out(JSON.stringify({ ...asJson(found, telling, run), ...(meant && { by: meant.by }) }, null, 2))
      else for (const line of patternLines(found, telling, run?.id, meant)) io.out(line)
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
  return findRun(store, wanted ?? wholeRun)
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
      ...{ taken, suite: project.scenarios },
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
These are the words of customers; read them before others do. What the customer knows and what is prepared is that of the
scenario they are nearest to: check it. Say in "expect" what must be true afterwards, write the want as it would follow
"I would like to", and take the tag away.`,
    ),
  ])
  for (const [file, text] of files) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
  const written = files.map(([file]) => relative(io.cwd, file))
  io.err(`wrote ${listed(written, written.length)}`)
}
