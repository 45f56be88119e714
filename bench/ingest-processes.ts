/** The processes of the ingest bench: begun, heard, and what of the machine they use. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export function running(file: string, words: readonly string[]): ChildProcess {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const before = file.endsWith('.ts') ? ['--import', 'tsx'] : []
  return spawn(process.execPath, [...before, path, ...words], { stdio: ['pipe', 'pipe', 'inherit'] })
}

export async function firstLine({ stdout }: ChildProcess): Promise<string> {
  let text = ''
  for await (const piece of stdout?.setEncoding('utf8') ?? []) {
    text += piece
    if (text.includes('\n')) break
  }
  return text.slice(0, text.indexOf('\n'))
}

/** The most memory that a process ever held. */
export function peakMiB({ pid }: ChildProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

/** Seconds of the processor that each thread of a process has used, the first of them first, the others by how much. */
export function threadSeconds({ pid }: ChildProcess): readonly number[] {
  const seconds = (thread: string) => {
    const [, rest = ''] = readFileSync(`/proc/${pid}/task/${thread}/stat`, 'utf8').split(') ')
    const fields = rest.split(' ')
    // User and system time, in hundredths.
    return (Number(fields[11]) + Number(fields[12])) / 100
  }
  const threads = readdirSync(`/proc/${pid}/task`)
  const others = threads.filter((thread) => thread !== `${pid}`).map(seconds)
  return [seconds(`${pid}`), ...others.sort((a, b) => b - a)]
}
