/** A Bolt app whose button is tapped: it is told as Slack tells it, and answers by either way there is. */

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { App, type BlockButtonAction } from '@slack/bolt'
import { expect, onTestFinished, test, vi } from 'vitest'
import { agentFrom, agentSettings, readyAgent } from '../agents/agent-from.ts'
import { opening } from '../agents/opening.sample.ts'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const { port } = server.address() as AddressInfo
  await new Promise((done) => server.close(done))
  return port
}

test('a customer who writes what a button says has tapped it, once, whatever else comes twice', async () => {
  const port = await freePort()
  const webhook = `http://127.0.0.1:${port}/slack/events`
  const given = agentSettings.parse({
    id: 'desk',
    slack: { webhook, delivery: { duplicate: 1, duplicateAfterMs: 1 } },
  })
  const surroundings = { folder: '.', env: {}, allow: [] }
  const readied = await readyAgent(given, surroundings)
  const { SLACK_BOT_TOKEN = '', SLACK_SIGNING_SECRET = '', FIELDPROOF_HOSTS = '{}' } = readied?.env ?? {}
  const api = (JSON.parse(FIELDPROOF_HOSTS) as Record<string, string>)['slack.com'] ?? ''
  const app = new App({
    token: SLACK_BOT_TOKEN,
    signingSecret: SLACK_SIGNING_SECRET,
    clientOptions: { slackApiUrl: `${api}/api/` },
  })
  const text = (words: string) => ({ type: 'plain_text' as const, text: words })
  const button = { type: 'button' as const, action_id: 'pick', value: 'tue-9', text: text('Tuesday at 9') }
  const seen = new Set<string>()
  app.message('visit', async ({ body, say }) => {
    const { event_id } = body as { readonly event_id: string }
    if (seen.has(event_id)) return
    seen.add(event_id)
    await say({ text: 'When?', blocks: [{ type: 'actions', block_id: 'times', elements: [button] }] })
  })
  app.action<BlockButtonAction>('pick', async ({ ack, action, body, say }) => {
    await ack()
    const { value, block_id } = action
    await say(`You took ${value} of ${block_id}.`)
    const { response_url } = body
    // Bolt's own way asks hooks.slack.com, which is led only in a program that is started.
    await fetch(response_url.replace('https://hooks.slack.com', api), {
      method: 'POST',
      headers: { 'x-fieldproof-host': 'hooks.slack.com', 'content-type': 'application/json' },
      body: JSON.stringify({ replace_original: true, text: 'Taken.' }),
    })
  })
  await app.start({ port, host: '127.0.0.1' })
  const heard = opening()
  const agent = agentFrom(given, { ...surroundings, ...(readied && { readied }) })
  const session = await agent.open(heard.opening)
  onTestFinished(async () => {
    await session.close()
    await agent.close()
    await readied?.close()
    await app.stop()
  })
  const said = () => heard.events.flatMap((event) => (event.type === 'message' ? [event.text] : []))

  await session.send({ text: 'a visit, please' })
  await vi.waitFor(() => expect(said()).toHaveLength(1), { timeout: 60_000 })
  await session.send({ text: 'tuesday at 9' })
  await vi.waitFor(() => expect(said()).toHaveLength(3), { timeout: 60_000 })
  await new Promise((done) => setTimeout(done, 50))
  expect(said().slice(1)).toEqual(['You took tue-9 of times.', 'Taken.'])
  expect(heard.failures).toEqual([])
})
