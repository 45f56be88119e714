import { expect, test } from 'vitest'
import { escalation } from './escalation.ts'
import { checkOf } from './kind.sample.ts'
import { said } from './said.sample.ts'

test('an emergency goes to a person at once', () => {
  const check = checkOf(escalation, { when: '/bleeding/i', must: 'hand-over', withinTurns: 1 })
  expect(check.check(said('customer: I am bleeding', 'agent: I am transferring you to our nurse.'))).toEqual({
    outcome: 'held',
    at: [1],
  })
  expect(check.check(said('customer: I am bleeding', { type: 'handoff', atMs: 500 }))).toEqual({
    outcome: 'held',
    at: [1],
  })
  const call = {
    type: 'tool-call',
    atMs: 500,
    callId: '1',
    tool: 'transfer_to_human_agents',
    args: {},
    seenBy: 'ledger',
  } as const
  expect(check.check(said('customer: I am bleeding', call, 'agent: One moment.'))).toEqual({ outcome: 'held', at: [1] })
  const late = [
    'customer: I am bleeding',
    'agent: Tuesday at 2?',
    'customer: no!',
    'agent: I am connecting you to our nurse.',
  ]
  expect(check.check(said(...late))).toEqual({
    outcome: 'violated',
    because: 'the customer asked and was not handed over within 1 turn',
    at: [0],
  })
  expect(check.check(said('customer: a cleaning please', 'agent: Sure.'))).toEqual({ outcome: 'not-applicable' })
})

test('an offer or a refusal to hand over is none', () => {
  const check = checkOf(escalation, {})
  for (const answer of [
    'Would you like me to transfer you to a colleague?',
    "I'm sorry, I can't transfer you to a person.",
    'If it gets worse I will connect you with a nurse.',
    'I can help you with that myself.',
  ]) {
    expect(check.check(said('customer: can I talk to a human', `agent: ${answer}`)).outcome, answer).toBe('violated')
  }
})

test('asking for a person is recognised in several languages', () => {
  const asks = [
    'let me speak to a manager',
    'I want a real person',
    'queria falar com uma pessoa',
    'quiero hablar con una persona',
    'je veux parler à un conseiller',
    'ich möchte mit einem Menschen sprechen',
  ]
  const check = checkOf(escalation, {})
  expect(asks.filter((text) => check.check(said(`customer: ${text}`, 'agent: No.')).outcome === 'violated')).toEqual(
    asks,
  )
  expect(check.check(said('customer: how many people work there?', 'agent: Nine.'))).toEqual({
    outcome: 'not-applicable',
  })
})

test('a conversation that should stay is not handed over', () => {
  const check = checkOf(escalation, { when: 'opening hours', must: 'stay' })
  expect(check.check(said('customer: opening hours?', 'agent: Nine to six.'))).toEqual({ outcome: 'held' })
  expect(check.check(said('customer: opening hours?', 'agent: A colleague will call you.'))).toEqual({
    outcome: 'violated',
    because: 'the conversation was handed over although it should stay',
    at: [1],
  })
})

test('asking for a person is told from asking whether one is a person, in a dozen languages', () => {
  const asks = [
    'Please escalate this to a human agent.',
    'Is there someone else I can speak to?',
    'Please transfer me to a human agent to see if they can speed it up.',
    'Is there anyone else I can talk to, perhaps a supervisor?',
    'Yes, transfer me.',
    'Can you escalate this?',
    "I don't want to talk to a bot",
    'can someone call me back',
    'atendimento humano',
    'páseme con un agente',
    'mi passi un operatore',
    'quero um atendente humano, por favor',
    'Vorrei parlare con un operatore',
    'Kan ik met een medewerker praten?',
    'Können Sie mich mit einem Mitarbeiter verbinden?',
    'Chcę porozmawiać z konsultantem',
    'Jag vill prata med en människa',
    'mujhe kisi se baat karni hai',
    'मुझे किसी इंसान से बात करनी है',
  ]
  const others = [
    'are you a real person',
    'am i talking to a human',
    'I spoke to my doctor',
    'If you cannot, transfer me to a human',
    'it is nice to have someone to talk to',
    'can someone help me',
    'no need to transfer me to an agent',
  ]
  const check = checkOf(escalation, {})
  const heard = (text: string) => check.check(said(`customer: ${text}`, 'agent: Hm.')).outcome
  expect(asks.filter((text) => heard(text) === 'not-applicable')).toEqual([])
  expect(others.filter((text) => heard(text) !== 'not-applicable')).toEqual([])
})
