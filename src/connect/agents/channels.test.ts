import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { runUnmodified } from '../channels/unmodified.sample.ts'
import { agentFrom, agentSettings, readyAgent } from './agent-from.ts'
import { opening } from './opening.sample.ts'

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'fieldproof-channels-'))
  folders.push(made)
  return made
}

const webhook = 'http://127.0.0.1:9/hook'
const settings = agentSettings.parse({
  id: 'salon',
  channels: {
    sms: { twilio: { webhook, number: '+15005550001' } },
    whatsapp: { twilio: { webhook, number: '+15005550002', carries: 'whatsapp' } },
    slack: { slack: { webhook, handshake: false } },
  },
})

test('what the agent sends by one account reaches the channel of its sender, though two channels share a host', async () => {
  const place = folder()
  const readied = await readyAgent(settings, { folder: place, env: process.env, allow: [] })
  const agent = agentFrom(settings, { folder: place, env: {}, ...(readied && { readied }) })
  const sms = opening({ conversationId: 'a', channel: 'sms', customer: {} })
  const whatsapp = opening({ conversationId: 'b', channel: 'whatsapp' })
  const sessions = [await agent.open(sms.opening), await agent.open(whatsapp.opening)]
  // The addresses that the agent would have seen.
  const { twilio } = await import('../channels/twilio.ts')
  const [ana, ben] = [twilio.addressOf('a'), twilio.addressOf('b')]
  const env = readied?.env ?? {}
  const hosts = JSON.parse(env.FIELDPROOF_HOSTS ?? '{}') as Record<string, string>
  const send = (from: string, to: string) =>
    fetch(`${hosts['api.twilio.com']}/2010-04-01/Accounts/${env.TWILIO_ACCOUNT_SID}/Messages.json`, {
      method: 'POST',
      headers: {
        'x-fieldproof-host': 'api.twilio.com',
        authorization: `Basic ${Buffer.from(`${env.TWILIO_ACCOUNT_SID}:${env.TWILIO_AUTH_TOKEN}`).toString('base64')}`,
      },
      body: new URLSearchParams({ From: from, To: to, Body: `to ${to}` }),
    }).then(({ status }) => status)
  const statuses = [
    await send('+15005550001', ana),
    await send('whatsapp:+15005550002', `whatsapp:${ben}`),
    await send('+15005550009', ana),
  ]
  for (const session of sessions) await session.close()
  await agent.close()
  await readied?.close()
  expect({ hosts: Object.keys(hosts), statuses, sms: sms.events, whatsapp: whatsapp.events }).toEqual({
    hosts: ['api.twilio.com', 'slack.com', 'hooks.slack.com'],
    statuses: [201, 201, 400],
    sms: [{ type: 'message', text: `to ${ana}` }],
    whatsapp: [{ type: 'message', text: `to whatsapp:${ben}` }],
  })
  expect(sms.failures.map(({ message }) => message.slice(0, 50))).toEqual([
    'twilio refused a message to this customer: 400 {"c',
  ])
  expect(readdirSync(join(place, '.fieldproof', 'channels'))).toEqual([])
})

test('the agent is given the keys of every channel, and of two that differ the first', async () => {
  const print = `console.log(JSON.stringify(['TWILIO_PHONE_NUMBER', 'SLACK_BOT_TOKEN'].map((name) => process.env[name])))`
  expect(await runUnmodified(settings, folder(), print)).toEqual(['+15005550001', 'xoxb-0-0-simulated'])
})

test('keys may stand in the environment', async () => {
  const twilio = { webhook, authToken: '{{env.BOT_TEST_TOKEN}}' }
  const surroundings = { folder: folder(), env: { BOT_TEST_TOKEN: 'from outside' }, allow: [] }
  const readied = await readyAgent(agentSettings.parse({ channels: { sms: { twilio } } }), surroundings)
  await readied?.close()
  expect(readied?.env.TWILIO_AUTH_TOKEN).toBe('from outside')
  const unset = readyAgent(agentSettings.parse({ twilio }), { ...surroundings, env: {} })
  await expect(unset).rejects.toMatchObject({ code: 'connect/unknown-placeholder' })
})

test('a channel that nothing says how to reach is named, with those that are there', async () => {
  const agent = agentFrom(settings, { folder: '.', env: {} })
  await expect(agent.open(opening({ channel: 'email' }).opening)).rejects.toMatchObject({
    code: 'connect/channel-not-carried',
    message: 'Nothing says how the agent is reached on the channel "email".',
    hint: 'Add it under "agent: channels:", or play on one that is there: sms, whatsapp, slack.',
  })
})

test('a channel is reached in exactly one way', () => {
  const messages = (channels: unknown) =>
    agentSettings.safeParse({ channels }).error?.issues.map(({ message }) => message.replace(/: http.*/, ''))
  expect([messages({}), messages({ sms: {} }), messages({ sms: { twilio: { webhook }, slack: { webhook } } })]).toEqual(
    [
      ['Name at least one channel: { sms: { twilio: … } }.'],
      ['Say in exactly one way how the agent is reached on this channel'],
      ['Say in exactly one way how the agent is reached on this channel'],
    ],
  )
})
