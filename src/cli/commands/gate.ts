import { relative, resolve } from 'node:path'
import type { GateOutcome, GatePart } from '../../learn/index.ts'
import type { Project } from '../../simulate/index.ts'
import type { StoredRun } from '../../store/index.ts'
import type { Command, Given } from '../command.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import type { Io, Style } from '../io.ts'
import { projectOption, storeOption } from '../options.ts'
import { count, listed, provingWords } from '../reports/words.ts'

export const gate: Command = {
  name: 'gate',
  summary: 'say whether a run proves or refutes what the pact promises, and what is missing where it does neither',
  arguments: [
    { form: '[run]', description: 'id of a run, the beginning of one, a name it was blessed with, or latest' },
  ],
  options: [
    projectOption,
    storeOption,
    { form: '--json <file>', description: 'write the outcome as JSON; - for standard output, instead of the words' },
    { form: '--junit <file>', description: 'write it as JUnit XML; what is undecided is skipped, never passed' },
  ],
  examples: ['fieldproof gate', 'fieldproof gate latest --junit gate.xml --json gate.json'],

  async run(given, io) {
    const { gateOf, provingPlays, wholeConversations } = await import('../../learn/index.ts')
    const { findRun } = await import('../find-run.ts')
    const { forecastsKept } = await import('../forecast/kept.ts')
    const { openProjectStore } = await import('../stores.ts')
    const { project, store } = await openProjectStore(given, io)
    try {
      const run = await findRun(store, given.arguments[0])
      const { pact, scenarios } = project
      const forecast = forecastsKept(project).forecasts.findLast((each) => each.run === run.id)
      const outcome = await gateOf({
        ...{ run, trials: store.trials(run.id), pact, scenarios, store, rule: project.settings.regressions },
        promises: [...pact.conditions, ...pact.rubrics],
        ...(forecast !== undefined && { forecast }),
      })
      const plays = provingPlays(project.settings.regressions)
      if (given.options.json !== '-')
        tell(run, outcome, { isForetold: forecast !== undefined, plays, whole: wholeConversations }, io)
      await writeFiles({ run, outcome, project }, given, io)
      return exitCodeOf(outcome)
    } finally {
      await store.close()
    }
  },
}

function exitCodeOf({ state, unreliable }: GateOutcome): ExitCode {
  if (state === 'refuted') return exitCodes.broken
  if (unreliable) return exitCodes.unreliable
  return state === 'proven' ? exitCodes.ok : exitCodes.undecided
}

const kinds = { run: 'run', target: 'promise', guard: 'regression', forecast: 'forecast' } as const

interface Around {
  readonly isForetold: boolean
  /** Conversations that prove a guard. */
  readonly plays: number
  /** The name under which whole conversations are foretold. */
  readonly whole: string
}

function tell(run: StoredRun, outcome: GateOutcome, { isForetold, plays, whole }: Around, { out, style }: Io): void {
  const { state, conversations, ownFailures, parts } = outcome
  const { id, version } = run.agent
  const own = ownFailures === 0 ? '' : `, ${ownFailures} of them failed on our own side`
  out(`${coloured(state, state.toUpperCase(), style)}  ${id}${version === undefined ? '' : ` ${version}`}`)
  out(`  run ${run.id}, ${conversations} of ${run.planned} conversations${own}`)
  const fold = folded(parts, whole)
  for (const kind of ['run', 'target', 'guard', 'forecast'] as const) {
    for (const part of fold.told.filter((each) => each.kind === kind)) out(lineOf(part, style))
  }
  for (const line of foldedLines(fold, conversations)) out(style.dim(line))
  if (!parts.some(({ kind }) => kind === 'guard'))
    out('  No scenario guards against what was found before: "fieldproof minimise --promote" writes one.')
  if (!isForetold)
    out('  No forecast was made of this run, so production is in no part of this: "fieldproof forecast" makes one.')
  for (const line of missingLines(fold.told, plays)) out(line)
}

interface Folded {
  readonly told: readonly GatePart[]
  /** Forecasts of single promises that block nothing. */
  readonly shown: readonly GatePart[]
  /** Promises that never came up, where there are several. */
  readonly never: readonly GatePart[]
}

/** Apart what would bury the others if each had its line. */
function folded(parts: readonly GatePart[], whole: string): Folded {
  const shown = parts.filter(({ state, name }) => state === 'shown' && name !== whole)
  const unasked = parts.filter(
    ({ kind, state, counts }) => kind === 'target' && state === 'undecided' && isNone(counts),
  )
  const never = unasked.length > 1 ? unasked : []
  return { told: parts.filter((part) => !shown.includes(part) && !never.includes(part)), shown, never }
}

const isNone = (counts: GatePart['counts']) =>
  counts !== undefined && counts.held + counts.violated + counts.unjudged === 0

function foldedLines({ shown, never }: Folded, conversations: number): readonly string[] {
  const names = listed(never.map(({ name }) => name))
  const none = `${count(never.length, 'promise')} came up in none of ${count(conversations, 'conversation')}: ${names}`
  const more = `${count(shown.length, 'more forecast')}, none of them wholly below its target: --json - has them`
  return [
    ...(never.length === 0 ? [] : [`  undecided  ${none}`]),
    ...(shown.length === 0 ? [] : [`  shown      ${more}`]),
  ]
}

function lineOf({ kind, name, state, why }: GatePart, style: Style): string {
  return `  ${coloured(state, state.padEnd(9), style)}  ${kinds[kind]} ${name}: ${why}`
}

function missingLines(parts: readonly GatePart[], plays: number): readonly string[] {
  const open = parts.filter(({ state }) => state === 'undecided')
  if (open.length === 0) return []
  const guards = open.filter(({ kind, missing }) => kind === 'guard' && missing !== null).length
  return [
    '  Missing:',
    ...open.map((part) => `    ${kinds[part.kind]} ${part.name}: ${missingWords(part)}`),
    ...(guards === 0 ? [] : [`  ${provingWords(guards, plays)}`]),
  ]
}

function missingWords({ kind, missing }: GatePart): string {
  if (missing === null || missing === undefined) return 'more conversations alone do not decide it; see why above'
  const of = kind === 'guard' ? ' of it' : ''
  return `${missing.toLocaleString('en-GB')} more ${missing === 1 ? 'conversation' : 'conversations'}${of}, if all of them hold`
}

function coloured(state: GatePart['state'], text: string, style: Style): string {
  if (state === 'shown') return style.dim(text)
  return { proven: style.green, refuted: style.red, undecided: style.yellow }[state](text)
}

interface Told {
  readonly run: StoredRun
  readonly outcome: GateOutcome
  readonly project: Project
}

async function writeFiles({ run, outcome, project }: Told, { options }: Given, io: Io): Promise<void> {
  const { json, junit } = options as Readonly<Record<string, string | undefined>>
  if (json === undefined && junit === undefined) return
  const { writePieces } = await import('../reports/writing.ts')
  if (json !== undefined) {
    const { agent, pact } = run
    const text = JSON.stringify({ schema: 'fieldproof/gate/1', run: run.id, agent, pact, ...outcome }, null, 2)
    if (json === '-') io.out(text)
    else await writePieces(resolve(io.cwd, json), [`${text}\n`])
  }
  if (junit !== undefined) {
    const { gateJunit } = await import('../reports/gate-junit.ts')
    await writePieces(resolve(io.cwd, junit), [gateJunit(project.settings.project, run, outcome)])
    io.err(`Written to ${relative(io.cwd, resolve(io.cwd, junit))}`)
  }
}
