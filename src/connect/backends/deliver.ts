/** Sending a reply to the agent, with its ending: whole, cut, reset, or never. */
import type { ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Reply } from './exchange.ts'

/** How much of a reply the agent got. */
export type Delivered = 'whole' | 'partly' | 'nothing'

/** @returns how much of it left for the agent; resolves when it has, or when the agent has gone away */
export async function deliver(reply: Reply, response: ServerResponse): Promise<Delivered> {
  if (response.destroyed) return 'nothing'
  if (reply.silent === true) {
    await endAs(reply.ending ?? 'reset', response)
    return 'nothing'
  }
  response.strictContentLength = false
  response.writeHead(reply.status, reply.headers.flat())
  if (reply.headFirst === true) response.flushHeaders()
  try {
    return await (reply.ending === undefined || reply.ending === 'end' ? whole(reply, response) : part(reply, response))
  } catch {
    response.destroy()
    return response.headersSent ? 'partly' : 'nothing'
  }
}

async function whole({ body }: Reply, response: ServerResponse): Promise<Delivered> {
  await pipeline(body instanceof Readable ? body : Readable.from(body, { objectMode: false }), response)
  return 'whole'
}

/** A body that does not end as it should. */
async function part({ body, ending = 'close' }: Reply, response: ServerResponse): Promise<Delivered> {
  response.flushHeaders()
  for await (const piece of body) {
    if (!response.write(piece)) await drained(response)
    if (response.destroyed) return 'partly'
  }
  await endAs(ending, response)
  return 'partly'
}

function drained(response: ServerResponse): Promise<void> {
  return new Promise((done) => {
    response.once('drain', done)
    response.once('close', done)
  })
}

async function endAs(ending: NonNullable<Reply['ending']>, response: ServerResponse): Promise<void> {
  const { socket } = response
  if (ending === 'reset') socket?.resetAndDestroy()
  else if (ending === 'close') socket?.end(() => socket.destroy())
  else if (ending === 'hang' && socket !== null && !socket.destroyed) {
    await new Promise<void>((gone) => socket.once('close', () => gone()))
  }
}
