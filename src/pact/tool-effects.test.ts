import { expect, test } from 'vitest'
import { cannotBeUndone, writesSomething } from './tool-effects.ts'

test('tells tools that change something from tools that look, by their names', () => {
  const tools = ['cancel_order', 'createAppointment', 'orders.update', 'send_certificate', 'modifyItems', 'refund']
  const reads = [
    'get_order',
    'find_user_by_email',
    'lookupPolicy',
    'check_update_policy',
    'calculate',
    'transfer_to_human',
    'x',
  ]

  expect(tools.filter((tool) => !writesSomething(tool, []))).toEqual([])
  expect(reads.filter((tool) => writesSomething(tool, []))).toEqual([])
})

test('what the agent declares counts before any guess', () => {
  const declared = [
    { name: 'cancel_preview', writes: false },
    { name: 'zap', writes: true, irreversible: true },
    { name: 'q7', description: 'Cancels a subscription' },
    { name: 'q8', description: 'Updates the plan' },
  ]

  expect(declared.map(({ name }) => writesSomething(name, declared))).toEqual([false, true, true, true])
  expect(declared.map(({ name }) => cannotBeUndone(name, declared))).toEqual([false, true, false, false])
  expect(['cancel_order', 'update_order', 'get_order'].map((name) => cannotBeUndone(name, []))).toEqual([
    true,
    false,
    false,
  ])
})
