/**
 * How much the product costs on top of the agent it tests: start-up, throughput with durable results,
 * memory, and how close many conversations at once come to the ideal time.
 *
 * Whole processes of the built command line, start-up included. The bare loop calls the same agent as often,
 * in a process of its own, in the same round; the ratio is to that.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { interleaved, type Measured, measure, median, table } from './measure.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const main = join(root, 'dist', 'cli', 'main.js')

export async function bench(out: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'fieldproof-bench-'))
  try {
    for (const line of await startUp()) out(line)
    out('')
    for (const line of await throughput(folder)) out(line)
    out('')
    for (const line of await crowd(folder)) out(line)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function startUp(): Promise<string[]> {
  const rounds = 15
  const { version, bare } = await interleaved(rounds, {
    version: () => measure([main, '--version'], root),
    bare: () => measure(['-e', '0'], root),
  })
  const ms = (runs: readonly Measured[]) => median(runs.map(({ seconds }) => seconds * 1000))
  return table(
    ['start-up', 'n', 'median ms', 'over bare ms', 'at most'],
    [
      ['node -e 0', String(rounds), ms(bare).toFixed(0), '0', ''],
      ['fieldproof --version', String(rounds), ms(version).toFixed(0), (ms(version) - ms(bare)).toFixed(0), '60'],
    ],
  )
}

interface Case {
  readonly name: string
  readonly trials: number
  readonly turns: number
  readonly rounds: number
  readonly atMost: string
}

const cases: readonly Case[] = [
  { name: 'one turn', trials: 1000, turns: 1, rounds: 5, atMost: '' },
  { name: 'one turn', trials: 5000, turns: 1, rounds: 5, atMost: '2.5 s, 150 MiB' },
  { name: 'one turn', trials: 50_000, turns: 1, rounds: 3, atMost: 'linear, flat' },
  { name: '20 turns', trials: 1000, turns: 20, rounds: 5, atMost: '5 s' },
]

async function throughput(folder: string): Promise<string[]> {
  const rows: string[][] = []
  for (const { name, trials, turns, rounds, atMost } of cases) {
    const project = writeProject(join(folder, `${trials}-${turns}`), { trials, turns, delayMs: 0, concurrency: 64 })
    const { product, bare } = await interleaved(rounds, {
      product: () => measure([main, 'simulate', '--store', join(project, `${Math.random()}.db`)], project),
      bare: () => measure(['bare.mjs'], project),
    })
    for (const { code, output } of product) if (code !== 0) throw new Error(`simulate ended with ${code}:\n${output}`)
    const seconds = median(product.map((run) => run.seconds))
    const bareSeconds = median(bare.map((run) => run.seconds))
    rows.push([
      `${trials} x ${name}`,
      String(rounds),
      seconds.toFixed(2),
      Math.round((trials / seconds) * turns).toString(),
      median(product.map((run) => run.peakMiB)).toFixed(0),
      median(product.map((run) => run.liveMiB)).toFixed(0),
      bareSeconds.toFixed(2),
      (seconds / bareSeconds).toFixed(1),
      atMost,
    ])
  }
  return table(
    ['simulate, judged, kept', 'n', 'median s', 'turns/s', 'peak MiB', 'live MiB', 'bare s', 'ratio', 'at most'],
    rows,
  )
}

/** 500 conversations of 5 turns at once with an agent that takes 50 ms: the ideal is 250 ms. */
async function crowd(folder: string): Promise<string[]> {
  const setting = { trials: 500, turns: 5, delayMs: 50, concurrency: 500 }
  const project = writeProject(join(folder, 'crowd'), setting)
  const rounds = 7
  const idealMs = setting.turns * setting.delayMs
  const { product, bare } = await interleaved(rounds, {
    product: () => measure(['--import', 'tsx', join(root, 'bench', 'crowd.ts'), project], root),
    bare: () => measure(['bare.mjs'], project),
  })
  const timesOf = (run: Measured) => [...run.output.matchAll(/took (\d+\.?\d*)/g)].map(([, ms]) => Number(ms))
  const inside = (runs: readonly Measured[], from: number, to: number) =>
    median(runs.flatMap((run) => timesOf(run).slice(from, to)))
  const row = (name: string, ms: number, atMost: string) => [
    name,
    String(rounds),
    ms.toFixed(0),
    (ms / idealMs).toFixed(3),
    atMost,
  ]
  return table(
    ['500 conversations x 5 turns, 50 ms agent', 'n', 'median ms', 'over ideal', 'at most'],
    [
      row('bare loop', inside(bare, 0, 1), ''),
      row('simulate, judged, kept', inside(product, 3, 6), '1.1'),
      row('the same, first time in its process', inside(product, 0, 1), ''),
    ],
  )
}

interface Setting {
  readonly trials: number
  readonly turns: number
  readonly delayMs: number
  readonly concurrency: number
}

function writeProject(folder: string, { trials, turns, delayMs, concurrency }: Setting): string {
  const wait = delayMs === 0 ? '' : `await new Promise((done) => setTimeout(done, ${delayMs}))`
  writeAll(folder, {
    'agent.mjs': `export async function agent(message) { ${wait}; return 'You said: ' + message }`,
    'bare.mjs': `
      import { agent } from './agent.mjs'
      const startMs = performance.now()
      const talk = async () => { for (let turn = 0; turn < ${turns}; turn++) await agent('line ' + turn) }
      if (${delayMs} > 0) await Promise.all(Array.from({ length: ${trials} }, talk))
      else for (let trial = 0; trial < ${trials}; trial++) await talk()
      console.log('took', performance.now() - startMs)`,
    'pact.yaml': `
pact: echo
version: 1
conditions:
  - id: answers
    says: You said
  - id: no-promises
    never-says: guarantee
  - id: in-time
    reply: { withinMs: 4000 }
`,
    'scenarios/echo.yaml': `
scenarios:
  - id: echo
    repeats: ${trials}
    script: [${Array.from({ length: turns }, (_, turn) => `{ say: line ${turn} }`).join(', ')}]
`,
    'fieldproof.yaml': `
project: echo
agent: { id: echo, module: { file: agent.mjs, export: agent } }
runs: { concurrency: ${concurrency}${delayMs > 0 ? ', pace: real' : ''} }
`,
  })
  return folder
}

function writeAll(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
  }
}
