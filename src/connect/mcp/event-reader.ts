/**
 * Bytes of a server-sent event stream cut into events, each as it came and as it is understood.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

export interface SseEvent {
  /** As it came, with the blank line that ends it. */
  readonly bytes: Buffer
  /** Its `data:` lines, joined; empty when it has none. */
  readonly data: string
  readonly id?: string
}

const cr = 0x0d
const lf = 0x0a

/** The events of a stream, in order; what is left at its end, without a blank line, comes as one more without data. */
export async function* eventsOf(body: AsyncIterable<Uint8Array>): AsyncIterable<SseEvent> {
  let held: Buffer = Buffer.alloc(0)
  for await (const piece of body) {
    held = Buffer.concat([held, piece])
    for (let end = endOfEvent(held); end !== undefined; end = endOfEvent(held)) {
      yield eventIn(held.subarray(0, end))
      held = held.subarray(end)
    }
  }
  // Here a lone \r that was waited on ends a line after all.
  if (held.length > 0) {
    const isWhole = /(?:\r\n|\r|\n)\r$/.test(held.toString('latin1'))
    yield isWhole ? eventIn(held) : { bytes: held, data: '' }
  }
}

/** Where the first blank line of some bytes ends; undefined when none has ended for certain. */
function endOfEvent(bytes: Buffer): number | undefined {
  let lineStart = 0
  for (let at = 0; at < bytes.length; at += 1) {
    if (bytes[at] !== cr && bytes[at] !== lf) continue
    // A \r at the end may be the first half of \r\n.
    if (bytes[at] === cr && at + 1 === bytes.length) return undefined
    const end = bytes[at] === cr && bytes[at + 1] === lf ? at + 2 : at + 1
    if (at === lineStart) return end
    lineStart = end
    at = end - 1
  }
  return undefined
}

function eventIn(bytes: Buffer): SseEvent {
  const data: string[] = []
  let id: string | undefined
  for (const line of bytes.toString('utf8').split(/\r\n|\n|\r/)) {
    const [, field = '', value = ''] = /^([^:]+)(?:: ?(.*))?$/s.exec(line) ?? []
    if (field === 'data') data.push(value)
    if (field === 'id') id = value
  }
  return { bytes: Buffer.from(bytes), data: data.join('\n'), ...(id !== undefined && { id }) }
}

/** An event as it goes over the wire. @param id by which a client resumes after it */
export function eventText(data: string, id?: string): string {
  return `event: message\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`
}
