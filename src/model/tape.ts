/**
 * The lines of a cassette file.
 *
 * A recording that was killed may leave half a last line: it is dropped, and cut off before more is recorded.
 * Anything else that cannot be read is a problem at its line, because a replay with holes proves nothing.
 */
import { z } from 'zod'
import { Problem } from '../problem.ts'
import type { Disk } from './disk.ts'
import type { Reply } from './model.ts'

export interface Exchange {
  /** The question's content key. */
  readonly key: string
  /** What was asked, for people who read the file; the key alone decides. */
  readonly question: Readonly<Record<string, unknown>>
  readonly reply: Reply
}

const exchangeLine = z.object({
  key: z.string().length(64),
  reply: z.object({
    text: z.string(),
    finish: z.enum(['stop', 'length', 'refused', 'other']),
    usage: z.object({
      inputTokens: z.number().nonnegative(),
      outputTokens: z.number().nonnegative(),
      cost: z.number().nonnegative().exactOptional(),
    }),
    model: z.string(),
    latencyMs: z.number().nonnegative(),
    ignored: z.array(z.string()).exactOptional(),
    cached: z.literal(true).exactOptional(),
  }),
})

/** Replies by key, in the order they were recorded. A file that is not there is an empty tape when recording. */
export async function readTape(file: string, disk: Disk, mode: 'replay' | 'record'): Promise<Map<string, Reply[]>> {
  const text = await disk.read(file)
  if (text === undefined && mode === 'replay') throw missing(file)
  const whole = text ?? ''
  const end = whole.lastIndexOf('\n') + 1
  if (mode === 'record' && end < whole.length) await disk.cut(file, Buffer.byteLength(whole.slice(0, end)))

  const tape = new Map<string, Reply[]>()
  for (const [index, line] of whole.slice(0, end).split('\n').entries()) {
    if (line.trim() === '') continue
    const { key, reply } = exchangeAt(file, index + 1, line)
    const replies = tape.get(key)
    if (replies === undefined) tape.set(key, [reply])
    else replies.push(reply)
  }
  return tape
}

function exchangeAt(file: string, line: number, text: string): { readonly key: string; readonly reply: Reply } {
  try {
    return exchangeLine.parse(JSON.parse(text))
  } catch (cause) {
    throw new Problem({
      code: 'model/broken-cassette',
      message: `${file}:${line}: this line is not a recorded exchange.`,
      hint: 'Restore the file, or delete it and record again.',
      at: { file, line },
      cause,
    })
  }
}

function missing(file: string): Problem {
  return new Problem({
    code: 'model/no-cassette',
    message: `${file}: there is no such cassette.`,
    hint: 'Check the path, or record one first with mode "record" and a model that answers.',
    at: { file },
  })
}
