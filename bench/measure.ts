/** Measuring whole processes: how long they take and how much memory they hold at most. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface Measured {
  readonly seconds: number
  readonly peakMiB: number
  /** What is still needed at the end, after everything that is not has been collected. */
  readonly liveMiB: number
  readonly output: string
  readonly code: number | null
}

// Told by the process itself as it ends, through a pipe of its own.
const tellPeak = `process.on('exit', () => {
  const peak = process.resourceUsage().maxRSS
  global.gc()
  require('node:fs').writeSync(3, peak + ' ' + process.memoryUsage().heapUsed)
})`
const preload = `data:text/javascript,${encodeURIComponent(`import { createRequire } from 'node:module'; const require = createRequire('/'); ${tellPeak}`)}`

/** Runs Node to its end. */
export async function measure(words: readonly string[], cwd: string): Promise<Measured> {
  const startMs = performance.now()
  const child = spawn(process.execPath, ['--expose-gc', '--import', preload, ...words], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  let output = ''
  let peak = ''
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  child.stdio[3]?.on('data', (text: Buffer) => {
    peak += text.toString()
  })
  const [code] = await once(child, 'close')
  const [peakKiB = 0, liveBytes = 0] = peak.split(' ').map(Number)
  const seconds = (performance.now() - startMs) / 1000
  return { seconds, peakMiB: peakKiB / 1024, liveMiB: liveBytes / 1024 ** 2, output, code }
}

/** Runs several commands in turn, round after round, so that noise falls on all of them alike. */
export async function interleaved<Name extends string>(
  rounds: number,
  runs: Readonly<Record<Name, () => Promise<Measured>>>,
): Promise<Record<Name, Measured[]>> {
  const names = Object.keys(runs) as Name[]
  const measured = Object.fromEntries(names.map((name) => [name, [] as Measured[]])) as Record<Name, Measured[]>
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) measured[name].push(await runs[name]())
  }
  return measured
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

/** Rows under a head, as columns: numbers to the right, words to the left. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)))
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        /^[\d.~<>-]/.test(cell) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd()
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)]
}
