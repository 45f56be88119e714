/**
 * JSON that is spread over lines, as one record per line, so that files that are no JSONL can be streamed too.
 *
 * A file that begins with a list, or whose first line is nothing but `{`, is cut into its records as it comes
 * in. Anything else is passed on as it is. No record is held here: bytes go through, line breaks inside a
 * record become blanks.
 */
export interface JsonLines {
  readonly bytes: AsyncIterable<Uint8Array>
  /** The line of the file in which record `n` begins; both count from 1. */
  lineOf(n: number): number
}

type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** @param listIsRecord whether a list is one record (of messages) and not a list of records */
export function jsonLines(bytes: Bytes, listIsRecord = false): JsonLines {
  const cutter = new Cutter(listIsRecord)
  return {
    bytes: cut(bytes, cutter),
    lineOf: (n) => cutter.startLines?.get(n) ?? n,
  }
}

async function* cut(bytes: Bytes, cutter: Cutter): AsyncGenerator<Uint8Array> {
  let isSpread: boolean | undefined
  let head: Uint8Array = new Uint8Array(0)
  for await (const chunk of bytes) {
    if (isSpread === false) {
      yield chunk
      continue
    }
    head = isSpread === undefined ? joined(head, chunk) : chunk
    isSpread ??= cutter.isSpread(head)
    if (isSpread === undefined) continue
    yield isSpread ? cutter.cut(head) : head
    head = new Uint8Array(0)
  }
  if (isSpread === undefined && head.length > 0) yield head
}

const code = { newline: 0x0a, blank: 0x20, quote: 0x22, backslash: 0x5c, comma: 0x2c }
const opens = new Set([0x5b, 0x7b])
const closes = new Set([0x5d, 0x7d])
const spaces = new Set([0x20, 0x09, 0x0d, 0x0a])
const [list, mapping] = [0x5b, 0x7b]

/** Longest run of blanks at the beginning of a file that is looked at. */
const blanksAtMost = 4096

class Cutter {
  /** Line in which each record begins; absent while the bytes are passed on as they are. */
  startLines: Map<number, number> | undefined
  private readonly listIsRecord: boolean
  /** Depth at which records lie: 1 inside a list of records, else 0. */
  private recordDepth = 0
  private depth = 0
  private inText = false
  private escaped = false
  private line = 1
  private records = 0
  private begun = false

  constructor(listIsRecord: boolean) {
    this.listIsRecord = listIsRecord
  }

  /** Whether the file is cut; undefined while too little of it is known. */
  isSpread(head: Uint8Array): boolean | undefined {
    const first = head.findIndex((byte, at) => !spaces.has(byte) && !isMark(head, at))
    if (first === -1) return head.length > blanksAtMost ? false : undefined
    const opener = head[first]
    if (opener === list && !this.listIsRecord) this.recordDepth = 1
    else {
      const next = head.findIndex((byte, at) => at > first && byte !== code.blank && byte !== 0x09 && byte !== 0x0d)
      if (next === -1) return head.length > blanksAtMost ? false : undefined
      if ((opener !== mapping && opener !== list) || head[next] !== code.newline) return false
    }
    this.startLines = new Map()
    return true
  }

  cut(chunk: Uint8Array): Uint8Array {
    const out = new Uint8Array(chunk.length * 2)
    let length = 0
    for (const byte of chunk) {
      if (byte === code.newline) this.line += 1
      const kept = this.step(byte)
      if (kept !== undefined) out[length++] = kept
      if (this.begun && this.depth === this.recordDepth && closes.has(byte) && !this.inText) {
        out[length++] = code.newline
        this.begun = false
      }
    }
    return out.subarray(0, length)
  }

  /** What becomes of one byte; undefined when it stands between records. */
  private step(byte: number): number | undefined {
    if (this.inText) this.stepInText(byte)
    else if (!this.stepInStructure(byte)) return undefined
    return byte === code.newline ? code.blank : byte
  }

  private stepInText(byte: number): void {
    if (this.escaped) this.escaped = false
    else if (byte === code.backslash) this.escaped = true
    else if (byte === code.quote) this.inText = false
  }

  /** Whether the byte belongs to a record. */
  private stepInStructure(byte: number): boolean {
    if (opens.has(byte)) this.depth += 1
    if (closes.has(byte)) this.depth -= 1
    const isOuterList = this.depth < this.recordDepth || (opens.has(byte) && this.depth === this.recordDepth)
    if (isOuterList) return false
    if (!this.begun) {
      if (byte === code.comma || spaces.has(byte) || byte > 0x7f) return false
      this.begin()
    }
    if (byte === code.quote) this.inText = true
    return true
  }

  private begin(): void {
    this.begun = true
    this.records += 1
    this.startLines?.set(this.records, this.line)
  }
}

/** A byte-order mark at the beginning. */
function isMark(head: Uint8Array, at: number): boolean {
  return at < 3 && head[at] === [0xef, 0xbb, 0xbf][at]
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length)
  both.set(a)
  both.set(b, a.length)
  return both
}
