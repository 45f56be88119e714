/**
 * Streams of text cut into what they carry: lines (NDJSON, stdio) and server-sent events.
 *
 * Pieces may be cut anywhere, between `\r` and `\n` too. A last line or event without its ending is
 * given at the end: many servers forget it.
 */

/** Takes text as it comes; `end` gives what is left. */
export interface Splitter {
  push(text: string): void
  end(): void
}

/** Calls back for each line that is not blank, without its ending: `\n` or `\r\n`. */
export function lineSplitter(onLine: (line: string) => void): Splitter {
  let rest = ''
  const emit = (line: string) => {
    const bare = line.endsWith('\r') ? line.slice(0, -1) : line
    if (bare.trim() !== '') onLine(bare)
  }
  return {
    push(text) {
      // Only the new text is searched, so that one very long line is not read again for each piece.
      const parts = text.split('\n')
      const last = parts.pop() ?? ''
      for (const part of parts) {
        emit(rest + part)
        rest = ''
      }
      rest += last
    },
    end() {
      const line = rest
      rest = ''
      emit(line)
    },
  }
}

/**
 * Calls back with the data of each server-sent event; several `data:` lines are joined by newlines.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function eventSplitter(onData: (data: string) => void): Splitter {
  let data: string[] = []
  let rest = ''
  const dispatch = () => {
    const joined = data.join('\n')
    data = []
    if (joined !== '') onData(joined)
  }
  const line = (text: string) => {
    if (text === '') return dispatch()
    if (!text.startsWith('data')) return
    if (text[4] === ':') data.push(text[5] === ' ' ? text.slice(6) : text.slice(5))
  }
  return {
    push(text) {
      rest += text
      // A lone \r ends a line as well, but at the end of a piece it may be the first half of \r\n.
      const whole = rest.endsWith('\r') ? rest.slice(0, -1) : rest
      const parts = whole.split(/\r\n|\n|\r/)
      rest = (parts.pop() ?? '') + rest.slice(whole.length)
      for (const part of parts) line(part)
    },
    end() {
      line(rest.endsWith('\r') ? rest.slice(0, -1) : rest)
      rest = ''
      dispatch()
    },
  }
}
