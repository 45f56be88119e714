import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { wallClock } from '../../connect/index.ts'
import { parsePact } from '../../pact/index.ts'
import { openObservatory } from '../observatory.ts'
import { hourMs, startMs } from './production.sample.ts'

const pact = parsePact('pact: p\nversion: 1\nconditions:\n  - id: no-guarantees\n    never-says: guarantee\n', {
  file: 'p.yaml',
  read: () => '',
})

/** A span that was asked for one model and says which one answered. */
function span(n: number, answered: string) {
  const message = (role: string, content: string) => JSON.stringify([{ role, parts: [{ type: 'text', content }] }])
  const attributes = Object.entries({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'small',
    'gen_ai.response.model': answered,
    'gen_ai.conversation.id': `c${n}`,
    'gen_ai.input.messages': message('user', 'Are you open?'),
    'gen_ai.output.messages': message('assistant', 'Yes.'),
  }).map(([key, stringValue]) => ({ key, value: { stringValue } }))
  const nanos = (ms: number) => `${startMs + n * 60_000 + ms}000000`
  const hex = (digits: number) => (n + 1).toString(16).padStart(digits, '0')
  return {
    ...{ traceId: hex(32), spanId: hex(16), name: 'chat small', kind: 3 },
    ...{ startTimeUnixNano: nanos(0), endTimeUnixNano: nanos(900), attributes },
  }
}

test('spans that name another model as the one that answered are told, whatever model was asked for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fieldproof-model-'))
  let nowMs = startMs + 24 * hourMs
  const observatory = await openObservatory({
    folder,
    grading: { pact },
    clock: wallClock(),
    now: () => nowMs,
    lookEveryMs: 1e9,
  })
  const send = async (from: number, to: number, answered: string) => {
    const spans = Array.from({ length: to - from }, (_, at) => span(from + at, answered))
    const value = {
      resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: 'desk' }, spans }] }],
    }
    const body = Buffer.from(JSON.stringify(value))
    await observatory.take({ project: 'default', reader: 'otlp-traces', contentType: 'application/json', body })
    await observatory.settled()
    nowMs += 24 * hourMs
    await observatory.settled()
  }
  await send(0, 30, 'small-2026-01')
  expect(await observatory.observed.alarms.list()).toEqual([])
  await send(30, 32, 'small-2026-03')
  expect(
    (await observatory.observed.alarms.list()).map(({ stream, because }) => [stream, because]),
  ).toMatchInlineSnapshot(`
    [
      [
        "model/chat",
        "replies on chat now name small-2026-03 as their model, where small-2026-01 answered 30 conversations, and the agent's version is the same.",
      ],
    ]
  `)
  await observatory.close()
  await rm(folder, { recursive: true })
})
