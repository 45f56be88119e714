/** What is kept as lines of JSON beside the runs: forecasts, ablations. Added to and never changed. */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { Problem } from '../problem.ts'

/** All lines, none where there is no file. @throws Problem `cli/lines-unreadable` */
export function linesKept<Line>(file: string): readonly Line[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, at) => (line === '' ? [] : [parsed<Line>(line, file, at + 1)]))
}

export function keepLine(file: string, value: unknown): void {
  mkdirSync(dirname(file), { recursive: true })
  appendFileSync(file, `${JSON.stringify(value)}\n`)
}

function parsed<Line>(line: string, file: string, number: number): Line {
  try {
    return JSON.parse(line) as Line
  } catch {
    throw new Problem({
      code: 'cli/lines-unreadable',
      message: `Line ${number} of ${file} is no JSON.`,
      hint: 'Take that line out; every other line stands by itself.',
    })
  }
}
