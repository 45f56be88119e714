/**
 * Recorded conversations from files or standard input, one at a time, whatever shape they are in.
 *
 * JSONL, one JSON value over several lines, or a list of them; plain or gzip. Nothing is held but the
 * conversation at hand. What cannot be read is handed on as a problem with its place, and reading goes on.
 */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import {
  type Conversation,
  jsonLines,
  knownMapping,
  type Mapping,
  mapper,
  mappingNames,
  parseConversation,
  parseMapping,
  readJsonLines,
  unzipped,
} from '../conversation/index.ts'
import { type Place, Problem, Problems, problemsIn } from '../problem.ts'
import type { Io } from './io.ts'

/** A conversation, or all that is wrong with a record. */
export type Recorded =
  | { readonly conversation: Conversation; readonly at: Place }
  | { readonly problems: readonly Problem[]; readonly at: Place }

/**
 * @param files names, `-` for standard input
 * @param map a mapping by name or in a file; absent for Fieldproof's own shape
 * @throws Problem or Problems, before anything is read, when a file or the mapping is not there
 */
export function recorded(files: readonly string[], map: string | undefined, io: Io): AsyncIterable<Recorded> {
  const missing = files.filter((file) => file !== '-').flatMap((file) => missingIn(file, io))
  if (missing.length > 0) throw new Problems(missing)
  const mapping = map === undefined ? undefined : mappingFor(map, io)
  return allOf(files, readerOf(mapping), io)
}

interface Reader {
  readonly listIsRecord: boolean
  read(value: unknown, at: Place): Conversation
}

function readerOf(mapping: Mapping | undefined): Reader {
  if (mapping === undefined) return { listIsRecord: false, read: parseConversation }
  return { listIsRecord: [mapping.turns.at].flat().some((path) => path.startsWith('$[')), read: mapper(mapping) }
}

async function* allOf(files: readonly string[], reader: Reader, io: Io): AsyncGenerator<Recorded> {
  for (const file of files) {
    const bytes = file === '-' ? io.stdin : createReadStream(resolve(io.cwd, file))
    const shown = file === '-' ? 'standard input' : file
    const lines = jsonLines(unzipped(bytes), reader.listIsRecord)
    for await (const item of readJsonLines(lines.bytes, { file: shown })) {
      const at = { file: shown, line: lines.lineOf(item.line) }
      if ('problem' in item) yield { problems: [placedAt(item.problem, at)], at }
      else yield* conversationsIn(item.value, at, reader)
    }
  }
}

/** A line that is a list of records holds several, unless a list is one record. */
function* conversationsIn(value: unknown, at: Place, { listIsRecord, read }: Reader): Generator<Recorded> {
  const records = Array.isArray(value) && (!listIsRecord || value.every(Array.isArray)) ? value : [value]
  for (const record of records) {
    try {
      yield { conversation: read(record, at), at }
    } catch (thrown) {
      const problems = problemsIn(thrown)
      if (problems.length === 0) throw thrown
      yield { problems, at }
    }
  }
}

function placedAt({ code, message, hint, cause }: Problem, at: Place): Problem {
  return new Problem({ code, message, hint, at, cause })
}

function missingIn(file: string, { cwd }: Io): readonly Problem[] {
  const path = resolve(cwd, file)
  const isFolder = existsSync(path) && statSync(path).isDirectory()
  if (existsSync(path) && !isFolder) return []
  return [
    new Problem({
      code: 'cli/cannot-read',
      message: isFolder ? `${file} is a folder.` : `There is no file ${file}.`,
      hint: 'Name files of recorded conversations, such as logs/*.jsonl.gz, or - for standard input.',
    }),
  ]
}

function mappingFor(name: string, { cwd }: Io): Mapping {
  const known = knownMapping(name)
  if (known !== undefined) return known
  const file = resolve(cwd, name)
  if (existsSync(file)) return parseMapping(readFileSync(file), relative(cwd, file) || file)
  throw new Problem({
    code: 'cli/no-mapping',
    message: `There is no mapping "${name}", neither by that name nor in a file.`,
    hint: `Mappings by name: ${mappingNames.join(', ')}. Or name a YAML file that says where things stand.`,
  })
}
