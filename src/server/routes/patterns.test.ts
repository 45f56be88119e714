import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Served, served } from '../server.sample.ts'

let own: Served
beforeEach(async () => {
  own = await served()
})
afterEach(() => own.close())

/** The customer begins, and each line is a minute later. */
const talk = (id: string, ...lines: readonly string[]) => ({
  ...{ id, ended: true },
  events: lines.map((text, minute) => ({
    ...{ at: `2026-03-02T10:0${minute}:00Z`, type: 'message', text },
    from: minute % 2 === 0 ? 'customer' : 'agent',
  })),
})

async function asked(key: string, path: string) {
  const answer = await own.ask(path, { key })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

test('what customers do again and again is told over HTTP, with where they leave, to those who may read it', async () => {
  const [sender, other] = [await own.key(['ingest', 'read']), await own.key(['read'], 'bank')]
  const lost = 'Sorry, I did not understand that.'
  for (const each of [
    ...Array.from({ length: 6 }, (_, at) => talk(`p-${at}`, 'What is a haircut?', 'A haircut is $35.', 'Thanks!')),
    ...Array.from({ length: 4 }, (_, at) => talk(`l-${at}`, 'Where can I park?', lost)),
    talk('h', 'Let me talk to a person', lost, 'ok bye'),
  ])
    await own.ask('/v1/conversations', { key: sender, body: each })
  await own.observatory.settled()
  own.lateMs = 86_400_000
  const { status, body } = await asked(sender, '/v1/patterns')
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ conversations: 11, lookedAt: 11, silent: 0 },
    patterns: [
      { name: 'drop-off', real: { successes: 4, n: 11 }, untold: 0, examples: ['l-0', 'l-1', 'l-2', 'l-3'] },
      { name: 'rephrasing', real: { successes: 0, n: 11 } },
      { name: 'asks-for-person', real: { successes: 1, n: 11 }, examples: ['h'] },
      { name: 'channel-switch', untold: 11, concentrates: [], examples: [] },
    ],
  })
  expect(body.hazards).toContainEqual(
    expect.objectContaining({ by: 'upshot', at: 'did not understand', leave: expect.objectContaining({ n: 5 }) }),
  )
  expect(await asked(sender, '/v1/patterns?channel=email')).toMatchObject({ body: { conversations: 0, hazards: [] } })
  expect(await asked(sender, '/v1/patterns?most=1')).toMatchObject({ status: 400 })
  expect(await asked(other, '/v1/patterns')).toMatchObject({ body: { conversations: 0 } })
  expect(await asked(await own.key(['ingest']), '/v1/patterns')).toMatchObject({ status: 403 })
})
