import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agentNamed } from './agent-named.ts'
import { assemble } from './assemble.ts'
import { inOrder } from './family.ts'
import { itemsOf, model, run } from './observed.sample.ts'

const named = (id: string, version?: string) => ({ agent: { id, ...(version !== undefined && { version }) } })
const service = { agent: { id: 'web', version: '9' }, rules: { 'agent.id': 'otel/service.name' } }

test('the agent that stands outermost names the conversation, and not those that it calls on', () => {
  const spans = [
    run({ at: 0, span: 'http', changes: service }),
    run({ at: 1, span: 'desk', parent: 'http', changes: named('desk', '2') }),
    model({
      at: 2,
      span: 'm',
      parent: 'desk',
      changes: named('desk', '2'),
      in: ['customer: hi'],
      out: ['agent: Hello'],
    }),
    run({ at: 3, span: 'helper', parent: 'm', changes: named('calendar-helper', '7') }),
  ]
  expect(agentNamed(spans)).toEqual({ id: 'desk', version: '2' })
  const conversation = assemble('c', itemsOf(spans), 'nobody')
  expect(conversation?.agent).toEqual({ id: 'desk', version: '2' })
})

test('where one hands over to another, the first names it; a version is that of the same agent where it tells one', () => {
  const spans = [
    run({ at: 0, span: 'workflow' }),
    run({ at: 1, span: 'a', parent: 'workflow', changes: named('triage') }),
    run({ at: 5, span: 'b', parent: 'workflow', changes: named('booking', '3') }),
  ]
  expect(agentNamed(spans)).toEqual({ id: 'triage', version: '3' })
  expect(agentNamed([...spans, run({ at: 9, span: 'c', parent: 'workflow', changes: named('triage', '4') })])).toEqual({
    id: 'triage',
    version: '4',
  })
})

test('the name of a service stands where no agent is named, and nothing where nothing is', () => {
  expect(agentNamed([run({ at: 0, span: 'http', changes: service })])).toEqual({ id: 'web', version: '9' })
  expect(agentNamed([run({ at: 0, span: 'x' })])).toEqual({})
})

test('in whatever order spans come, the conversation is with the same agent', () => {
  const spans = ['a', 'b', 'c', 'd'].map((span, at) =>
    model({
      at: at % 2,
      span,
      ...(at > 1 && { parent: 'a' }),
      changes: named(`agent-${span}`, span),
      in: ['customer: hi'],
      out: ['agent: Hello'],
    }),
  )
  const whole = assemble('c', itemsOf(spans), 'x')?.agent
  expect(whole?.id).toBe(agentNamed(inOrder(spans)).id)
  const order = fc.shuffledSubarray(spans, { minLength: spans.length })
  fc.assert(
    fc.property(order, (some) => {
      expect(assemble('c', itemsOf(some), 'x')?.agent).toEqual(whole)
    }),
  )
})
