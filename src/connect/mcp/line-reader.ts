/**
 * Bytes cut into lines, each with its ending, so that what is passed on is what came.
 *
 * Nothing is decoded: a character may be cut anywhere between two pieces.
 */

export interface ByteLines {
  push(piece: Uint8Array): void
  /** Gives what is left: a last line without its ending. */
  end(): void
}

const newline = 0x0a

/** Calls back for each line, `\n` included. */
export function byteLines(onLine: (line: Buffer) => void): ByteLines {
  let rest: Buffer[] = []
  const emit = () => {
    if (rest.length === 0) return
    const line = Buffer.concat(rest)
    rest = []
    onLine(line)
  }
  return {
    push(piece) {
      let left = Buffer.from(piece)
      for (let end = left.indexOf(newline); end !== -1; end = left.indexOf(newline)) {
        rest.push(left.subarray(0, end + 1))
        left = left.subarray(end + 1)
        emit()
      }
      if (left.length > 0) rest.push(left)
    },
    end: emit,
  }
}
