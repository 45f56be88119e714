/**
 * A recording, read: an index by what was asked, and the replies themselves read from the file when they are wanted.
 *
 * Archives of ours hold an entry per line, so a torn end costs the last one only. Archives of browsers are read whole.
 */
import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs'
import type { Json } from '../../conversation/index.ts'
import { Problem, reasonOf } from '../../problem.ts'
import { type Call, jsonIn, pathOf } from '../backends/exchange.ts'
import { redacted } from '../backends/redact.ts'
import { templateOf } from '../faults/path-pattern.ts'
import { entrySchema, type HarEntry, safeTarget } from './har.ts'

/** What was asked, in the terms that calls are matched by. */
export interface Question {
  readonly method: string
  readonly path: string
  /** `/offices/{id}/slots` */
  readonly template: string
  /** Names and values, sorted. */
  readonly query: readonly (readonly [string, string])[]
  readonly body: Json
}

/** One recorded exchange: what was asked, and where its reply is. */
export interface Indexed {
  readonly question: Question
  /** Of a recording of ours: the conversation it belongs to. */
  readonly conversation: string | undefined
  /** Whether a verifier asked and not the agent. */
  readonly isLook: boolean
  /** Whether it is known only as a tool's arguments and answer. */
  readonly isOfTool: boolean
  read(): HarEntry
}

export interface Recording {
  readonly entries: readonly Indexed[]
  close(): void
}

/** @throws Problem `recordings/cannot-read`, `recordings/not-a-har`, `recordings/nothing-recorded` */
export function readRecording(path: string, shown = path): Recording {
  const entries = entriesIn(path, shown)
  if (entries.entries.length > 0) return entries
  entries.close()
  throw new Problem({
    code: 'recordings/nothing-recorded',
    message: `The recording ${shown} holds no exchange.`,
    hint: 'Record again with "mode: { record: { to: … } }" and look whether the agent calls this backend at all.',
  })
}

const ours = '{"log":{"version":"1.2","creator":{"name":"fieldproof"'

function entriesIn(path: string, shown: string): Recording {
  try {
    const file = openSync(path, 'r')
    const start = Buffer.alloc(ours.length)
    readSync(file, start, 0, start.length, 0)
    if (start.toString('utf8') === ours) return byLine(file, shown)
    closeSync(file)
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown
    throw new Problem({
      code: 'recordings/cannot-read',
      message: `The recording ${shown} cannot be read: ${reasonOf(thrown)}`,
      hint: 'Check the name; paths are read from the folder of the project file.',
      at: { file: shown },
      cause: thrown,
    })
  }
  return { entries: whole(readFileSync(path, 'utf8'), shown), close: () => {} }
}

/** @throws Problem `recordings/not-a-har` for an archive that is not whole or has entries of another form */
function whole(text: string, shown: string): readonly Indexed[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (thrown) {
    throw notAHar(shown, reasonOf(thrown))
  }
  const entries = (parsed as { log?: { entries?: unknown } } | null)?.log?.entries
  if (!Array.isArray(entries)) throw notAHar(shown, 'it has no list log.entries')
  return entries.map((entry, index) => {
    const checked = entrySchema.safeParse(entry)
    if (!checked.success) {
      const [issue] = checked.error.issues
      throw notAHar(shown, `log.entries[${index}].${issue?.path.join('.')}: ${issue?.message}`)
    }
    return { ...indexed(checked.data), read: () => checked.data }
  })
}

const pieceBytes = 1 << 20

function byLine(file: number, shown: string): Recording {
  const entries: Indexed[] = []
  const { size } = fstatSync(file)
  const at = (offset: number, length: number): Buffer => {
    const bytes = Buffer.alloc(length)
    readSync(file, bytes, 0, length, offset)
    return bytes
  }
  let line = 0
  for (const { offset, length } of linesOf(at, size)) {
    line += 1
    if (line === 1) continue
    const entry = entryIn(at(offset, length))
    // The end of the archive, or an entry that was never finished.
    if (entry === undefined) continue
    entries.push({
      ...indexed(entry),
      read() {
        const again = entryIn(at(offset, length))
        if (again === undefined) throw notAHar(shown, `its line ${line} was changed while it was in use`)
        return again
      },
    })
  }
  return { entries, close: () => closeSync(file) }
}

function* linesOf(at: (offset: number, length: number) => Buffer, size: number) {
  let start = 0
  for (let from = 0; from < size; from += pieceBytes) {
    const piece = at(from, Math.min(pieceBytes, size - from))
    for (let index = piece.indexOf(10); index !== -1; index = piece.indexOf(10, index + 1)) {
      yield { offset: start, length: from + index - start }
      start = from + index + 1
    }
  }
  if (start < size) yield { offset: start, length: size - start }
}

function entryIn(line: Buffer): HarEntry | undefined {
  try {
    const checked = entrySchema.safeParse(JSON.parse(line.toString('utf8').replace(/,$/, '')))
    return checked.success ? checked.data : undefined
  } catch {
    return undefined
  }
}

function notAHar(shown: string, why: string): Problem {
  return new Problem({
    code: 'recordings/not-a-har',
    message: `${shown} is not a recording that can be read: ${why}.`,
    hint: 'A recording is an HTTP archive (HAR 1.2), as "mode: { record: … }" and the developer tools of browsers write them.',
    at: { file: shown },
  })
}

/**
 * What a call asks, without credentials: they are not in the recording, so they cannot be what it is found by.
 *
 * @param ignore paths in the body whose values say nothing: request ids, times
 */
export function questionOf(call: Call, ignore: readonly string[] = []): Question {
  const target = safeTarget(call.target)
  const path = pathOf({ target })
  const json = call.body.length === 0 ? null : (jsonIn(call.body, call.headers) ?? call.body.toString('utf8'))
  return {
    method: call.method,
    path,
    template: templateOf(path),
    query: [...new URLSearchParams(target.slice(path.length))].sort(([a, b], [c, d]) => (a + b < c + d ? -1 : 1)),
    body: canonical(redacted(json), ignore),
  }
}

function indexed(entry: HarEntry): Omit<Indexed, 'read'> {
  const { _conversation: conversation, _look: isLook = false, _tool: tool } = entry
  return { question: questionIn(entry), conversation, isLook, isOfTool: tool !== undefined }
}

/**
 * What a call asks in the terms of a tool: all that is known of it where only the agent's side was recorded. Values are
 * compared as text, since a path has no other.
 */
export function toolQuestion(method: string, tool: string, args: Json): Question {
  const name = `tool ${tool}`
  return { method, path: name, template: name, query: [], body: canonical(asText(redacted(args)), []) }
}

function asText(json: Json): Json {
  if (json === null || typeof json !== 'object') return json === null ? null : String(json)
  if (Array.isArray(json)) return json.map(asText)
  const said = Object.entries(json).filter(([, value]) => value !== null)
  return Object.fromEntries(said.map(([name, value]) => [name, asText(value as Json)]))
}

function questionIn({ request, _tool: tool, _args: args = {} }: HarEntry): Question {
  if (tool !== undefined) return toolQuestion(request.method.toUpperCase(), tool, args as Json)
  const url = URL.canParse(request.url) ? new URL(request.url) : new URL(request.url, 'http://unknown')
  const { text = '', encoding } = request.postData ?? {}
  return questionOf({
    backend: '',
    method: request.method.toUpperCase(),
    target: url.pathname + url.search,
    headers: [],
    body: Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8'),
  })
}

/** The same JSON with its keys in order, and without what is to be ignored. */
export function canonical(json: Json, ignore: readonly string[], path = '$'): Json {
  if (json === null || typeof json !== 'object') return json
  if (Array.isArray(json)) return json.map((item: Json) => canonical(item, ignore, `${path}[*]`))
  return Object.fromEntries(
    Object.entries(json)
      .filter(([name]) => !ignore.includes(`${path}.${name}`))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, item]) => [name, canonical(item as Json, ignore, `${path}.${name}`)]),
  )
}
