import { expect, test } from 'vitest'
import type { Event } from '../conversation/index.ts'
import { goalCustomer } from './customers/goal-customer.ts'
import { personaOn, perturbationConditions } from './on-channel.ts'
import { parsePersona } from './personas/index.ts'
import { aPlannedTrial, aScenario, aStage, plainPersona } from './stage.sample.ts'
import { playTrial } from './trial.ts'

const texter = {
  ...plainPersona,
  ...parsePersona(
    `
id: texter
writing: { typos: 0, lowercase: 0, noPunctuation: 0, fillers: 0, emoji: 0 }
perturbations: { wrong-chat: 1, wrong-digit: { rate: 1, changesFacts: true } }
channels:
  sms:
    writing: { typos: 0.06 }
    timing: { burst: 0.35 }
    perturbations: { all-caps: 1, wrong-chat: 0 }
`,
    'texter.yaml',
  ),
}

test('on a channel of its own a persona writes otherwise there, and as ever elsewhere', () => {
  const [sms, chat] = [personaOn(texter, 'sms'), personaOn(texter, 'chat')]
  expect([sms.persona.writing.typos, sms.persona.timing.burst, sms.persona.timing.thinkMs]).toEqual([0.06, 0.35, 6000])
  expect([chat.persona.writing, chat.persona.timing]).toEqual([texter.writing, texter.timing])
  const conditions = (channel: string) => perturbationConditions(personaOn(texter, channel).perturbations)
  expect(conditions('chat')).toEqual([
    {
      id: 'wrong-digit',
      rate: 1,
      explain: 'gets one digit of a long number wrong, in 100 % of the places where it could',
      changesFacts: true,
      expects: 'asks or confirms',
    },
    {
      id: 'wrong-chat',
      rate: 1,
      explain: 'sends a message first that was meant for somebody else, in 100 % of messages',
    },
  ])
  expect(conditions('sms').map(({ id }) => id)).toEqual(['wrong-digit', 'all-caps'])
})

test('the record says what was on and what it did to which message; without it the customer writes as planned', async () => {
  const scenario = aScenario({
    goal: { want: 'book a haircut', kind: 'book', needs: ['phone'] },
    facts: [{ key: 'phone', type: 'phone', value: '+351 912 000 111', disclose: 'on-ask' }],
  })
  const play = (channel: string, persona = texter) => {
    const trial = aPlannedTrial({ scenario, persona, channel })
    return playTrial(trial, aStage(ask, goalCustomer(trial)), new AbortController().signal)
  }
  const said = ({ events }: { events: readonly Event[] }) =>
    events.flatMap((event) => (event.type === 'message' && event.from === 'customer' ? [event.text] : []))
  const { perturbations: _, channels: __, ...plainly } = texter
  const [sms, chat, plain] = [await play('sms'), await play('chat'), await play('chat', plainly)]

  expect(said(plain)).toMatchInlineSnapshot(`
    [
      "Hello, can you help me book a haircut?",
      "You can reach me at +351 912 000 111.",
      "Great, thanks for your help.",
    ]
  `)
  expect(said(chat)).toMatchInlineSnapshot(`
    [
      "mum can you pick up some bread on the way",
      "Hello, can you help me book a haircut?",
      "tell her I said happy birthday!!",
      "You can reach me at +357 912 000 111.",
      "Great, thanks for your help.",
    ]
  `)
  expect(said(sms)).toMatchInlineSnapshot(`
    [
      "HELLO, CAN YOU HELP ME BOOK A HAIRCUT?",
      "YOU CAN REACH ME AT +357 912 000 111.",
      "GREAT, THANKS FOR YOUR HELP.",
    ]
  `)
  expect(plain.circumstances?.perturbations).toBeUndefined()
  expect(chat.circumstances?.edits).toMatchInlineSnapshot(`
    [
      {
        "edits": [
          {
            "at": 0,
            "from": "",
            "kind": "wrong-chat",
            "to": "mum can you pick up some bread on the way",
          },
        ],
        "event": 0,
      },
      {
        "edits": [
          {
            "at": 0,
            "from": "",
            "kind": "wrong-chat",
            "to": "tell her I said happy birthday!!",
          },
        ],
        "event": 4,
      },
      {
        "edits": [
          {
            "at": 20,
            "from": "+351 912 000 111",
            "kind": "wrong-digit",
            "to": "+357 912 000 111",
          },
        ],
        "event": 5,
      },
    ]
  `)
})

function ask(text: string): string {
  return /\d/.test(text) ? 'You are booked. Bye!' : 'What is your phone number?'
}
