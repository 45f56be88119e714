import { expect, test } from 'vitest'
import { takenIn, turn } from './assemble/turns.sample.ts'

test('which rule gave a field is still known when a conversation is read: the service is the agent only for want of a name', async () => {
  const from = { resource: { 'service.name': 'web' }, scope: { name: '', version: '', attributes: {} } }
  const model = turn('t', 0, ['hi', 'Hello'], { 'gen_ai.agent.name': 'front desk' })
  const run = { ...turn('t', 0, []), from, span: 'run', name: 'POST /chat', attributes: {} }
  const { conversations } = await takenIn([run, { ...model, from, parent: 'run' }])
  expect(conversations.map(({ agent }) => agent)).toEqual([{ id: 'front desk' }])
})
