/**
 * Conversations as JSONL, one per line, read and written as streams, plain or gzip.
 *
 * One bad line never costs the others: what cannot be read comes out as a problem with its line, and
 * reading goes on. A line over the limit is skipped without being held in memory.
 */
import { Problem, problemsIn, reasonOf } from '../problem.ts'
import type { Conversation } from './conversation.ts'
import { parseConversation } from './schema.ts'

/** How JSONL is read: the name for problems, and the longest line. */
export interface JsonlOptions {
  /** The name shown in problems. */
  readonly file: string
  /** Longest line in bytes. Default 16 MiB. */
  readonly maxLineBytes?: number
}

/** One line that was read, or why it could not be. Lines count from 1. */
export type JsonLine =
  | { readonly line: number; readonly value: unknown }
  | { readonly line: number; readonly problem: Problem }

/** One conversation that was read, or why it could not be. Lines count from 1. */
export type ConversationLine =
  | { readonly line: number; readonly conversation: Conversation }
  | { readonly line: number; readonly problem: Problem }

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Reads conversations in Fieldproof's own shape. A line with several problems yields each of them. */
export async function* readConversations(bytes: Bytes, options: JsonlOptions): AsyncGenerator<ConversationLine> {
  for await (const item of readJsonLines(bytes, options)) {
    if ('problem' in item) yield item
    else yield* conversationsIn(item.value, item.line, options.file)
  }
}

function conversationsIn(value: unknown, line: number, file: string): ConversationLine[] {
  try {
    return [{ line, conversation: parseConversation(value, { file, line }) }]
  } catch (thrown) {
    const problems = problemsIn(thrown)
    if (problems.length === 0) throw thrown
    return problems.map((problem) => ({ line, problem }))
  }
}

/** Reads any JSON, line by line; empty lines are passed over. gzip is recognised by its first bytes. */
export async function* readJsonLines(bytes: Bytes, options: JsonlOptions): AsyncGenerator<JsonLine> {
  const { file, maxLineBytes = 16 * 1024 * 1024 } = options
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let line = 0
  try {
    for await (const raw of linesOf(unzipped(bytes), maxLineBytes)) {
      line++
      const item = raw === tooLong ? { line, problem: tooLongProblem(file, line, maxLineBytes) } : read(raw, line)
      if (item) yield item
    }
  } catch (cause) {
    if (!(cause instanceof BrokenStream)) throw cause
    yield { line: line + 1, problem: brokenProblem(file, line + 1, cause) }
  }

  function read(raw: Uint8Array, line: number): JsonLine | undefined {
    try {
      const text = decoder.decode(raw)
      return text.trim() === '' ? undefined : { line, value: JSON.parse(text) }
    } catch (cause) {
      return { line, problem: badLineProblem(file, line, cause) }
    }
  }
}

/** Writes one line per conversation. Pipe it through `gzipped` for a compressed file. */
export async function* writeConversations(
  conversations: AsyncIterable<Conversation> | Iterable<Conversation>,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const conversation of conversations) yield encoder.encode(`${JSON.stringify(conversation)}\n`)
}

/** The same bytes, compressed. */
export function gzipped(bytes: Bytes): AsyncIterable<Uint8Array> {
  return through(bytes, new CompressionStream('gzip'))
}

const tooLong = Symbol('a line over the limit')
const newline = 0x0a

async function* linesOf(bytes: Bytes, maxBytes: number): AsyncGenerator<Uint8Array | typeof tooLong> {
  const line = new LineBuffer(maxBytes)
  for await (const chunk of bytes) {
    let start = 0
    for (let end = chunk.indexOf(newline); end !== -1; end = chunk.indexOf(newline, start)) {
      line.add(chunk.subarray(start, end))
      yield line.take()
      start = end + 1
    }
    line.add(chunk.subarray(start))
  }
  if (!line.isEmpty) yield line.take()
}

/** Collects the pieces of one line; forgets them once they are over the limit. */
class LineBuffer {
  readonly #maxBytes: number
  #pieces: Uint8Array[] = []
  #length = 0

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  get isEmpty(): boolean {
    return this.#length === 0
  }

  add(piece: Uint8Array): void {
    this.#length += piece.length
    if (this.#length > this.#maxBytes) this.#pieces = []
    else if (piece.length > 0) this.#pieces.push(piece)
  }

  take(): Uint8Array | typeof tooLong {
    const length = this.#length
    const pieces = this.#pieces
    this.#length = 0
    this.#pieces = []
    if (length > this.#maxBytes) return tooLong
    const [only] = pieces
    if (only && pieces.length === 1) return only
    const whole = new Uint8Array(length)
    let offset = 0
    for (const piece of pieces) {
      whole.set(piece, offset)
      offset += piece.length
    }
    return whole
  }
}

/** The compressed stream itself is broken, so nothing after this point can be read. */
class BrokenStream extends Error {
  override readonly name = 'BrokenStream'
}

/** The same bytes, decompressed when they begin as gzip does. */
export async function* unzipped(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const iterator = iteratorOf(bytes)
  let head = new Uint8Array(0)
  while (head.length < 2) {
    const { done, value } = await iterator.next()
    if (done) break
    head = joined(head, value)
  }
  const rest = withHead(head, iterator)
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    yield* rest
    return
  }
  try {
    yield* through(rest, new DecompressionStream('gzip'))
  } catch (cause) {
    throw new BrokenStream(reasonOf(cause), { cause })
  }
}

function iteratorOf(bytes: Bytes): AsyncIterator<Uint8Array> | Iterator<Uint8Array> {
  return Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes[Symbol.iterator]()
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}

async function* withHead(
  head: Uint8Array,
  iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (head.length > 0) yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}

function through(bytes: Bytes, transform: CompressionStream | DecompressionStream): AsyncIterable<Uint8Array> {
  const iterator = iteratorOf(bytes)
  const source = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
  return source.pipeThrough(transform)
}

function tooLongProblem(file: string, line: number, maxBytes: number): Problem {
  return new Problem({
    code: 'conversation/line-too-long',
    message: `Line ${line} is longer than ${maxBytes} bytes and was skipped.`,
    hint: 'Write one conversation per line. Code that reads longer ones can raise maxLineBytes.',
    at: { file, line },
  })
}

function badLineProblem(file: string, line: number, cause: unknown): Problem {
  const what = cause instanceof SyntaxError ? 'is not JSON' : 'is not UTF-8 text'
  return new Problem({
    code: 'conversation/bad-line',
    message: `Line ${line} ${what}: ${reasonOf(cause).slice(0, 200)}.`,
    hint: 'Write one JSON object per line, in UTF-8, without line breaks inside it.',
    at: { file, line },
    cause,
  })
}

function brokenProblem(file: string, line: number, cause: unknown): Problem {
  return new Problem({
    code: 'conversation/broken-gzip',
    message: `The compressed file breaks off or is damaged before line ${line}: ${reasonOf(cause)}.`,
    hint: 'Fetch or write the file again. The conversations before that line were read.',
    at: { file, line },
    cause,
  })
}
