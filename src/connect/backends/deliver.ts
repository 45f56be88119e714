/** Sending a reply to the agent, with its ending: whole, cut, reset, or never. */
import { type Headers, type Reply, wholeOf } from './exchange.ts'
import { Flow } from './flow.ts'
import type { AgentSide } from './plain-response.ts'

/** How much of a reply the agent got. */
export type Delivered = 'whole' | 'partly' | 'nothing'

/** @returns how much of it left for the agent; resolves when it has, or when the agent has gone away */
export async function deliver(reply: Reply, response: AgentSide): Promise<Delivered> {
  if (response.destroyed) return 'nothing'
  if (reply.silent === true) {
    await endAs(reply.ending ?? 'reset', response)
    return 'nothing'
  }
  // What the backend does not say, such as a date, is not said for it.
  response.sendDate = false
  response.strictContentLength = false
  return (reply.ending ?? 'end') === 'end'
    ? properly(reply, response)
    : part(reply, response).catch(() => broken(response))
}

/** A reply that ends as it should. */
function properly(reply: Reply, response: AgentSide): Promise<Delivered> {
  const { body, headFirst } = reply
  const bytes = headFirst === true ? undefined : wholeOf(body)
  if (bytes !== undefined) return atOnce(reply, bytes, response)
  begin(reply, response)
  if (body instanceof Flow) return pour(body, response)
  return pieces(reply, response).catch(() => broken(response))
}

function begin({ status, headers, headFirst }: Reply, response: AgentSide): void {
  response.writeHead(status, flat(headers))
  if (headFirst === true) response.flushHeaders()
}

function broken(response: AgentSide): Delivered {
  response.destroy()
  return 'partly'
}

/** Bodies up to this long leave with their head in one piece, in bytes. */
const short = 16_384

/** A body that is there already. */
function atOnce({ status, headers }: Reply, body: Uint8Array, response: AgentSide): Promise<Delivered> {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  return new Promise((done) => {
    response.once('close', () => done(response.writableFinished ? 'whole' : 'partly'))
    response.writeHead(status, flat(headers))
    // Bytes as latin1 are the same bytes, and leave with the head in one write.
    if (bytes.length <= short) response.end(bytes.toString('latin1'), 'latin1')
    else response.end(bytes)
  })
}

/** A body that comes from the backend as it is. */
function pour(body: Flow, response: AgentSide): Promise<Delivered> {
  return new Promise((done) => {
    response.once('close', () => {
      const isWhole = response.writableFinished
      if (!isWhole) body.cancel()
      done(isWhole ? 'whole' : 'partly')
    })
    // The agent learns at once that an answer has begun, however late its body comes.
    response.flushHeaders()
    body.pour({
      data: (piece) => {
        if (response.write(piece)) return
        body.pause()
        response.once('drain', () => body.resume())
      },
      end: () => response.end(),
      failed: () => response.destroy(),
    })
  })
}

async function pieces({ body }: Reply, response: AgentSide): Promise<Delivered> {
  const left = new Promise<void>((done) => response.once('close', done))
  for await (const piece of body) {
    if (response.destroyed) return 'partly'
    if (!response.write(piece)) await drained(response)
  }
  response.end()
  await left
  return response.writableFinished ? 'whole' : 'partly'
}

function flat(headers: Headers): string[] {
  const raw: string[] = []
  for (const [name, value] of headers) raw.push(name, value)
  return raw
}

/** A body that does not end as it should. */
async function part(reply: Reply, response: AgentSide): Promise<Delivered> {
  const { body, ending = 'close' } = reply
  begin(reply, response)
  response.flushHeaders()
  for await (const piece of body) {
    if (!response.write(piece)) await drained(response)
    if (response.destroyed) return 'partly'
  }
  await endAs(ending, response)
  return 'partly'
}

function drained(response: AgentSide): Promise<void> {
  return new Promise((done) => {
    const go = () => {
      response.off('drain', go).off('close', go)
      done()
    }
    if (response.destroyed) return done()
    response.on('drain', go).on('close', go)
  })
}

async function endAs(ending: NonNullable<Reply['ending']>, response: AgentSide): Promise<void> {
  const { socket } = response
  if (ending === 'reset') socket?.resetAndDestroy()
  else if (ending === 'close') socket?.end(() => socket.destroy())
  else if (ending === 'hang' && socket !== null && !socket.destroyed) {
    await new Promise<void>((gone) => socket.once('close', () => gone()))
  }
}
