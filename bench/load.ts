/**
 * Whether 500 conversations at once can be had by one process: how much longer they take than the agent's own time, how
 * late we were by our own account, and how much memory we held. Further rows show where one process comes to its end.
 *
 * The agent is a process of its own that takes a fixed time for every answer. A client that does nothing but send
 * the same messages runs beside, round after round: what it has on top of the ideal is the machine's.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { measure, median, table } from './measure.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const root = dirname(here.replace(/\/$/, ''))

interface Case {
  readonly atOnce: number
  readonly turns: number
  readonly thinkMs: number
  readonly graded: number
  /** Only what is wanted has a bound; the others show where it ends. */
  readonly isWanted?: true
}

const cases: readonly Case[] = [
  { atOnce: 500, turns: 5, thinkMs: 1000, graded: 1000, isWanted: true },
  { atOnce: 1000, turns: 5, thinkMs: 1000, graded: 2000 },
  { atOnce: 500, turns: 5, thinkMs: 400, graded: 2000 },
]
const rounds = 3

export async function bench(out: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-bench-load-'))
  try {
    const rows: string[][] = []
    for (const each of cases) rows.push(...(await measured(each, folder)))
    const head = ['what', 'n', 'ideal ms', 'p50 over', 'p99 over', 'at most', 'held', 'our lag p99', 'busy', 'peak MiB']
    for (const line of table(head, rows)) out(line)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

interface Took {
  readonly p50: number
  readonly p99: number
  readonly n: number
}

interface Ours {
  readonly conversations: Took
  readonly clean: number
  readonly held: number
  readonly lag: { readonly lateMs: number; readonly loopMs: number; readonly busy: number; readonly isVoid: boolean }
}

async function measured(each: Case, folder: string): Promise<string[][]> {
  const { atOnce, turns, thinkMs, graded, isWanted } = each
  const idealMs = turns * thinkMs
  const project = writeProject(join(folder, `${atOnce}-${thinkMs}`), each)
  const ours: (Ours & { readonly peakMiB: number })[] = []
  const bare: Took[] = []
  for (let round = 0; round < rounds; round += 1) {
    ours.push(await runOurs(project, each))
    bare.push(await runBare(each, idealMs))
  }
  const over = (ms: readonly number[]) => median(ms) / idealMs - 1
  const p99 = over(ours.map(({ conversations }) => conversations.p99))
  const what = `${atOnce} at once, ${turns} turns of ${thinkMs} ms`
  const lag = median(ours.map(({ lag: { lateMs, loopMs } }) => Math.max(lateMs, loopMs)))
  return [
    [
      what,
      String(graded * rounds),
      String(idealMs),
      share(over(ours.map(({ conversations }) => conversations.p50))),
      share(p99),
      isWanted ? '10 %' : '',
      isWanted ? (p99 <= 0.1 ? 'yes' : 'NO') : '',
      `${lag.toFixed(0)} ms${ours.some(({ lag: { isVoid } }) => isVoid) ? ', void' : ''}`,
      share(median(ours.map(({ lag: { busy } }) => busy))),
      median(ours.map(({ peakMiB }) => peakMiB)).toFixed(0),
    ],
    [
      '  a bare client beside',
      String(graded * rounds),
      String(idealMs),
      share(over(bare.map((took) => took.p50))),
      share(over(bare.map((took) => took.p99))),
    ],
  ]
}

const share = (fraction: number) => `${(fraction * 100).toFixed(1)} %`

async function runOurs(project: string, { atOnce, graded }: Case): Promise<Ours & { readonly peakMiB: number }> {
  const words = [join(here, 'load-run.mjs'), project, String(atOnce), String(graded)]
  const { output, code, peakMiB } = await measure(words, root)
  const [, result] = /^result (.*)$/m.exec(output) ?? []
  if (code !== 0 || result === undefined) throw new Error(`the load run ended with ${code}:\n${output}`)
  const ours = JSON.parse(result) as Ours
  if (ours.conversations.n !== graded || ours.held > 0) throw new Error(`not every conversation was had: ${result}`)
  return { ...ours, peakMiB }
}

async function runBare({ atOnce, turns, thinkMs, graded }: Case, idealMs: number): Promise<Took> {
  const agent = spawn(process.execPath, [join(here, 'load-agent.mjs'), String(thinkMs)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  try {
    const { agent: address } = JSON.parse(await firstLine(agent)) as { readonly agent: string }
    const words = [join(here, 'load-bare.mjs'), `${address}/`, ...[atOnce, turns, idealMs, graded].map(String)]
    const { output, code } = await measure(words, root)
    if (code !== 0) throw new Error(`the bare client ended with ${code}:\n${output}`)
    return JSON.parse(output) as Took
  } finally {
    agent.stdin?.end()
    agent.kill()
  }
}

async function firstLine({ stdout }: ChildProcess): Promise<string> {
  if (stdout === null) throw new Error('the agent has no output')
  for await (const line of createInterface(stdout)) return line
  throw new Error('the agent did not start')
}

function writeProject(folder: string, { turns, thinkMs }: Case): string {
  const files: Readonly<Record<string, string>> = {
    'fieldproof.yaml': `
project: echo
start: { command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(join(here, 'load-agent.mjs'))}, '${thinkMs}'] }
agent: { id: echo, http: { url: '{{start.agent}}/' } }
`,
    'pact.yaml': `
pact: echo
version: 1
conditions:
  - id: answers
    says: You said
  - id: no-promises
    never-says: guarantee
  - id: in-time
    reply: { withinMs: 4000, sameAnswers: 0 }
`,
    'scenarios/echo.yaml': `
scenarios:
  - id: echo
    script: [${Array.from({ length: turns }, (_, turn) => `{ say: line ${turn} }`).join(', ')}]
`,
  }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}
