/**
 * `fieldproof chains`: which tool feeds which, which chains of calls a run has played, and scenarios for the others.
 *
 * It plays nothing, and never overwrites a file unless told to.
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Problem } from '../../problem.ts'
import type { ChainPlayed, Composition, Played, Project, ToolGraph } from '../../simulate/index.ts'
import type { Command, Given } from '../command.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Io } from '../io.ts'
import { projectOption, storeOption, wholeNumber } from '../options.ts'
import { count, interval, percent } from '../reports/words.ts'

const fileName = 'scenarios/chains.yaml'
const heading = `Two wishes in one conversation, made by "fieldproof chains" of this project's scenarios. Yours to edit.`

export const chains: Command = {
  name: 'chains',
  summary: 'list the chains of tool calls that a run has and has not played, and make scenarios for those it has not',
  arguments: [
    { form: '[run]', description: 'id of a run, the beginning of one, a name it was blessed with, or latest' },
  ],
  options: [
    projectOption,
    storeOption,
    { form: '--length <n>', description: '3 or 4 calls; both when left out', read: lengthOf },
    {
      form: '--limit <n>',
      description: 'list so many chains at most; 20 when left out',
      read: wholeNumber('--limit', 1),
    },
    { form: '--write', description: `write scenarios for unplayed chains to ${fileName}` },
    { form: '--force', description: 'overwrite the file that is there' },
  ],
  examples: ['fieldproof chains', 'fieldproof chains latest --length 4 --write'],

  async run(given, io) {
    const { chainsOf, chainWords, compose, coverageOf, scenariosText, toolGraph } = await import(
      '../../simulate/index.ts'
    )
    const { project, played } = await playedIn(given, io)
    const graph = toolGraph(project.agent.tools, played)
    showEdges(graph, io)
    const { length: only, limit = 20 } = given.options as { readonly length?: number; readonly limit?: number }
    const unplayed = (only === undefined ? [3, 4] : [only]).flatMap((length) => {
      const coverage = coverageOf(chainsOf(graph, length), played)
      showCoverage(coverage, { length, limit, chainWords }, io)
      return coverage.flatMap(({ chain, rate }) => (rate.rate === undefined ? [chain] : []))
    })
    const scenarios = project.scenarios.filter(({ tags }) => !tags.includes('chains') && !tags.includes('edges'))
    const composition = compose(unplayed, { scenarios, played })
    showComposition(composition, chainWords, io)
    const made = composition.composed.map(({ scenario }) => scenario)
    if (given.options.write === true) {
      write(project, made.length === 0 ? undefined : scenariosText(made, heading), given, io)
    }
    return exitCodes.ok
  },
}

/** Undisturbed conversations alone: how often a fault is played says nothing of how often a chain goes through. */
async function playedIn(
  given: Given,
  io: Io,
): Promise<{ readonly project: Project; readonly played: readonly Played[] }> {
  const { openProjectStore } = await import('../stores.ts')
  const { findRun } = await import('../find-run.ts')
  const { disturbancesOf, playedOf } = await import('../../simulate/index.ts')
  const { project, store } = await openProjectStore(given, io)
  try {
    const [wanted] = given.arguments
    if (wanted === undefined && (await store.runs(1)).length === 0) {
      io.out('No run has been kept here yet: what feeds what is guessed from the names of parameters alone.')
      return { project, played: [] }
    }
    const run = await findRun(store, wanted)
    const declared = new Set(project.agent.tools.map(({ name }) => name))
    const played: Played[] = []
    for await (const { conversation } of store.trials(run.id)) {
      if (disturbancesOf(conversation).length === 0) played.push(playedOf(conversation, declared))
    }
    io.out(`${run.id}: ${count(played.length, 'undisturbed conversation')}`)
    return { project, played }
  } finally {
    await store.close()
  }
}

function showEdges({ edges }: ToolGraph, io: Io): void {
  io.out('')
  io.out(edges.length === 0 ? 'No tool is known to feed another.' : 'What feeds what')
  for (const { from, to, seen, fields, guessedBy } of edges) {
    if (guessedBy !== undefined) io.out(io.style.dim(`  ${from} → ${to}  never seen, guessed by ${guessedBy}`))
    else io.out(`  ${from} → ${to}  ${count(seen, 'time')}: ${waysIn(fields)}`)
  }
}

function waysIn(fields: ToolGraph['edges'][number]['fields']): string {
  const ways = fields.slice(0, 2).map(({ field, parameter }) => `${field} as ${parameter}`)
  return `${ways.join(', ')}${fields.length > 2 ? ` and ${fields.length - 2} more` : ''}`
}

function showCoverage(
  all: readonly ChainPlayed[],
  { length, limit, chainWords }: { length: number; limit: number; chainWords: ChainWords },
  io: Io,
): void {
  const unplayed = all.filter(({ rate }) => rate.rate === undefined)
  io.out('')
  io.out(`Chains of ${length} calls: played ${all.length - unplayed.length} of ${all.length}`)
  for (const { chain, rate, prefixes } of all.slice(0, limit)) {
    io.out(`  ${chainWords(chain)}`)
    const own = rate.rate === undefined ? 'never played' : `succeeded ${rateWords(rate)}`
    const before = prefixes.map((prefix) => `; its first ${prefix.length} calls ${rateWords(prefix)}`)
    io.out(io.style.dim(`    ${own}${before.join('')}`))
  }
  if (all.length > limit) io.out(`  Showing ${limit} of ${all.length}, unplayed ones first; --limit shows more.`)
}

type ChainWords = (chain: ChainPlayed['chain']) => string

function rateWords({ rate }: ChainPlayed['rate']): string {
  if (rate === undefined) return 'never played'
  return `${rate.successes} of ${rate.n}, ${percent(rate.rate)} (${interval(rate)})`
}

function showComposition({ composed, not }: Composition, chainWords: ChainWords, io: Io): void {
  const realised = composed.reduce((sum, { chains: all }) => sum + all.length, 0)
  io.out('')
  io.out(
    `${count(composed.length, 'scenario')} would play ${realised} of the ${count(realised + not.length, 'unplayed chain')}`,
  )
  for (const { scenario, chains: all } of composed) {
    io.out(
      `  made  ${scenario.id}: ${all.slice(0, 2).map(chainWords).join('; ')}${all.length > 2 ? ` and ${all.length - 2} more` : ''}`,
    )
  }
  const byReason = new Map<string, string[]>()
  for (const { chain, because } of not) byReason.set(because, [...(byReason.get(because) ?? []), chainWords(chain)])
  for (const [reason, [first = '', ...others]] of byReason) {
    const more = others.length === 0 ? '' : ` and ${others.length} more`
    io.out(io.style.dim(`  not   ${reason} (${first}${more})`))
  }
}

function write(project: Project, text: string | undefined, given: Given, io: Io): void {
  if (text === undefined) {
    io.out('Nothing was written.')
    return
  }
  const file = join(project.folder, fileName)
  if (existsSync(file) && given.options.force !== true) {
    throw new Problem({
      code: 'cli/would-overwrite',
      message: `${fileName} is there already.`,
      hint: 'Move it away, or overwrite it with --force. Nothing was written.',
    })
  }
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  io.out(`They are in ${fileName}. Read them before you trust them: whether two wishes go together only you can say.`)
}

function lengthOf(text: string): number {
  if (text === '3' || text === '4') return Number(text)
  throw new Problem({
    code: 'cli/bad-option',
    message: `--length takes 3 or 4, not "${text}".`,
    hint: 'Leave it out for both.',
  })
}
