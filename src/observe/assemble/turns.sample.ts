/** Turns that carry no id, and what becomes of them when they are taken in. For tests. */
import type { Conversation } from '../../conversation/index.ts'
import { openObserved } from '../../store/index.ts'
import { conversationOf } from '../grading/conversation-of.ts'
import type { OtlpSpan } from '../otlp/otlp.ts'
import { takeIn } from '../take-in.ts'

const startMs = 1_800_000_000_000

/** A turn without an id: one trace with one question to a model, with everything said before; customer and agent in turns. */
export function turn(trace: string, at: number, said: readonly string[], more: Record<string, string> = {}): OtlpSpan {
  const messages = said.map((text, index) => ({
    role: (said.length - index) % 2 === 0 ? 'user' : 'assistant',
    parts: [{ type: 'text', content: text }],
  }))
  return {
    from: { resource: {}, scope: { name: 'shop', version: '', attributes: {} } },
    trace,
    span: 'm',
    name: 'chat',
    startMs: startMs + at * 1000,
    endMs: startMs + at * 1000 + 1000,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.input.messages': JSON.stringify(messages.slice(0, -1)),
      'gen_ai.output.messages': JSON.stringify(messages.slice(-1)),
      ...more,
    },
    events: [],
    status: { code: 'unset' },
    dropped: 0,
  }
}

/** What comes of batches, taken in one after another: conversations by their ids, and the counts. */
export async function takenIn(...batches: readonly (readonly OtlpSpan[])[]): Promise<{
  readonly conversations: readonly Conversation[]
  readonly counts: Readonly<Record<string, number>>
}> {
  const observed = await openObserved(':memory:')
  for (const [offset, spans] of batches.entries()) {
    const body = Buffer.from(JSON.stringify({ spans, logs: [] }))
    const entry = {
      project: 'default',
      reader: 'otlp-traces',
      receivedMs: 1,
      contentType: 'application/json',
      records: spans.length,
      refused: 0,
      body,
    }
    await takeIn(observed, [entry], { segment: 0, offset })
  }
  const threads = await observed.latestThreads('default', 1000)
  const all = await Promise.all(threads.map((thread) => conversationOf(observed, thread)))
  const counts = await observed.counts('default')
  await observed.close()
  return { conversations: all.flatMap((each) => each ?? []).sort((a, b) => (a.id < b.id ? -1 : 1)), counts }
}
