import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { agentFrom, agentKinds, agentSettings } from './agent-from.ts'

test('the example of every kind is valid, and the agent made of it says how it is reached', () => {
  const explained = agentKinds.map(({ example }) => {
    const settings = agentSettings.parse({ id: 'desk', ...parse(example) })
    return agentFrom(settings, { folder: '.', env: {} }).explain()
  })
  expect(explained).toEqual([
    'POST http://127.0.0.1:8080/chat, reply at $.messages[*].text',
    'llama3.1 at http://127.0.0.1:11434/v1/chat/completions',
    'socket ws://127.0.0.1:8080/chat, reply at $.text',
    'program python3 -u agent.py, one for each conversation',
    'function reply of ./agent.mjs',
    'mail to desk@agent.example.com by smtp://127.0.0.1:2525',
    'twilio webhook http://127.0.0.1:3000/sms',
    'whatsapp-cloud webhook http://127.0.0.1:3000/webhook',
    'messenger webhook http://127.0.0.1:3000/webhook',
    'instagram webhook http://127.0.0.1:3000/webhook',
    'slack webhook http://127.0.0.1:3000/slack/events',
    'highlevel webhook http://127.0.0.1:3000/highlevel',
    'sms: twilio webhook http://127.0.0.1:3000/sms; chat: POST http://127.0.0.1:3000/chat, reply at $.reply',
  ])
})
