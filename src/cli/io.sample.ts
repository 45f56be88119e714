/** A terminal for tests: collects lines, shows no colour, and its clock stands still. */
import { type Io, plainStyle } from './io.ts'
import { firstLine } from './secret.ts'

export interface SampleIo extends Io {
  /** Lines of standard output and, marked `! `, of standard error, in the order in which they came. */
  readonly lines: readonly string[]
  /** All lines as one text. */
  text(): string
}

/** @param changes what is to be different: `cwd`, `env`, `stdin`, … */
export function sampleIo(changes: Partial<Io> = {}): SampleIo {
  const lines: string[] = []
  return {
    out: (line) => lines.push(...line.split('\n')),
    err: (line) => lines.push(...line.split('\n').map((each) => `! ${each}`)),
    live: () => {},
    isTerminal: false,
    columns: 80,
    style: plainStyle,
    cwd: process.cwd(),
    env: {},
    stdin: nothing(),
    interrupted: new AbortController().signal,
    // biome-ignore lint/style/noRestrictedGlobals: a moment that was written down
    now: () => new Date('2026-03-02T09:15:00.000Z'),
    ...changes,
    secret: () => firstLine(changes.stdin ?? nothing()),
    lines,
    text: () => lines.join('\n'),
  }
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
