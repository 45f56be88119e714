import { expect, test } from 'vitest'
import type { Conversation } from '../../conversation/index.ts'
import { checkOf, said, written } from './conversation.sample.ts'
import { tools } from './tools.ts'

function outcome(options: unknown, conversation: Conversation): string {
  return said(checkOf(tools, options).check(conversation))
}

const yes = ['customer', 'Yes, go ahead'] as const

test('one tool only after another had succeeded', () => {
  const rule = { before: 'read_record', require: 'verify' }

  expect(checkOf(tools, rule).explain()).toBe('calls read_record only after verify had succeeded')
  expect(outcome(rule, written(['ok', 'verify'], ['ok', 'read_record']))).toBe('held')
  expect(outcome(rule, written(['error', 'verify'], ['ok', 'read_record']))).toBe(
    'violated at 2: called read_record without verify had succeeded',
  )
  expect(outcome(rule, written(['ok', 'verify']))).toBe('not-applicable')
})

test('only when the latest answer about the same thing allows it', () => {
  const rule = {
    before: 'cancel_order',
    require: 'get_order',
    matching: 'id',
    where: [{ path: 'order.status', equals: 'pending' }],
  }
  const order = (id: number, status: string) => ['ok', 'get_order', { id }, { order: { status } }] as const

  expect(checkOf(tools, rule).explain()).toBe(
    'calls cancel_order only after get_order had succeeded for the same id, and order.status is pending',
  )
  expect(outcome(rule, written(order(1, 'pending'), ['ok', 'cancel_order', { id: 1 }]))).toBe('held')
  expect(outcome(rule, written(order(2, 'pending'), ['ok', 'cancel_order', { id: 1 }]))).toBe(
    'violated at 2: called cancel_order without get_order had succeeded for the same id',
  )
  expect(outcome(rule, written(order(1, 'pending'), order(1, 'shipped'), ['ok', 'cancel_order', { id: 1 }]))).toBe(
    'violated at 4: called cancel_order although not order.status is pending',
  )
})

test('any one of several grounds is enough: a field, an argument, what the customer said, what the record holds', () => {
  const rule = {
    before: 'refund',
    require: 'get_user',
    where: [
      { anyOf: [{ path: 'tier', oneOf: ['gold'] }, { customer: '/broken/i' }, { argument: 'amount', atMost: 10 }] },
      { path: 'cards', holds: 'to' },
    ],
  }
  const user = ['ok', 'get_user', {}, { tier: 'basic', cards: { card_1: {} } }] as const

  expect(outcome(rule, written(user, ['ok', 'refund', { amount: 5, to: 'card_1' }]))).toBe('held')
  expect(
    outcome(rule, written(user, ['customer', 'It came broken'], ['ok', 'refund', { amount: 50, to: 'card_1' }])),
  ).toBe('held')
  expect(outcome(rule, written(user, ['ok', 'refund', { amount: 50, to: 'card_1' }]))).toBe(
    'violated at 2: called refund although not tier is one of gold or the customer said /broken/i or argument amount is at most 10',
  )
  expect(outcome(rule, written(user, ['ok', 'refund', { amount: 5, to: 'card_2' }]))).toBe(
    'violated at 2: called refund although not cards holds the to',
  )
})

test('arguments fit what the tool declares', () => {
  const declared = [
    { name: 'book', parameters: { type: 'object', required: ['day'], properties: { day: { type: 'integer' } } } },
  ]
  const check = checkOf(tools, { arguments: 'declared' }, declared)

  expect(said(check.check(written(['ok', 'book', { day: 3 }])))).toBe('held')
  expect(said(check.check(written(['ok', 'book', { day: 'third' }])))).toBe(
    'violated at 0: called book with arguments that do not fit: day must be integer',
  )
})

test('identifiers come from the customer or a tool, never from nowhere', () => {
  const rule = { invented: 'never' }

  expect(
    outcome(
      rule,
      written(
        ['customer', 'order w100, please'],
        ['ok', 'find', {}, { item: 'sku-77' }],
        ['ok', 'return_item', { order: '#W100', item: 'sku-77', note: 'two words' }],
      ),
    ),
  ).toBe('held')
  expect(outcome(rule, written(['customer', 'my order'], ['ok', 'return_item', { order: '#W100' }]))).toBe(
    'violated at 1: called return_item with "#W100", which nobody had given',
  )
})

test('the customer says yes before anything is changed, to what was read back', () => {
  const proposal = ['agent', 'I will cancel order 7. Shall I go ahead?'] as const

  expect(outcome({ confirm: 'writes' }, written(proposal, yes, ['ok', 'cancel_order', { id: 7 }]))).toBe('held')
  expect(outcome({ confirm: 'writes' }, written(proposal, ['customer', 'No, keep it'], ['ok', 'cancel_order']))).toBe(
    "violated at 2: called cancel_order without the customer's yes",
  )
  expect(
    outcome({ confirm: 'writes' }, written(proposal, yes, ['customer', 'thanks'], ['ok', 'cancel_order', { id: 7 }])),
  ).toBe('held')
  expect(
    outcome({ confirm: 'writes' }, written(proposal, yes, ['customer', 'no, wait'], ['ok', 'cancel_order', { id: 7 }])),
  ).toBe("violated at 3: called cancel_order without the customer's yes")
  expect(outcome({ confirm: 'writes' }, written(yes, ['ok', 'cancel_order']))).toBe(
    'violated at 1: called cancel_order without telling the customer what it does',
  )
  expect(
    outcome(
      { confirm: { tools: 'cancel_*', readBack: ['id'] } },
      written(proposal, yes, ['ok', 'cancel_order', { id: 8 }]),
    ),
  ).toBe('violated at 2: called cancel_order without reading back the id')
})

test('what the customer agreed to is done, or a person takes over', () => {
  const proposal = ['agent', 'I can cancel it. Would you like me to cancel it?'] as const
  const rule = { agreed: 'cancel_order' }

  expect(outcome(rule, written(['error', 'cancel_order'], proposal, yes))).toBe(
    'violated at 3: the customer agreed and nothing of it was done',
  )
  expect(outcome(rule, written(proposal, yes, ['ok', 'cancel_order']))).toBe('held')
  expect(outcome(rule, written(['ok', 'cancel_order'], proposal, yes, { type: 'handoff', atMs: 0 }))).toBe('held')
  expect(outcome(rule, written(['agent', 'Shall I check?'], yes))).toBe('not-applicable')
})

test('what the customer asks for gets done, each of it when the pact says so', () => {
  const rule = { request: { asked: '/\\bW\\d+/', needs: 'writes', each: true, unless: ['handoff'] } }
  const ask = ['customer', 'Cancel W1 and W2'] as const

  expect(outcome(rule, written(ask, ['ok', 'cancel_order', { id: '#W1' }], ['ok', 'cancel_order', { id: 'w2' }]))).toBe(
    'held',
  )
  expect(outcome(rule, written(ask, ['ok', 'cancel_order', { id: 'W1' }]))).toBe(
    'violated at 0: the customer asked for "W2" and a tool that changes something never succeeded',
  )
  expect(outcome(rule, written(ask, { type: 'handoff', atMs: 0 }))).toBe('not-applicable')
})

test('forbidden tools, limits, repeats and failures left alone', () => {
  const twice = written(['ok', 'refund', { a: 1, b: 2 }], ['ok', 'refund', { b: 2, a: 1 }])

  expect(outcome({ forbidden: 'ref*' }, written(['ok', 'refund']))).toBe(
    'violated at 0: called refund, which is forbidden',
  )
  expect(outcome({ limit: { tools: '*', atMost: 1 } }, twice)).toBe(
    'violated at 2: 2 calls, where the limit is at most 1 calls of *',
  )
  expect(
    outcome(
      { limit: { tools: 'refund', atMost: 1, per: 'a' } },
      written(['ok', 'refund', { a: 1 }], ['ok', 'refund', { a: 2 }]),
    ),
  ).toBe('held')
  expect(outcome({ repeats: 'never' }, twice)).toBe('violated at 2: called refund 2 times with the same arguments')
  expect(outcome({ failures: 'resolved' }, written(['error', 'refund'], ['ok', 'refund']))).toBe('held')
  expect(outcome({ failures: 'resolved' }, written(['ok', 'refund'], ['error', 'refund']))).toBe(
    'violated at 3: refund failed and was never made good',
  )
})

test('talks or acts, one thing at a time', () => {
  const spoke = written(['agent', 'Refunding now'], ['ok', 'refund'])

  expect(outcome({ alone: '*' }, spoke)).toBe('violated at 0, 1: spoke while calling refund')
  expect(outcome({ inTurn: true }, spoke)).toBe('held')
  expect(
    outcome(
      { inTurn: true },
      written(
        { type: 'tool-call', atMs: 0, callId: 'a', tool: 'x', args: {}, seenBy: 'agent' },
        { type: 'tool-call', atMs: 0, callId: 'b', tool: 'y', args: {}, seenBy: 'agent' },
        { type: 'tool-result', atMs: 0, callId: 'a', outcome: 'ok', value: 1, seenBy: 'agent' },
      ),
    ),
  ).toBe('violated at 1: called y before x had answered')
})

test('a condition that asks for nothing, or for a tool nobody declares, is refused', () => {
  expect(() => checkOf(tools, {})).toThrow('A "tools" condition asks for nothing.')
  expect(() => checkOf(tools, { forbidden: 'refnd' }, [{ name: 'refund' }])).toThrow(
    'A condition names the tool "refnd", which the agent never declares.',
  )
  expect(() => checkOf(tools, { arguments: { refund: { type: 'nonsense' } } })).toThrow(
    /^The schema of the arguments of refund cannot be used: /,
  )
})
