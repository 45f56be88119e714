/** Conversations of files of any form that can be imported, as the server takes them. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { isoOf, momentOf } from '../conversation/index.ts'
import { Problem } from '../problem.ts'
import type { Given } from './command.ts'
import { readCsv } from './csv.ts'
import type { Io } from './io.ts'
import { recorded } from './recorded.ts'

/** A conversation, or what is wrong with a record. */
export type Imported = { readonly value: object } | { readonly problems: readonly Problem[] }

/** @throws Problem or Problems when a file, a mapping or a column is not there */
export async function* conversationsIn({ arguments: files, options }: Given, io: Io): AsyncIterable<Imported> {
  const [tables, others] = [files.filter(isTable), files.filter((file) => !isTable(file))]
  for (const file of tables) {
    yield* rowsIn(file, readFileSync(resolve(io.cwd, file), 'utf8'), options as Readonly<Record<string, string>>)
  }
  if (others.length === 0) return
  for await (const item of recorded(others, options.map as string | undefined, io)) {
    if ('conversation' in item) yield { value: item.conversation }
    else yield { problems: item.problems }
  }
}

const isTable = (file: string) => /\.csv$/i.test(file)

/** One message a row, rows of a conversation in any place. */
function* rowsIn(
  file: string,
  text: string,
  { columns: named, agent = 'agent' }: Readonly<Record<string, string>>,
): Iterable<Imported> {
  const [head = [], ...rows] = readCsv(text)
  const renamed = new Map((named ?? '').split(',').flatMap((pair) => pairIn(pair)))
  const place = (column: string) => {
    const name = renamed.get(column) ?? column
    const at = head.indexOf(name)
    if (at !== -1) return at
    throw new Problem({
      code: 'cli/no-column',
      message: `${file} has no column "${name}". It has: ${head.join(', ')}.`,
      hint: 'Say what the columns are called: --columns id=ticket,at=created,from=author,text=body.',
      at: { file, line: 1 },
    })
  }
  const [id, at, from, said] = [place('id'), place('at'), place('from'), place('text')]
  const byId = new Map<string, object[]>()
  for (const row of rows) {
    const atMs = momentOf(row[at] ?? '')
    if (atMs === undefined || !row[id]) {
      yield { problems: [unreadable(file, row)] }
      continue
    }
    const who = (row[from] ?? '').toLowerCase() === agent.toLowerCase() ? 'agent' : 'customer'
    const event = { type: 'message', at: isoOf(atMs), from: who, text: row[said] ?? '' }
    byId.set(row[id], [...(byId.get(row[id]) ?? []), event])
  }
  for (const [name, events] of byId) yield { value: { id: name, events, ended: true } }
}

function pairIn(pair: string): readonly (readonly [string, string])[] {
  const [column, name] = pair.split('=')
  return column && name ? [[column.trim(), name.trim()]] : []
}

function unreadable(file: string, row: readonly string[]): Problem {
  return new Problem({
    code: 'cli/no-column',
    message: `A row has no conversation or no time that can be read: ${row.join(',').slice(0, 80)}`,
    hint: 'Times are read as 2026-03-02T10:00:00Z.',
    at: { file },
  })
}
