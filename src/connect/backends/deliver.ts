/** Sending a reply to the agent, with its ending: whole, cut, reset, or never. */
import type { ServerResponse } from 'node:http'
import type { Headers, Reply } from './exchange.ts'
import { Flow } from './flow.ts'

/** How much of a reply the agent got. */
export type Delivered = 'whole' | 'partly' | 'nothing'

/** @returns how much of it left for the agent; resolves when it has, or when the agent has gone away */
export async function deliver(reply: Reply, response: ServerResponse): Promise<Delivered> {
  if (response.destroyed) return 'nothing'
  if (reply.silent === true) {
    await endAs(reply.ending ?? 'reset', response)
    return 'nothing'
  }
  // What the backend does not say, such as a date, is not said for it.
  response.sendDate = false
  response.strictContentLength = false
  response.writeHead(reply.status, flat(reply.headers))
  if (reply.headFirst === true) response.flushHeaders()
  const { ending = 'end', body } = reply
  if (ending === 'end' && body instanceof Flow) return pour(body, response)
  try {
    return await (ending === 'end' ? whole(reply, response) : part(reply, response))
  } catch {
    response.destroy()
    return 'partly'
  }
}

/** A body that comes from the backend as it is. */
function pour(body: Flow, response: ServerResponse): Promise<Delivered> {
  return new Promise((done) => {
    response.once('close', () => {
      const isWhole = response.writableFinished
      if (!isWhole) body.cancel()
      done(isWhole ? 'whole' : 'partly')
    })
    const bytes = body.takeWhole()
    if (bytes !== undefined) return void response.end(bytes)
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

async function whole({ body }: Reply, response: ServerResponse): Promise<Delivered> {
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
    const go = () => {
      response.off('drain', go).off('close', go)
      done()
    }
    if (response.destroyed) return done()
    response.on('drain', go).on('close', go)
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
